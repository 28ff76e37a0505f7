// @ts-check
// Child processes: run one and wait for it.
import { spawn } from 'node:child_process'
import { basename } from 'node:path'

/**
 * @typedef {object} Outcome
 * @property {number} code The exit code; 128 + the signal's number when a signal ended it, 127 when it could not start.
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * Runs a program to its end. Never rejects: a program that cannot start has code 127 and says why in
 * `stderr`.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { timeoutMs?: number }} [options]
 *   `stdio` defaults to pipes, whose text is returned; with `inherit` both texts are empty.
 * @returns {Promise<Outcome>}
 */
export function run(command, args, { timeoutMs, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs, ...options })
    let stdout = ''
    let stderr = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => (stdout += text))
    child.stderr?.setEncoding('utf8').on('data', (text) => (stderr += text))
    child.on('error', (error) => resolve({ code: 127, stdout, stderr: stderr || error.message }))
    child.on('close', (code, signal) => resolve({ code: code ?? signalCode(signal), stdout, stderr }))
  })
}

/**
 * How to call npm: the very npm that started us when there is one, so that its configuration holds here too.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
export function npmCommand(env = process.env, platform = process.platform) {
  const script = env.npm_execpath
  if (script && basename(script) === 'npm-cli.js') {
    return { command: process.execPath, args: [script], shell: false }
  }
  return { command: 'npm', args: [], shell: platform === 'win32' }
}

/**
 * Runs npm to its end.
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runNpm(args, options = {}) {
  const npm = npmCommand()
  return run(npm.command, [...npm.args, ...args], { shell: npm.shell, ...options })
}

/** @param {NodeJS.Signals | null} signal */
function signalCode(signal) {
  return 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[String(signal)] ?? 0)
}
