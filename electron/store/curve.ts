import { reason } from '../../core/contract/reasons'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Curve, CurveOverview, LogPlace } from '../../core/contract/curve'
import { DebiasedEma } from '../../core/math/ema'
import { showPath } from '../../core/text/foreign'
import { STRETCHES, tellingPlaces } from '../runs/overview'
import type { RawBatch } from './arrowLog'
import { beginsAsLog, columnOf, logHeader, rawBatches } from './arrowLog'
import { LOG, fileReason } from './files'
import { readDocuments } from './runDocuments'
import { firstUpdateOf } from './runFolder'
import { StoreError } from './storeError'

/** So many bytes are read at a time, so that nothing else waits long; no batch is longer. */
const CHUNK_BYTES = 2 ** 20

/**
 * The curves of a run that lies in a folder; where it has only grown since, from `from` on. What is damaged
 * ends them.
 * @throws {StoreError} if they cannot be read.
 */
export async function readCurve(folder: string, from: LogPlace | null, withMs = false): Promise<Curve> {
  const path = join(folder, LOG)
  try {
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      if (from && from.bytes <= size) {
        const grown = await readOn(file, from, size, withMs)
        // A log that was cut has something else there, or nothing.
        if (grown.end.bytes > from.bytes || size === from.bytes) return { isWhole: false, ...grown }
      }
      const first = firstUpdateOf((await readDocuments(folder)).run)
      const header = Buffer.alloc(logHeader().length)
      await file.read(header, 0, header.length, 0)
      const begin = { updates: first, bytes: header.length }
      return { isWhole: true, ...(await readOn(file, begin, beginsAsLog(header) ? size : 0, withMs)) }
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof StoreError) throw error
    throw new StoreError(reason('cannotRead', { path: showPath(path), why: fileReason(error) }))
  }
}

async function readOn(
  file: Awaited<ReturnType<typeof open>>,
  from: LogPlace,
  size: number,
  withMs: boolean,
): Promise<Omit<Curve, 'isWhole'>> {
  const all: RawBatch[] = []
  let end = from
  while (end.bytes < size) {
    const chunk = new Uint8Array(Math.min(CHUNK_BYTES, size - end.bytes))
    const { bytesRead } = await file.read(chunk, 0, chunk.length, end.bytes)
    const { batches, ends } = rawBatches(chunk.subarray(0, bytesRead), 0, end.updates)
    const last = ends.at(-1)
    if (!last) break
    all.push(...batches)
    end = { updates: last.updates, bytes: end.bytes + last.bytes }
  }
  const column = (name: 'loss' | 'gradNorm' | 'ms') => columnOf(all, name, end.updates - from.updates)
  return {
    first: from.updates,
    ...{ loss: column('loss'), gradNorm: column('gradNorm'), ms: withMs ? column('ms') : null },
    end,
  }
}

/**
 * What these curves look like, and what they look like smoothed over all updates.
 * @throws {StoreError} if they cannot be read.
 */
export async function readCurveOverview(folder: string, smoothing: number): Promise<CurveOverview> {
  const { first, loss, gradNorm, end } = await readCurve(folder, null)
  const places = tellingPlaces([loss, gradNorm], Math.max(1, Math.ceil(loss.length / STRETCHES)))
  const at = (column: Float64Array) => Float64Array.from(places, (place) => column[place]!)
  const smooth = (column: Float64Array): Float64Array => {
    const averages = new Float64Array(column.length)
    new DebiasedEma(smoothing).extend(column, averages)
    return averages
  }
  return {
    length: end.updates,
    updates: Float64Array.from(places, (place) => first + place),
    ...{ loss: at(loss), gradNorm: at(gradNorm) },
    smoothLoss: at(smooth(loss)),
    smoothGradNorm: at(smooth(gradNorm)),
  }
}
