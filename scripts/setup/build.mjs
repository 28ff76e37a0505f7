// @ts-check
// Step: build the app into out/ when a source is newer than what lies there.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { writeNotices } from '../package/notices.mjs'
import { say, SetupError } from './say.mjs'
import { run } from './spawn.mjs'

const SOURCES = [
  'core',
  'electron',
  'renderer',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
]
const STAMP = join('out', '.stamp')
const ENTRIES = [join('out', 'main', 'main.js'), join('out', 'main', 'cli.js')]

/**
 * Builds if needed.
 * @param {string} root
 * @param {(root: string) => Promise<number>} [build] returns the builder's exit code
 */
export async function ensureBuild(root, build = electronViteBuild) {
  if (isBuilt(root)) return
  await buildNow(root, build)
}

/**
 * Builds in any case.
 * @param {string} root
 * @param {(root: string) => Promise<number>} [build]
 */
export async function buildNow(root, build = electronViteBuild) {
  say('building the app')
  const state = sourceState(root)
  const code = await build(root)
  if (code !== 0)
    throw new SetupError(`the build failed with code ${code}; the builder's message stands above.`)
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(join(root, STAMP), state)
}

/** @param {string} root */
export function isBuilt(root) {
  try {
    for (const entry of ENTRIES) statSync(join(root, entry))
    return readFileSync(join(root, STAMP), 'utf8') === sourceState(root)
  } catch {
    return false
  }
}

/**
 * A hash over path, size and time of every source; reading the files themselves would cost more than it
 * tells.
 * @param {string} root
 */
function sourceState(root) {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    for (const file of filesBelow(join(root, source))) {
      const { size, mtimeMs } = statSync(file)
      hash.update(`${relative(root, file)}\0${size}\0${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

/** @param {string} path @returns {string[]} in a fixed order, without tests */
function filesBelow(path) {
  const entry = statSync(path, { throwIfNoEntry: false })
  if (!entry) return []
  if (!entry.isDirectory()) return /\.test\.\w+$/.test(path) ? [] : [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)))
}

/** @param {string} root */
async function electronViteBuild(root) {
  const script = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const args = [script, 'build', '--logLevel', 'warn']
  const { code } = await run(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (code === 0) writeNotices(root)
  return code
}
