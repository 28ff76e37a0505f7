// @ts-check
// What has to happen when somebody asks this process to end.

const CODES = /** @type {const} */ ({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 })

/**
 * Calls `listener` with the signal and the exit code that stands for it.
 * @param {(signal: keyof typeof CODES, code: number) => void} listener
 * @returns {() => void} stops listening
 */
export function onSignal(listener) {
  const stops = /** @type {(keyof typeof CODES)[]} */ (Object.keys(CODES)).map((signal) => {
    const handler = () => listener(signal, CODES[signal])
    process.on(signal, handler)
    return () => process.off(signal, handler)
  })
  return () => stops.forEach((stop) => stop())
}

/**
 * Runs `cleanUp` and ends the process when a signal arrives.
 * @param {() => void} cleanUp must be synchronous
 * @returns {() => void} stops listening
 */
export function cleanUpOnSignal(cleanUp) {
  return onSignal((_signal, code) => {
    cleanUp()
    process.exit(code)
  })
}
