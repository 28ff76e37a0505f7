// @ts-check
// A folder that is either complete or not there, whatever interrupts its making.
import { existsSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { cleanUpOnSignal } from './signals.mjs'

/**
 * Makes `target` by filling a temporary folder beside it and renaming it at the end. An error or a signal
 * removes what was made so far; so does the next call for what a power cut left. Replaces an older `target`.
 * @param {string} target
 * @param {(folder: string) => Promise<void>} fill
 */
export async function stageFolder(target, fill) {
  const parent = dirname(target)
  const prefix = `.${basename(target)}.`
  await mkdir(parent, { recursive: true })
  await removeAbandoned(parent, prefix)
  const temporary = await mkdtemp(join(parent, `${prefix}${process.pid}.`))
  const release = cleanUpOnSignal(() => rmSync(temporary, { recursive: true, force: true }))
  try {
    const made = join(temporary, 'made')
    await mkdir(made)
    await fill(made)
    if (existsSync(target)) await rename(target, join(temporary, 'old'))
    await rename(made, target)
  } finally {
    release()
    await rm(temporary, { recursive: true, force: true })
  }
}

/**
 * Removes temporary folders whose process is no more.
 * @param {string} parent
 * @param {string} prefix
 */
async function removeAbandoned(parent, prefix) {
  for (const name of await readdir(parent)) {
    const pid = name.startsWith(prefix) ? parseInt(name.slice(prefix.length), 10) : NaN
    if (!Number.isNaN(pid) && !isAlive(pid)) await rm(join(parent, name), { recursive: true, force: true })
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
