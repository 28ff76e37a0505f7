// @ts-check
// Step: the system libraries that Electron links to, and Xvfb where a display has to be made.
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { hasCandidate, missingLibraries, nameHere, planPackages } from './apt.mjs'
import { say, SetupError } from './say.mjs'
import { run } from './spawn.mjs'

/**
 * Makes sure that `binary` can be loaded and, if asked, that Xvfb is there. Linux only; elsewhere nothing is needed.
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
  await install(plan.packages, describe(needs))
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

/** @param {readonly string[]} packages @param {string} reason */
async function install(packages, reason) {
  say(`missing on this system: ${reason}`)
  say('running as root, so apt-get installs it now (apt-get update first)')
  await apt(['update', '-qq'])
  const names = []
  for (const name of packages) {
    const known = await isKnownToApt(`${name}t64`)
    names.push(nameHere(name, () => known))
  }
  say(`apt-get install ${names.join(' ')}`)
  await apt(['install', '-y', '-qq', '--no-install-recommends', ...names])
  say('the system packages are installed')
}

/** @param {readonly string[]} args */
async function apt(args) {
  const options = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0']
  const { code, stdout, stderr } = await run('apt-get', [...options, ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (code === 0) return
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => /^[EW]: /.test(line))
  throw new SetupError(`apt-get ${args[0]} failed with code ${code}:\n${lines.join('\n') || stderr.trim()}`)
}

/** @param {string} name */
async function isKnownToApt(name) {
  const { stdout } = await run('apt-cache', ['policy', name], { env: { ...process.env, LC_ALL: 'C' } })
  return hasCandidate(stdout)
}
