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

/** Tests in windows run side by side, each with a display of its own: the keyboard is at one window only. */
const NUM_DISPLAYS = 2

/**
 * Everything for tests in windows: runtime, libraries, displays. Without one of the machine's own two Xvfb run
 * until `stop` is called; programs see the first of them, and tests find both in `UNROLL_TEST_DISPLAYS`.
 * @param {string} root
 */
export async function prepareWindows(root) {
  const needsXvfb = !hasDisplay()
  const runtime = await prepareRuntime(root, { needsXvfb })
  const servers = needsXvfb ? await startXvfbs(NUM_DISPLAYS) : []
  const displays = servers.map(({ display }) => display)
  if (displays.length > 0) say(`no display here: the tests use Xvfb on ${displays.join(' and ')}`)
  const shown = displays[0] ? { DISPLAY: displays[0], UNROLL_TEST_DISPLAYS: displays.join(' ') } : {}
  return {
    env: { ...process.env, ...runtimeEnv(runtime), ...shown },
    stop: () => servers.forEach((server) => server.stop()),
  }
}

/**
 * One after the other, so that no two look for the same free number.
 * @param {number} count
 */
async function startXvfbs(count) {
  const servers = []
  for (let i = 0; i < count; i++) servers.push(await startXvfb())
  return servers
}
