// @ts-check
// Step: a display. The one that is there, or an Xvfb for the time of a test run.
import { spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { SetupError } from './say.mjs'

const START_MS = 15_000

/**
 * Whether windows can be opened here.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY)
}

/**
 * Starts an Xvfb on a display number that is free; the server picks it. It ends with this process at the
 * latest.
 * @returns {Promise<{ display: string, stop: () => void }>}
 */
export async function startXvfb() {
  // Its own process group: Ctrl-C must reach the programs on the display before the display goes.
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-noreset'],
    {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      detached: true,
    },
  )
  const stop = () => void server.kill('SIGTERM')
  process.once('exit', stop)
  server.once('exit', () => process.off('exit', stop))
  try {
    const display = `:${await readNumber(server)}`
    server.unref()
    return { display, stop }
  } catch (error) {
    stop()
    throw error
  }
}

/**
 * The display number, which the server writes to its fourth stream as soon as it can be used.
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<number>}
 */
function readNumber(server) {
  return new Promise((resolve, reject) => {
    let number = ''
    let complaints = ''
    const fail = (/** @type {string} */ why) => {
      clearTimeout(timer)
      reject(new SetupError(`Xvfb, the display for the tests, did not start: ${why} ${complaints.trim()}`))
    }
    const timer = setTimeout(() => fail(`nothing heard for ${START_MS / 1000} s.`), START_MS)
    server.once('error', (error) => fail(error.message))
    server.once('exit', (code) => fail(`it ended with code ${code}.`))
    const [, , errors, answers] = /** @type {import('node:stream').Readable[]} */ (server.stdio)
    errors?.on('data', (chunk) => (complaints = `${complaints}${chunk}`.slice(-2000)))
    answers?.on('data', (chunk) => {
      number += chunk
      if (!number.includes('\n')) return
      clearTimeout(timer)
      answers?.destroy()
      // Still read, so that the server never writes into a closed pipe, but no reason for this process to
      // stay.
      if (errors instanceof Socket) errors.unref()
      resolve(Number(number))
    })
  })
}
