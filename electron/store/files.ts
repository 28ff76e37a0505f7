import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { FormatError } from '../../core/formats/formatError'
import { readJson } from '../../core/formats/json'
import { showPath, showText } from '../../core/text/foreign'
import type { Reason } from '../../core/contract/reasons'
import { describeReason, reason } from '../../core/contract/reasons'
import { reasonFor, StoreError } from './storeError'

/** The files of a run's folder. */
export const RUN = 'run.json'
export const EXPERIMENT = 'experiment.json'
export const NOTES = 'notes.json'
export const LOG = 'log.arrows'
export const EVENTS = 'events.jsonl'
export const DIAGNOSTICS = 'diagnostics.arrows'
export const LOCK = 'lock'
export const CHECKPOINTS = 'checkpoints'

/** Far more than any JSON document of a run needs. */
const MAX_JSON_BYTES = 4_000_000

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? ''

/** The file system's reason. */
export function fileReason(error: unknown): Reason {
  const reasons: Readonly<Record<string, Reason>> = {
    ENOENT: reason('noSuchFile'),
    EACCES: reason('permissionDenied'),
    EPERM: reason('permissionDenied'),
    EROFS: reason('readOnly'),
    ENOSPC: reason('noSpace'),
    EDQUOT: reason('quota'),
    ENOTDIR: reason('isNoFolder'),
    EISDIR: reason('isFolder'),
  }
  const text = error instanceof Error ? error.message : String(error)
  return reasons[codeOf(error)] ?? reason('words', { text: showText(text) })
}

/** The same in English. */
export const reasonOf = (error: unknown) => describeReason(fileReason(error))

/** Whether nothing can be found there, for whatever reason. */
export async function isMissing(path: string): Promise<boolean> {
  return stat(path).then(
    () => false,
    () => true,
  )
}

/** Names in a folder; none where it is missing or is no folder. */
export async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}

/** Writes a file and waits until it is on the disk. */
export async function writeSynced(path: string, bytes: string | Uint8Array): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * Writes a file beside its place and renames it: whoever reads it finds the old one or the new one, whole.
 */
export async function replaceFile(path: string, bytes: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.new`)
  try {
    await writeSynced(temporary, bytes)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

/** Waits until a folder's list of files is on the disk, where the system can do that. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

/**
 * Makes sure that there is a regular file: opening a pipe without a writer, or reading a device without an
 * end, would not come back.
 * @throws {StoreError} naming it, where it is something else, or larger than `most` bytes.
 * @throws {Error} the file system's, where nothing is there.
 */
export async function requireFile(path: string, most = Infinity): Promise<void> {
  const found = await stat(path)
  if (!found.isFile()) throw new StoreError(reason('isNoFile', { path: showPath(path) }))
  if (found.size > most) throw new StoreError(reason('tooLarge', { path: showPath(path), most }))
}

/**
 * All bytes of a file.
 * @throws {StoreError} naming it.
 */
export async function readBytes(path: string, most = Infinity): Promise<Uint8Array> {
  try {
    await requireFile(path, most)
    return await readFile(path)
  } catch (error) {
    throw error instanceof StoreError
      ? error
      : new StoreError(reason('cannotRead', { path: showPath(path), why: fileReason(error) }))
  }
}

/** The text of a file; null where it cannot be read, is larger than `most` bytes or is no file. */
export async function readText(path: string, most: number): Promise<string | null> {
  return readBytes(path, most).then(
    (bytes) => Buffer.from(bytes).toString('utf8'),
    () => null,
  )
}

/**
 * As many as `most` bytes of a file, from byte `start` on; fewer where it ends.
 * @throws {StoreError} naming it.
 */
export async function readAt(path: string, start: number, most: number): Promise<Uint8Array> {
  try {
    await requireFile(path)
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      const bytes = new Uint8Array(Math.min(most, Math.max(0, size - start)))
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start)
      return bytes.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw error instanceof StoreError
      ? error
      : new StoreError(reason('cannotRead', { path: showPath(path), why: fileReason(error) }))
  }
}

/**
 * What stands in a JSON file.
 * @throws {StoreError} naming it.
 */
export async function readJsonFile(path: string): Promise<unknown> {
  const bytes = await readBytes(path, MAX_JSON_BYTES)
  try {
    return readJson(bytes)
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    throw new StoreError(reason('inFile', { path: showPath(path), why: reasonFor(error) }))
  }
}

/** A JSON document as it stands in a file. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/**
 * Writes parts one behind the other from a place of a file on, and waits until they are on the disk; what
 * stood behind it is cut off.
 */
export async function appendAt(path: string, start: number, parts: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const { size } = await file.stat()
    if (size < start) throw new Error(`${basename(path)} has become shorter`)
    await file.truncate(start)
    let position = start
    for (const bytes of parts) {
      // A disk that is almost full takes a part without a word.
      for (let done = 0; done < bytes.length;) {
        done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten
      }
      position += bytes.length
    }
    await file.sync()
  } finally {
    await file.close()
  }
}
