// @ts-check
// Step: the system libraries that Electron links to, and Xvfb where a display has to be made.
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { spawn } from 'node:child_process'
import { aptProgress, hasCandidate, missingLibraries, nameHere, planPackages } from './apt.mjs'
import { createProgress, percentOf } from './progress.mjs'
import { say, SetupError } from './say.mjs'
import { run } from './spawn.mjs'

/** All of an installation may take so long; a slow mirror needs minutes. */
const LIMIT_MS = 20 * 60_000
/** After the limit, until what does not end is killed. */
const GRACE_MS = 10_000

/**
 * Makes sure that `binary` can be loaded and, if asked, that Xvfb is there. Linux only; elsewhere nothing is
 * needed.
 * @param {string} binary Electron's executable
 * @param {{ needsXvfb: boolean }} options
 * @throws {SetupError} naming the one command that helps, when this script may not run it.
 */
export async function ensureLibraries(binary, { needsXvfb }) {
  if (process.platform !== 'linux') return
  const needs = await findNeeds(binary, needsXvfb)
  const plan = planPackages(needs, readSystem())
  if (plan.action === 'none') return
  if (plan.action === 'explain') throw new SetupError(explain(needs, plan.command))
  await installPackages(plan.packages, describe(needs))
  const left = await findNeeds(binary, needsXvfb)
  if (left.missingLibraries.length > 0 || left.needsXvfb) {
    throw new SetupError(`still missing after the installation: ${describe(left)}`)
  }
}

/** @param {string} binary @param {boolean} needsXvfb */
async function findNeeds(binary, needsXvfb) {
  const { stdout } = await run('ldd', [binary], { env: { ...process.env, LC_ALL: 'C' } })
  return { missingLibraries: missingLibraries(stdout), needsXvfb: needsXvfb && !isOnPath('Xvfb') }
}

/** @returns {import('./apt.mjs').System} */
function readSystem() {
  return {
    isRoot: process.getuid?.() === 0,
    hasApt: isOnPath('apt-get'),
    osRelease: existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '',
  }
}

/**
 * Whether a program of this name can be found.
 * @param {string} program
 * @param {string} [path]
 */
export function isOnPath(program, path = process.env.PATH ?? '') {
  return path.split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)))
}

/** @param {import('./apt.mjs').Needs} needs */
function describe({ missingLibraries, needsXvfb }) {
  const [first = '', second = '', third = '', ...rest] = missingLibraries
  const named = [first, second, third].filter(Boolean)
  const more = rest.length > 0 ? [`${rest.length} more libraries`] : []
  return [...named, ...more, ...(needsXvfb ? ['Xvfb (the display for the tests)'] : [])].join(', ')
}

/** @param {import('./apt.mjs').Needs} needs @param {string | null} command */
function explain(needs, command) {
  const remedy = command
    ? `This command installs it; then start again:\n\n  ${command}\n`
    : "Install it with your system's package manager, then start again."
  return `this system lacks what Electron needs: ${describe(needs)}.\n${remedy}`
}

/**
 * Installs packages with apt-get, saying before what and why. What an earlier attempt left half done is
 * finished first.
 * @param {readonly string[]} packages
 * @param {string} reason
 * @param {{ env?: NodeJS.ProcessEnv, limitMs?: number }} [options]
 * @throws {SetupError} if apt-get fails or takes too long; the next attempt goes on from there.
 */
export async function installPackages(packages, reason, { env = process.env, limitMs = LIMIT_MS } = {}) {
  const end = Date.now() + limitMs
  const quiet = { ...env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }
  const apt = (/** @type {string[]} */ ...args) => runApt(args, quiet, end)
  say(`missing on this system: ${reason}`)
  say(`running as root, so apt-get installs it now: ${packages.join(' ')}, with what these need`)
  const interrupted = await run('dpkg', ['--audit'], { env: quiet })
  if (interrupted.stdout.trim() !== '')
    say('an installation was interrupted here before; it is finished first')
  // Quick where there is nothing to finish; an interrupted dpkg is not always told of by its audit.
  await run('dpkg', ['--configure', '-a'], { env: quiet, timeoutMs: Math.max(1, end - Date.now()) })
  orThrow('update', await apt('update', '-qq'))
  const names = []
  for (const name of packages) {
    const known = await isKnownToApt(`${name}t64`, quiet)
    names.push(nameHere(name, () => known))
  }
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...names]
  const first = await apt(...install)
  if (first.code !== 0 && !first.isLate) {
    say('apt-get failed; it mends what is broken and tries once more')
    await apt('install', '-y', '-qq', '--fix-broken')
    orThrow('install', await apt(...install))
  } else orThrow('install', first)
  say('the system packages are installed')
}

/** @typedef {{ code: number, output: string, isLate: boolean }} AptOutcome */

/** @param {string} command @param {AptOutcome} outcome */
function orThrow(command, { code, output, isLate }) {
  if (isLate) {
    throw new SetupError(
      `apt-get ${command} took too long and was ended. Start again: it goes on where it stopped.\n` +
        'If it is slow every time, look for another program that installs, or for a mirror that does not answer.',
    )
  }
  if (code === 0) return
  const lines = output.split('\n').filter((line) => /^[EW]: /.test(line))
  throw new SetupError(`apt-get ${command} failed with code ${code}:\n${lines.join('\n') || output.trim()}`)
}

/**
 * Runs apt-get and shows how far it is, as it reports on its fourth stream.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {number} end when it is ended, in milliseconds since 1970
 * @returns {Promise<AptOutcome>}
 */
function runApt(args, env, end) {
  const options = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0', '-o', 'APT::Status-Fd=3']
  return new Promise((resolve) => {
    const child = spawn('apt-get', [...options, ...args], { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
    const progress = createProgress(`apt-get ${args[0]}`, process.stdout, Date.now, percentOf)
    let output = ''
    let isLate = false
    const finish = (/** @type {number} */ code) => {
      clearTimeout(timer)
      progress.end()
      resolve({ code, output, isLate })
    }
    const timer = setTimeout(
      () => {
        isLate = true
        child.kill('SIGTERM')
        setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref()
      },
      Math.max(1, end - Date.now()),
    )
    const [, out, errors, status] = /** @type {import('node:stream').Readable[]} */ (child.stdio)
    out?.on('data', (chunk) => (output += chunk))
    errors?.on('data', (chunk) => (output += chunk))
    status?.on('data', (chunk) => {
      for (const line of String(chunk).split('\n')) {
        const found = aptProgress(line)
        if (found) progress.update(found.percent, 100)
      }
    })
    child.once('error', (error) => {
      output += error.message
      finish(127)
    })
    child.once('exit', (code) => finish(code ?? 1))
  })
}

/** @param {string} name @param {NodeJS.ProcessEnv} env */
async function isKnownToApt(name, env) {
  const { stdout } = await run('apt-cache', ['policy', name], { env })
  return hasCandidate(stdout)
}
