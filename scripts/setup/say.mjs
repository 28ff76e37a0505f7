// @ts-check
// What the set-up says to the person at the terminal.

/**
 * Anything with a problem that the reader can act on: its message is the whole answer, no stack is shown.
 */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError'
}

/**
 * Prints one line of the set-up.
 * @param {string} line
 */
export function say(line) {
  process.stdout.write(`unroll: ${line}\n`)
}

/**
 * Runs an entry script: its promise's number becomes the exit code, its error one clear message and exit code
 * 1.
 * @param {() => Promise<number>} main
 */
export async function runEntry(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    const known = error instanceof SetupError
    process.stderr.write(
      known ? `unroll: ${error.message}\n` : `unroll: unexpected error\n${describe(error)}\n`,
    )
    process.exitCode = 1
  }
}

/** @param {unknown} error */
function describe(error) {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
