// @ts-check
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runToEnd } from '../setup/launch.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { runtimeAtHand } from '../setup/runtime.mjs'
import { runEntry, SetupError } from '../setup/say.mjs'

/** What a system's loader ends with when libraries are missing. */
const CANNOT_START = 127

/**
 * Runs the command line in the app's own engine, whose kernels are the faster ones, or in this Node where there is none
 * at hand. Neither needs a display.
 * @param {readonly string[]} args
 */
export function main(args) {
  return runEntry(async () => {
    const cli = join(projectRoot, 'out', 'main', 'cli.js')
    if (!existsSync(cli)) throw new SetupError('the app is not built yet: npm run build')
    const engine = runtimeAtHand(projectRoot)
    if (engine !== null) {
      const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
      const code = await runToEnd(engine, [cli, ...args], { cwd: process.cwd(), env, endsItself: true })
      if (code !== CANNOT_START) return code
      process.stderr.write('unroll: the app’s engine cannot start here, as it says above; going on in Node\n')
    }
    await import(pathToFileURL(cli).href)
    return Number(process.exitCode ?? 0)
  })
}
