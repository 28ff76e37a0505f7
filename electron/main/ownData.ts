import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, succeed, type Result } from '../../core/contract/result'
import type { DataName, DataReading, ReadingOf } from '../../core/data/reading'
import { MOST_DATA_BYTES } from '../../core/data/size'
import { providedData, type OwnData } from '../../core/data/table'
import { DataError } from '../data/dataError'
import { DATA, ensureData, inFile, provide, read, tooLarge } from '../data/provide'
import { replaceFile } from '../store/files'

/** The person's own data that are kept in the data folder. */
export interface OwnDataStore {
  take(given: {
    readonly reading: ReadingOf
    readonly file: string
    readonly bytes: Uint8Array
  }): Promise<Result<DataName>>
  get(reading: DataReading): Promise<Result<OwnData>>
  /** Makes sure that data are read, where an experiment needs some. */
  ensure(reading: DataReading | null): Promise<Result<null>>
}

/** Keeps data in `<data>/data`, each file under the SHA-256 of its bytes. */
export function createOwnData(folder: string): OwnDataStore {
  async function ensure(reading: DataReading | null): Promise<Result<null>> {
    return telling(async () => {
      await ensureData(reading, [folder])
      return null
    })
  }

  return {
    take: ({ reading, file, bytes }) =>
      telling(async () => {
        if (bytes.length > MOST_DATA_BYTES) throw tooLarge(file)
        const { sha256, data, bytes: own } = await readNamed(bytes, reading, file)
        const path = join(folder, DATA, sha256)
        await mkdir(join(folder, DATA), { recursive: true })
        await replaceFile(path, own)
        provide({ ...reading, sha256, file }, data, path)
        return { sha256, file }
      }),
    ensure,
    async get(reading) {
      const done = await ensure(reading)
      return done.ok ? succeed(unshared(providedData(reading))) : done
    },
  }
}

async function readNamed(bytes: Uint8Array, reading: ReadingOf, file: string) {
  try {
    return await read(bytes, reading)
  } catch (error) {
    throw error instanceof DataError ? inFile(file, error) : error
  }
}

async function telling<T>(act: () => Promise<T>): Promise<Result<T>> {
  try {
    return succeed(await act())
  } catch (error) {
    if (error instanceof DataError) return fail('unreadableFile', error.reason)
    throw error
  }
}

/** Memory that threads share cannot be sent to another process. */
function unshared(data: OwnData): OwnData {
  if (data.kind === 'task') return data
  if (data.kind === 'text') return { ...data, ids: data.ids.slice() }
  return { ...data, columns: data.columns.map((column) => ({ ...column, values: column.values.slice() })) }
}
