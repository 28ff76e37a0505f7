// @ts-check
// The runtime of the pinned `electron` package, and its own download of it.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { say } from './say.mjs'
import { cleanUpOnSignal } from './signals.mjs'
import { run } from './spawn.mjs'

/** A transfer that adds no byte for so long is given up; one that goes on may take its time. */
const STALL_MS = 20_000
const CHECK_MS = 1_000
/** After a failed download, how long the next starts do without another attempt. */
const RETRY_AFTER_MS = 24 * 3600 * 1000
const MEMORY = 'official-download-failed.json'

/**
 * The folder of the binary that the `electron` package brought, or null while it has none.
 * @param {string} root
 */
export function findPinned(root) {
  const electron = join(root, 'node_modules', 'electron')
  const record = join(electron, 'path.txt')
  if (!existsSync(record)) return null
  return existsSync(join(electron, 'dist', readFileSync(record, 'utf8'))) ? join(electron, 'dist') : null
}

/**
 * The version of the pinned `electron` package.
 * @param {string} root
 * @returns {string}
 */
export function pinnedVersion(root) {
  return JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8')).version
}

/**
 * Why the official download is not worth an attempt now, or null. A failure is remembered for a day.
 * @param {string} cache
 * @param {string} version
 * @param {number} [now] milliseconds
 * @returns {string | null}
 */
export function rememberedFailure(cache, version, now = Date.now()) {
  try {
    const memory = JSON.parse(readFileSync(join(cache, MEMORY), 'utf8'))
    const age = now - memory.at
    const holds = memory.version === version && age >= 0 && age < RETRY_AFTER_MS
    return holds ? memory.reason : null
  } catch {
    return null
  }
}

/**
 * Runs the `electron` package's own installer.
 * @param {string} root
 * @param {string} cache
 * @returns {Promise<string | null>} null when the binary is there now, else the reason in a few words
 */
export async function downloadOfficial(root, cache) {
  const version = pinnedVersion(root)
  say(`trying the official download of Electron ${version}`)
  const reason = await runInstaller(root)
  if (reason === null && findPinned(root)) {
    rmSync(join(cache, MEMORY), { force: true })
    return null
  }
  mkdirSync(cache, { recursive: true })
  const failure = { version, at: Date.now(), reason: reason ?? 'the installer left no binary' }
  writeFileSync(join(cache, MEMORY), `${JSON.stringify(failure)}\n`)
  return failure.reason
}

/** @param {string} root */
async function runInstaller(root) {
  // A temporary folder of its own shows how far the transfer is, and takes what an aborted one leaves.
  const temporary = await mkdtemp(join(tmpdir(), 'unroll-electron-'))
  const release = cleanUpOnSignal(() => rmSync(temporary, { recursive: true, force: true }))
  const stalled = new AbortController()
  const watch = watchGrowth(temporary, () => stalled.abort())
  try {
    const { code, stderr } = await run(
      process.execPath,
      [join(root, 'node_modules', 'electron', 'install.js')],
      {
        env: { ...process.env, TMPDIR: temporary, TEMP: temporary, ELECTRON_OVERRIDE_DIST_PATH: '' },
        signal: stalled.signal,
      },
    )
    if (stalled.signal.aborted) return `no data for ${STALL_MS / 1000} s`
    return code === 0 ? null : firstLine(stderr) || `the installer ended with code ${code}`
  } finally {
    clearInterval(watch)
    release()
    await rm(temporary, { recursive: true, force: true })
  }
}

/** @param {string} folder @param {() => void} onStall */
function watchGrowth(folder, onStall) {
  let size = 0
  let grownAt = Date.now()
  return setInterval(async () => {
    const now = await folderSize(folder)
    if (now !== size) [size, grownAt] = [now, Date.now()]
    else if (Date.now() - grownAt > STALL_MS) onStall()
  }, CHECK_MS)
}

/** @param {string} folder */
async function folderSize(folder) {
  let sum = 0
  for (const name of await readdir(folder, { recursive: true }).catch(() => [])) {
    sum += await stat(join(folder, name)).then(
      (entry) => entry.size,
      () => 0,
    )
  }
  return sum
}

/** @param {string} text */
function firstLine(text) {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '') ?? ''
  return line.trim().replace(/^\w*Error: /, '')
}
