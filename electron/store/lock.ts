import { rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import { showPath, showText } from '../../core/text/foreign'
import { fileReason, isMissing, LOCK } from './files'
import type { Holder } from './lockHolder'
import { holderOf, isThisProcess, lockText } from './lockHolder'
import { claimStale, isLinked } from './staleLock'
import { StoreError } from './storeError'

/*
 * Who trains a run says so in its folder's `lock`, and touches that file every second.
 */

/** A run folder that belongs to this process. */
export interface Lock {
  /** Says that this process still goes on. */
  beat(): Promise<void>
  release(): Promise<void>
}

/**
 * Takes the lock of a folder, also that of a process which is gone.
 * @throws {StoreError} if another process holds it, naming it, or it cannot be written.
 */
export async function takeLock(folder: string): Promise<Lock> {
  const path = join(folder, LOCK)
  const why = (error: unknown) => reason('cannotWrite', { path: showPath(path), why: fileReason(error) })
  return withOwn(folder, why, async (own) => {
    for (let attempt = 0; attempt < 10; attempt++) {
      if ((await isLinked(own, path)) || (await replaced(folder, own, () => rename(own, path)))) {
        return ownLock(folder)
      }
    }
    throw new StoreError(reason('lockContended', { path: showPath(path) }))
  })
}

/**
 * Takes the lock of a process that is gone away.
 * @throws {StoreError} if a process that lives holds it, naming it.
 */
export async function dropStaleLock(folder: string): Promise<void> {
  const path = join(folder, LOCK)
  const why = (error: unknown) => reason('lockStays', { path: showPath(path), why: fileReason(error) })
  if (await isMissing(path)) return
  await withOwn(folder, why, (own) => replaced(folder, own, () => rm(path, { force: true })))
}

/** So that two of this process do not write the same file. */
let numTaken = 0

/**
 * Does something with a file that says what a lock of this process does: linked or renamed to its place when
 * all of it is written, so that nobody reads half a lock.
 * @throws {StoreError} if a process that lives holds the folder's lock, or for the reason of an error.
 */
async function withOwn<T>(
  folder: string,
  why: (error: unknown) => Reason,
  act: (own: string) => Promise<T>,
): Promise<T> {
  const own = join(folder, `${LOCK}.${process.pid}.${numTaken++}`)
  try {
    const holder = await holderOf(folder)
    if (holder) throw heldBy(folder, holder)
    await writeFile(own, await lockText())
    return await act(own)
  } catch (error) {
    throw error instanceof StoreError ? error : new StoreError(why(error))
  } finally {
    await rm(own, { force: true }).catch(() => undefined)
  }
}

/**
 * Replaces the lock of a process that is gone; false where it is another one by now.
 * @throws {StoreError} if a process that lives holds it, naming it.
 */
async function replaced(folder: string, own: string, replace: () => Promise<void>): Promise<boolean> {
  const claim = await claimStale(join(folder, LOCK), own)
  if (claim === 'changed') return false
  if ('holder' in claim) throw heldBy(folder, claim.holder)
  try {
    await replace()
    return true
  } finally {
    for (const file of claim.claims) await rm(file, { force: true }).catch(() => undefined)
  }
}

export function heldBy(folder: string, { pid, host }: Holder): StoreError {
  return new StoreError(
    reason('trainedBy', { path: showPath(folder), pid: String(pid), host: showText(host) }),
    'inUse',
  )
}

/** The lock of a folder that this process has written it into. */
export function ownLock(folder: string): Lock {
  const path = join(folder, LOCK)
  return {
    async beat() {
      const now = new Date()
      await utimes(path, now, now)
    },
    async release() {
      const holder = await holderOf(folder)
      // Another machine may have taken it for that of a process which is gone.
      if (holder && !isThisProcess(holder)) return
      await rm(path, { force: true })
    },
  }
}
