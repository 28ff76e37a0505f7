import { link, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { reason } from '../../core/contract/reasons'
import type { Process } from '../../core/contract/run'
import { z } from '../../core/experiment/zod'
import { showPath, showText } from '../../core/text/foreign'
import { fileReason, LOCK, readText } from './files'
import { StoreError } from './storeError'

/*
 * Who trains a run says so in its folder's `lock`, and touches that file every second. The lock of a process
 * that is gone holds nobody off: on the same machine one looks whether there is such a process, of another
 * machine only the age of the file tells.
 */

/** A process of another machine whose lock is older than this is taken for gone. */
const FOREIGN_PATIENCE_MS = 60_000
/** Far more than a lock has, or what the system says of a process. */
const MOST_BYTES = 64 * 1024

const holderSchema = z.object({
  pid: z.int().min(1),
  host: z.string(),
  /** Of the machine's start, as numbers of processes begin anew with it; null where the system has none. */
  boot: z.string().nullable(),
  /** When the process began, as numbers of processes are used again; null where the system does not say. */
  began: z.string().nullable(),
})
export type Holder = z.output<typeof holderSchema>

/** A run folder that belongs to this process. */
export interface Lock {
  /** Says that this process still goes on. */
  beat(): Promise<void>
  release(): Promise<void>
}

const textOf = (path: string) => readText(path, MOST_BYTES)

async function bootId(): Promise<string | null> {
  return (await textOf('/proc/sys/kernel/random/boot_id'))?.trim() ?? null
}

/** Field 22 of Linux's `stat`, counted behind the name, in which anything may stand. */
async function beginningOf(pid: number): Promise<string | null> {
  const text = await textOf(`/proc/${pid}/stat`)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

async function thisProcess(): Promise<Holder> {
  return { pid: process.pid, host: hostname(), boot: await bootId(), began: await beginningOf(process.pid) }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Who trains the run in a folder, or null if nobody does. */
export async function holderOf(folder: string): Promise<Holder | null> {
  const path = join(folder, LOCK)
  const text = await textOf(path)
  if (text === null) return null
  const holder = parse(text)
  if (!holder) return null
  if (holder.host !== hostname()) {
    const age =
      Date.now() -
      (await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ))
    return age < FOREIGN_PATIENCE_MS ? holder : null
  }
  const isOfThisStart = holder.boot === (await bootId())
  if (!isOfThisStart || !isRunning(holder.pid)) return null
  return holder.began === (await beginningOf(holder.pid)) ? holder : null
}

/** Another process that trains the run in a folder, or null if none does. */
export async function otherHolderOf(folder: string): Promise<Process | null> {
  const holder = await holderOf(folder)
  return holder === null || isThisProcess(holder) ? null : { pid: holder.pid, host: holder.host }
}

export const isThisProcess = ({ pid, host }: Process) => pid === process.pid && host === hostname()

function parse(text: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** The text of a lock of this process. */
export async function lockText(): Promise<string> {
  return `${JSON.stringify(await thisProcess())}\n`
}

/**
 * Takes the lock of a folder, also that of a process which is gone.
 * @throws {StoreError} if another process holds it, naming it, or it cannot be written.
 */
export async function takeLock(folder: string): Promise<Lock> {
  const path = join(folder, LOCK)
  // Linked to its place when all of it is written: nobody reads half a lock, and one of many makes the link.
  const own = `${path}.${process.pid}.${numTaken++}`
  try {
    const before = await holderOf(folder)
    if (before) throw heldBy(folder, before)
    await writeFile(own, await lockText())
    for (let attempt = 0; attempt < 10; attempt++) {
      if (await isLinked(own, path)) return ownLock(folder)
      const stale = await textOf(path)
      const holder = await holderOf(folder)
      if (holder) throw heldBy(folder, holder)
      await takeAway(path, stale, `${own}.stale`)
    }
    throw new StoreError(reason('lockContended', { path: showPath(path) }))
  } catch (error) {
    throw error instanceof StoreError
      ? error
      : new StoreError(reason('cannotWrite', { path: showPath(path), why: fileReason(error) }))
  } finally {
    await rm(own, { force: true }).catch(() => undefined)
  }
}

/** So that two of this process do not write the same file. */
let numTaken = 0

/** Whether a file got another name as well; false where something else has that name. */
async function isLinked(file: string, name: string): Promise<boolean> {
  try {
    await link(file, name)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/**
 * Takes the lock of a process that is gone away.
 * @throws {StoreError} if a process that lives holds it, naming it.
 */
export async function dropStaleLock(folder: string): Promise<void> {
  const path = join(folder, LOCK)
  const stale = await textOf(path)
  const holder = await holderOf(folder)
  if (holder) throw heldBy(folder, holder)
  try {
    await takeAway(path, stale, `${path}.${process.pid}.${numTaken++}.stale`)
  } catch (error) {
    throw new StoreError(reason('lockStays', { path: showPath(path), why: fileReason(error) }))
  }
}

/** Takes a stale lock away, unless somebody else has put a new one there meanwhile. */
async function takeAway(path: string, stale: string | null, aside: string): Promise<void> {
  if (stale === null) return
  await rename(path, aside).catch(() => undefined)
  if ((await textOf(aside)) !== stale) await link(aside, path).catch(() => undefined)
  await rm(aside, { force: true })
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
      await rm(path, { force: true })
    },
  }
}
