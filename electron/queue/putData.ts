import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { DataReading } from '../../core/data/reading'
import { keepData } from '../data/keep'
import { DATA, ensureData } from '../data/provide'
import { isMissing } from '../store/files'
import type { Parcel, Parcels } from './parcels'
import { inTemporaryFolder } from './temporaryFolder'

/** Puts a person's own data on the server, for workers that have not got them. */
export function putData(parcels: Parcels, reading: DataReading): Promise<Parcel> {
  return inTemporaryFolder(async (folder) => {
    await keepData(reading, folder)
    return parcels.put(createReadStream(join(folder, DATA, reading.sha256)))
  })
}

/**
 * Reads a person's own data that a coordinator has put on the server; they stay in the `data` of a folder.
 * @throws {StoreError | DataError} if they are gone, or not those of that hash.
 */
export async function takeData(
  parcels: Parcels,
  parcel: Parcel | null,
  reading: DataReading,
  folder: string,
): Promise<void> {
  const path = join(folder, DATA, reading.sha256)
  if (parcel && (await isMissing(path))) {
    await mkdir(join(folder, DATA), { recursive: true })
    await pipeline(parcels.get(parcel), createWriteStream(path))
  }
  await ensureData(reading, [folder])
}
