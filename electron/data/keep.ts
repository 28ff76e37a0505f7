import { reason } from '../../core/contract/reasons'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { DataReading } from '../../core/data/reading'
import { showPath } from '../../core/text/foreign'
import { DataError } from './dataError'
import { DATA, placesOf } from './provide'
import { sha256Of } from './read'

/**
 * Copies the bytes of an experiment's data into a folder's `data/`, unless they are there. They appear whole.
 * @throws {DataError} where they have changed or gone since they were read.
 */
export async function keepData({ sha256, file: name }: DataReading, folder: string): Promise<void> {
  const target = join(folder, DATA, sha256)
  if (await isThere(target)) return
  const bytes = await bytesOf(sha256)
  if (!bytes) throw new DataError(reason('dataGone', { file: showPath(name) }))
  await mkdir(join(folder, DATA), { recursive: true })
  const staged = join(folder, DATA, `.${randomUUID()}.new`)
  try {
    const file = await open(staged, 'wx')
    await file
      .writeFile(bytes)
      .then(() => file.sync())
      .finally(() => file.close())
    await rename(staged, target)
  } catch (error) {
    await rm(staged, { force: true }).catch(() => undefined)
    throw error
  }
}

/** The bytes of data, from the first place where they still are; null where there is none. */
async function bytesOf(sha256: string): Promise<Uint8Array | null> {
  for (const path of placesOf(sha256)) {
    const bytes = await readFile(path).catch(() => null)
    if (bytes && sha256Of(bytes) === sha256) return bytes
  }
  return null
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
