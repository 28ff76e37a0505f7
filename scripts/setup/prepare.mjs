// @ts-check
// The steps that several entries share, in order.
import { hasDisplay, startXvfb } from './display.mjs'
import { ensureLibraries } from './libraries.mjs'
import { findRuntime } from './runtime.mjs'
import { say } from './say.mjs'

/**
 * A runtime that can be loaded on this system.
 * @param {string} root
 * @param {{ needsXvfb: boolean }} options
 */
export async function prepareRuntime(root, { needsXvfb }) {
  const runtime = await findRuntime(root)
  say(`runtime: ${runtime.why}`)
  await ensureLibraries(runtime.binary, { needsXvfb })
  return runtime
}

/**
 * What a program needs in its environment to start Electron: Playwright and the electron package read the
 * first, electron-vite the second.
 * @param {import('./runtime.mjs').Runtime} runtime
 */
export function runtimeEnv(runtime) {
  return { ELECTRON_OVERRIDE_DIST_PATH: runtime.folder, ELECTRON_EXEC_PATH: runtime.binary }
}

/**
 * Everything for tests in windows: runtime, libraries, a display. Without one of the machine's own an Xvfb
 * runs until `stop` is called.
 * @param {string} root
 */
export async function prepareWindows(root) {
  const needsXvfb = !hasDisplay()
  const runtime = await prepareRuntime(root, { needsXvfb })
  const xvfb = needsXvfb ? await startXvfb() : null
  if (xvfb) say(`no display here: the tests use Xvfb on ${xvfb.display}`)
  const env = { ...process.env, ...runtimeEnv(runtime), ...(xvfb ? { DISPLAY: xvfb.display } : {}) }
  return { env, stop: () => xvfb?.stop() }
}
