import { reason } from '../../core/contract/reasons'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Curve, CurveOverview, LogPlace } from '../../core/contract/curve'
import { DebiasedEma } from '../../core/math/ema'
import { showPath } from '../../core/text/foreign'
import { tellingPlaces } from '../runs/overview'
import { beginsAsLog, copyColumn, logHeader, rawBatches, UPDATE_BYTES } from './arrowLog'
import { LOG, fileReason } from './files'
import { readRun } from './runDocuments'
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
      const first = firstUpdateOf((await readRun(folder)).run)
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
  const most = Math.max(0, Math.floor((size - from.bytes) / UPDATE_BYTES))
  const column = () => new Float64Array(most)
  const columns = { loss: column(), gradNorm: column(), ms: withMs ? column() : null }
  const chunk = new Uint8Array(Math.min(CHUNK_BYTES, Math.max(0, size - from.bytes)))
  let end = from
  while (end.bytes < size) {
    const { bytesRead } = await file.read(chunk, 0, Math.min(chunk.length, size - end.bytes), end.bytes)
    const { batches, ends } = rawBatches(chunk.subarray(0, bytesRead), 0, end.updates)
    const last = ends.at(-1)
    if (!last || last.updates - from.updates > most) break
    for (const name of ['loss', 'gradNorm', 'ms'] as const) {
      const values = columns[name]?.subarray(end.updates - from.updates)
      if (values) copyColumn(batches, name, values)
    }
    end = { updates: last.updates, bytes: end.bytes + last.bytes }
  }
  // Copies: with a part of a column all of it would be sent to a window.
  const whole = (values: Float64Array) => values.slice(0, end.updates - from.updates)
  const { loss, gradNorm, ms } = columns
  return { first: from.updates, loss: whole(loss), gradNorm: whole(gradNorm), ms: ms && whole(ms), end }
}

/** What an overview is made for. */
export interface OverviewLook {
  /** The weight that the curves are smoothed with. */
  readonly smoothing: number
  /** So many stretches are told apart. */
  readonly stretches: number
}

/**
 * What these curves look like, and what they look like smoothed over all updates.
 * @throws {StoreError} if they cannot be read.
 */
export async function readCurveOverview(
  folder: string,
  { smoothing, stretches }: OverviewLook,
): Promise<CurveOverview> {
  const { first, loss, gradNorm, end } = await readCurve(folder, null)
  const places = tellingPlaces([loss, gradNorm], Math.max(1, Math.ceil(loss.length / stretches)))
  const at = (column: Float64Array): Float64Array => {
    const values = new Float64Array(places.length)
    for (let i = 0; i < values.length; i++) values[i] = column[places[i]!]!
    return values
  }
  const averages = new Float64Array(loss.length)
  const smoothAt = (column: Float64Array): Float64Array => {
    new DebiasedEma(smoothing).extend(column, averages)
    return at(averages)
  }
  return {
    length: end.updates,
    updates: Float64Array.from(places).map((place) => first + place),
    ...{ loss: at(loss), gradNorm: at(gradNorm) },
    smoothLoss: smoothAt(loss),
    smoothGradNorm: smoothAt(gradNorm),
  }
}
