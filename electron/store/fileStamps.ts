import { stat, statSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { z } from '../../core/experiment/zod'
import { EVENTS, EXPERIMENT, LOCK, LOG, NOTES, RUN } from './files'

/*
 * What tells without reading whether a run's folder is as it was: of each file its number, size, and when it
 * was written and changed. The time of change cannot be set, as `rsync` and `touch` set the other.
 */

/** The files that a list says something of. */
const stampedFiles = [RUN, EXPERIMENT, NOTES, LOG, EVENTS, LOCK] as const

/** [inode, bytes, written at, changed at], times in milliseconds; null where there is none. */
const stampSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable()
export type FileStamp = z.output<typeof stampSchema>

export const stampsSchema = z.strictObject({
  folder: stampSchema,
  ...(Object.fromEntries(stampedFiles.map((name) => [name, stampSchema])) as Record<
    (typeof stampedFiles)[number],
    typeof stampSchema
  >),
})
export type Stamps = z.output<typeof stampsSchema>

/** Resolves with null where nothing can be found. */
function statOf(path: string): Promise<Stats | null> {
  return new Promise((resolve) => stat(path, (error, stats) => resolve(error ? null : stats)))
}

const stampFrom = ({ ino, size, mtimeMs, ctimeMs }: Stats): FileStamp => [ino, size, mtimeMs, ctimeMs]

/** The stamp of a folder, or null where there is none. */
export async function folderStamp(path: string): Promise<FileStamp> {
  const stats = await statOf(path)
  return stats?.isDirectory() ? stampFrom(stats) : null
}

/** A folder, and its stamp when it was looked at last. */
interface LookedAt {
  readonly path: string
  readonly was: FileStamp
}

/** So many folders are asked for before anything else may be done. */
const SLICE = 16
/** A disk that takes longer for so many is waited for: it lies far away, or others use it. */
const SLOW_MS = 2
/** So many are waited for at a time, since others want to read files too. */
const AT_ONCE = 32

/**
 * Which folders are not as they were. A thousand of them are looked at every second: to ask and stand by
 * takes a third of the processor's time that waiting takes.
 */
export async function changedFolders(folders: readonly LookedAt[]): Promise<ReadonlySet<string>> {
  const changed = new Set<string>()
  for (let begin = 0; begin < folders.length; begin += SLICE) {
    const started = performance.now()
    for (const { path, was } of folders.slice(begin, begin + SLICE)) {
      if (!isSame(was, stampNow(path))) changed.add(path)
    }
    if (performance.now() - started > SLOW_MS) {
      await addChanged(changed, folders.slice(begin + SLICE))
      break
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  return changed
}

function stampNow(path: string): FileStamp {
  try {
    const stats = statSync(path, { throwIfNoEntry: false })
    return stats ? stampFrom(stats) : null
  } catch {
    return null
  }
}

/** Waits for the stamps of folders, with one promise for all. */
function addChanged(changed: Set<string>, folders: readonly LookedAt[]): Promise<void> {
  return new Promise((resolve) => {
    let [next, left] = [0, folders.length]
    const ask = () => {
      const folder = folders[next++]
      if (!folder) return
      stat(folder.path, (error, stats) => {
        if (error || !isSame(folder.was, stampFrom(stats))) changed.add(folder.path)
        if (--left === 0) resolve()
        else ask()
      })
    }
    if (left === 0) resolve()
    for (let i = 0; i < AT_ONCE; i++) ask()
  })
}

/** The stamp of a file, or null where there is none. */
export async function fileStamp(path: string): Promise<FileStamp> {
  const stats = await statOf(path)
  return stats && stampFrom(stats)
}

/** The stamps of the files in a folder. */
export async function stampsIn(path: string, folder: FileStamp): Promise<Stamps> {
  const stamps = stampedFiles.map(async (name) => {
    return [name, await fileStamp(join(path, name))] as const
  })
  return { folder, ...(Object.fromEntries(await Promise.all(stamps)) as Omit<Stamps, 'folder'>) }
}

export function isSame(one: FileStamp, other: FileStamp): boolean {
  return one === other || (one?.every((value, i) => value === other?.[i]) ?? false)
}

export function areSame(one: Stamps, other: Stamps): boolean {
  return isSame(one.folder, other.folder) && stampedFiles.every((name) => isSame(one[name], other[name]))
}

/** Whether a file is still the one that it was, and at least as long: then it was only appended to. */
export function isLonger(before: FileStamp, now: FileStamp): boolean {
  return before !== null && now !== null && before[0] === now[0] && before[1] <= now[1]
}

/** The newest of the times at which files were written. */
export function writtenAt(stamps: readonly FileStamp[]): Date {
  return new Date(Math.max(0, ...stamps.map((stamp) => stamp?.[2] ?? 0)))
}
