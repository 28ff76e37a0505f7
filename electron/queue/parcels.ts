import { createHash, randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { reason } from '../../core/contract/reasons'
import { z } from '../../core/experiment/zod'
import { StoreError } from '../store/storeError'

const CHUNK_BYTES = 256 * 1024
/** The most that a file may have that goes through the server: it lies in its memory. */
export const MOST_PARCEL_BYTES = 256 * 2 ** 20
const MOST_CHUNKS = MOST_PARCEL_BYTES / CHUNK_BYTES
/** So long it lies there. */
const KEPT_SECONDS = 30 * 24 * 3600

/** A file that lies on the queue's server in chunks. */
export const parcelSchema = z.strictObject({
  key: z.uuid(),
  chunks: z.int().min(1).max(MOST_CHUNKS),
  bytes: z.int().min(1).max(MOST_PARCEL_BYTES),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Parcel = z.output<typeof parcelSchema>

/** Files that go from one machine to another through the queue's server. */
export interface Parcels {
  /** @throws {StoreError} if it is larger than a parcel may be; then nothing of it stays. */
  put(source: AsyncIterable<Uint8Array>): Promise<Parcel>
  /** Its bytes. @throws {StoreError} on the way, if they are gone or not those that were put there. */
  get(parcel: Parcel): AsyncGenerator<Uint8Array>
}

export function createParcels(redis: Redis, prefix: string): Parcels {
  const keyOf = (key: string, chunk: number) => `${prefix}:parcel:${key}:${chunk}`

  return {
    async put(source) {
      const key = randomUUID()
      const hash = createHash('sha256')
      let [chunks, bytes] = [0, 0]
      for await (const chunk of inChunks(source)) {
        bytes += chunk.length
        if (bytes > MOST_PARCEL_BYTES) {
          for (let i = 0; i < chunks; i++) await redis.unlink(keyOf(key, i))
          throw new StoreError(reason('parcelTooLarge', { most: MOST_PARCEL_BYTES }))
        }
        hash.update(chunk)
        await redis.set(keyOf(key, chunks++), chunk, 'EX', KEPT_SECONDS)
      }
      return { key, chunks, bytes, sha256: hash.digest('hex') }
    },
    async *get({ key, chunks, bytes, sha256 }) {
      const hash = createHash('sha256')
      let received = 0
      for (let i = 0; i < chunks; i++) {
        const chunk = await redis.getBuffer(keyOf(key, i))
        received += chunk?.length ?? 0
        if (!chunk || received > bytes) throw new StoreError(reason('parcelGone'))
        hash.update(chunk)
        yield chunk
      }
      if (received !== bytes || hash.digest('hex') !== sha256) throw new StoreError(reason('parcelGone'))
    },
  }
}

/** The same bytes in pieces of one size; the last may be shorter. */
async function* inChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = []
  let size = 0
  for await (const piece of source) {
    waiting.push(piece)
    size += piece.length
    if (size < CHUNK_BYTES) continue
    const whole = Buffer.concat(waiting)
    const end = size - (size % CHUNK_BYTES)
    for (let at = 0; at < end; at += CHUNK_BYTES) yield whole.subarray(at, at + CHUNK_BYTES)
    waiting = [whole.subarray(end)]
    size -= end
  }
  if (size > 0) yield Buffer.concat(waiting)
}
