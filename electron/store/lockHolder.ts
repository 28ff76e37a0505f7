import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Process } from '../../core/contract/run'
import { z } from '../../core/experiment/zod'
import { LOCK, readText } from './files'

/*
 * What a lock says of the process that holds it. The lock of a process that is gone holds nobody off: on the
 * same machine one looks whether there is such a process, of another machine only the age of the file tells.
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

/** What stands in a lock's file; null where there is none that can be read. */
export const textOf = (path: string) => readText(path, MOST_BYTES)

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
  return text === null ? null : holderIn(path, text)
}

/** The process that lives and is named in a lock's file, in which that text stands; null where there is none. */
export async function holderIn(path: string, text: string): Promise<Holder | null> {
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
