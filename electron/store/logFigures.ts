import { open } from 'node:fs/promises'
import type { EmaState } from '../../core/math/ema'
import { DebiasedEma } from '../../core/math/ema'
import { STEADY } from '../../core/tasks/learning'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import { showPath } from '../../core/text/foreign'
import type { LogColumns, LogEnd } from './arrowLog'
import { batchAt, beginsAsLog, damagedFrom, logHeader, NO_LOG } from './arrowLog'
import { fileReason, requireFile } from './files'
import { StoreError } from './storeError'

/** So many bytes of a log are read at a time, unless a batch is longer. */
const CHUNK_BYTES = 2 ** 20
/** No batch is longer. */
const MOST_BATCH_BYTES = 64 * 2 ** 20

/** What a list says of a log up to a place in it, from where it can be read on. */
export interface LogFigures extends LogEnd {
  /** NaN before the first update. */
  readonly lastLoss: number
  /** The lowest loss of any update; NaN where none is finite. */
  readonly bestLoss: number
  /** Of the smoothed loss. */
  readonly ema: EmaState
  /** The update since which that has been below the limit under which the task counts as solved. */
  readonly solvedSince: number | null
  /** Time spent in updates. */
  readonly ms: number
  /** What ends the log before its file does, or null. */
  readonly problem: Reason | null
}

export const noFigures: LogFigures = {
  ...{ updates: 0, bytes: 0, lastLoss: NaN, bestLoss: NaN, ms: 0 },
  ...{ ema: { mean: 0, correction: 1 }, solvedSince: null },
  problem: null,
}

/** The loss of the newest updates, smoothed as curves are judged by; NaN before the first. */
export function smoothedLoss({ ema }: LogFigures): number {
  return new DebiasedEma(STEADY, ema).value
}

/**
 * Figures with those of further updates, which end at byte `bytes`. The task counts as solved where the
 * smoothed loss is below `solvedBelow`.
 */
export function addUpdates(
  figures: LogFigures,
  { loss, ms }: LogColumns,
  bytes: number,
  solvedBelow = -Infinity,
): LogFigures {
  let best = Number.isNaN(figures.bestLoss) ? Infinity : figures.bestLoss
  let sum = figures.ms
  let { solvedSince } = figures
  const ema = new DebiasedEma(STEADY, figures.ema)
  for (let i = 0; i < loss.length; i++) {
    const smoothed = ema.next(loss[i]!)
    // One that is not finite is left out of the average.
    if (smoothed < solvedBelow) solvedSince ??= figures.updates + i
    else if (!Number.isNaN(smoothed)) solvedSince = null
    if (loss[i]! < best) best = loss[i]!
    sum += ms[i]!
  }
  return {
    ...{ updates: figures.updates + loss.length, bytes, ms: sum, problem: null },
    ...{ ema: ema.state, solvedSince },
    lastLoss: loss.at(-1) ?? figures.lastLoss,
    bestLoss: Number.isFinite(best) ? best : NaN,
  }
}

/**
 * The figures of a log, in little memory; of one that was read before, from where it ended then: `from`. What
 * stands behind its last whole batch is told of.
 * @throws {StoreError} naming the file, if it cannot be read.
 */
export async function readFigures(
  path: string,
  from: LogFigures = noFigures,
  solvedBelow = -Infinity,
): Promise<LogFigures> {
  let figures: LogFigures = { ...from, problem: null }
  try {
    await requireFile(path)
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      let most = CHUNK_BYTES
      while (figures.bytes < size) {
        const { bytes: start } = figures
        const left = size - start
        const chunk = new Uint8Array(Math.min(most, left))
        const { bytesRead } = await file.read(chunk, 0, chunk.length, start)
        figures = addBatches(figures, chunk.subarray(0, bytesRead), solvedBelow)
        if (figures.bytes > start) most = CHUNK_BYTES
        // What a batch lacks in these bytes may stand in more of them.
        else if (bytesRead === most && most < MOST_BATCH_BYTES) most *= 2
        else break
      }
      if (size === 0) figures = { ...figures, problem: NO_LOG }
      return figures
    } finally {
      await file.close()
    }
  } catch (error) {
    throw error instanceof StoreError
      ? error
      : new StoreError(reason('cannotRead', { path: showPath(path), why: fileReason(error) }))
  }
}

/** Figures with those of all whole batches in the bytes that follow. */
function addBatches(figures: LogFigures, bytes: Uint8Array, solvedBelow: number): LogFigures {
  let now = figures
  let at = 0
  if (now.bytes === 0) {
    if (!beginsAsLog(bytes)) return { ...now, problem: NO_LOG }
    at = logHeader().length
    now = { ...now, bytes: at }
  }
  while (at < bytes.length) {
    const batch = batchAt(bytes, at, now.updates)
    if (!batch) return { ...now, problem: damagedFrom(now.bytes, now.updates) }
    now = addUpdates(now, batch.columns, now.bytes + batch.end - at, solvedBelow)
    at = batch.end
  }
  return now
}
