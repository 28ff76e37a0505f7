import { reason } from '../../core/contract/reasons'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isProvided, provideData, type OwnData } from '../../core/data/table'
import type { DataReading, ReadingOf } from '../../core/data/reading'
import { MOST_DATA_BYTES } from '../../core/data/size'
import { showPath } from '../../core/text/foreign'
import { DataError } from './dataError'
import { readBytes, type Read } from './read'

/**
 * The folder of a run, or of all data, in which a person's own data lie, each under the SHA-256 of its bytes.
 */
export const DATA = 'data'

/** Where the bytes of data were found, so that they can be copied into the folder of a run. */
const places = new Map<string, Set<string>>()

/** Paths at which the bytes of data were found, the newest first; they may have changed since. */
export function placesOf(sha256: string): string[] {
  return [...(places.get(sha256) ?? [])].reverse()
}

function addPlace(sha256: string, path: string): void {
  const known = places.get(sha256) ?? new Set()
  places.set(sha256, known)
  known.delete(path)
  known.add(path)
}

/**
 * What makes data of bytes, and their hash. The bytes are its own from then on, and come back with the data.
 */
export type Reader = (bytes: Uint8Array, reading: ReadingOf) => Promise<Read>

let reader: Reader = (bytes, reading) => Promise.resolve(readBytes(bytes, reading))

/** From now on this process reads data elsewhere: in a thread, where it has windows that must not wait. */
export function readWith(other: Reader): void {
  reader = other
}

/**
 * Reads bytes, wherever they come from; they are in what it returns, and may be gone where they were.
 * @throws {DataError} where they cannot be; the message does not name the file.
 */
export function read(bytes: Uint8Array, reading: ReadingOf): Promise<Read> {
  return reader(bytes, reading)
}

/** Keeps data that were read, and where their bytes lie, for every experiment in this process. */
export function provide(reading: DataReading, data: OwnData, path: string): void {
  addPlace(reading.sha256, path)
  if (!isProvided(reading)) provideData(reading, data)
}

/**
 * Reads data whose bytes were read from a path, in this thread, for every experiment in this process.
 * @throws {DataError} naming the file.
 */
export function provideBytes(bytes: Uint8Array, reading: DataReading, path: string): void {
  try {
    provide(reading, readBytes(bytes, reading).data, path)
  } catch (error) {
    throw error instanceof DataError ? inFile(path, error) : error
  }
}

/**
 * Makes sure that the data of an experiment are there: reads them from the first of these folders that has
 * them.
 * @throws {DataError} naming the file, where they are missing or not what the experiment was made with.
 */
export async function ensureData(reading: DataReading | null, folders: readonly string[]): Promise<void> {
  if (reading === null) return
  const paths = folders.map((folder) => join(folder, DATA, reading.sha256))
  if (isProvided(reading)) return paths.forEach((path) => addPlace(reading.sha256, path))
  for (const path of paths) {
    const size = await stat(path).then(
      (found) => (found.isFile() ? found.size : null),
      () => null,
    )
    if (size === null) continue
    if (size > MOST_DATA_BYTES) throw tooLarge(path)
    const { sha256, data } = await read(await readFile(path), reading)
    if (sha256 !== reading.sha256) {
      throw new DataError(reason('otherData', { path: showPath(path) }))
    }
    return provide(reading, data, path)
  }
  const folder = folders.map((each) => showPath(join(each, DATA))).join(', ')
  throw new DataError(reason('noData', { file: showPath(reading.file), folder, sha256: reading.sha256 }))
}

/** What is wrong with data, and in which file. */
export function inFile(path: string, { reason: why }: DataError): DataError {
  return new DataError(reason('inFile', { path: showPath(path), why }))
}

export function tooLarge(path: string): DataError {
  return new DataError(reason('tooLarge', { path: showPath(path), most: MOST_DATA_BYTES }))
}
