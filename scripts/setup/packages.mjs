// @ts-check
// Step: the npm packages. Installed by `npm ci` when they are missing or not those of package-lock.json.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { say, SetupError } from './say.mjs'
import { runNpm } from './spawn.mjs'

const STAMP = '.unroll-packages.json'

/**
 * @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean, link?: boolean }>} Packages
 */

/**
 * Makes sure that node_modules holds what package-lock.json says.
 * @param {string} root
 * @param {(root: string) => Promise<number>} [install] returns npm's exit code
 */
export async function ensurePackages(root, install = npmCi) {
  const why = stalePackages(root)
  if (why === null) return
  say(`installing the npm packages (npm ci): ${why}`)
  const started = Date.now()
  const code = await install(root)
  if (code !== 0) {
    throw new SetupError(
      `npm ci failed with code ${code}; its own message stands above.\n` +
        'Without a network, or behind a mirror: check the output of `npm config get registry` and `npm ping`.',
    )
  }
  writeStamp(root)
  say(`the packages are installed (${Math.round((Date.now() - started) / 1000)} s)`)
}

/**
 * Why the packages have to be installed, or null when they are fine. A node_modules that somebody else
 * installed is taken over when npm's own record in it agrees with package-lock.json.
 * @param {string} root
 * @returns {string | null}
 */
export function stalePackages(root) {
  const modules = join(root, 'node_modules')
  if (!existsSync(modules)) return 'node_modules is missing'
  const stamp = readJson(join(modules, STAMP))
  if (stamp) {
    const now = currentStamp(root)
    if (stamp.lock === now.lock && stamp.node === now.node) return null
    if (stamp.node !== now.node)
      return `they were installed with Node ${stamp.node}, this is Node ${now.node}`
  }
  const installed = readJson(join(modules, '.package-lock.json'))
  if (!installed) return 'node_modules was not completed by npm'
  const difference = firstDifference(readJson(join(root, 'package-lock.json')).packages, installed.packages)
  if (difference !== null) return difference
  writeStamp(root)
  return null
}

/**
 * The first package that package-lock.json asks for and node_modules does not hold in that version.
 * @param {Packages} wanted
 * @param {Packages} installed
 */
function firstDifference(wanted, installed) {
  for (const [path, { version, integrity, optional, link }] of Object.entries(wanted)) {
    const found = installed[path]
    if (path === '' || link || (optional && !found)) continue
    if (!found) return `${path} is missing`
    if (found.version !== version || found.integrity !== integrity) {
      return `${path} is ${found.version}, package-lock.json says ${version}`
    }
  }
  return null
}

/**
 * Some tools name a newer Node as theirs though they run on 20.19; a user's engine-strict must not stop them.
 * @param {string} root
 */
function npmCi(root) {
  const args = ['ci', '--include=dev', '--engine-strict=false', '--loglevel=error']
  return runNpm(args, { cwd: root, stdio: 'inherit' }).then(({ code }) => code)
}

/** @param {string} root */
function currentStamp(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return { lock, node: process.versions.node.split('.')[0] }
}

/** @param {string} root */
function writeStamp(root) {
  writeFileSync(join(root, 'node_modules', STAMP), `${JSON.stringify(currentStamp(root))}\n`)
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
