import type { Columns } from '../../core/contract/run'
import { columnNames } from '../../core/contract/run'
import type { LogOverview } from './overview'
import { readOverview } from './overview'

/** Updates that memory is reserved for at a time, so that nothing is ever copied to make room. */
const CHUNK = 16_384

/** The history of a run, update by update from 0. */
export interface RunLog {
  /** The update that it begins with: another one than 0 where the run branches off. */
  readonly first: number
  /** The update behind its last, as many as the run has made. */
  readonly length: number
  /** @throws {RangeError} unless `firstUpdate` is the next update. */
  append(firstUpdate: number, columns: Columns): void
  /** What it looks like; null where not all of it can be read. */
  overview(): LogOverview | null
  /** A copy of the updates in [from, from + count), or as many of them as there are. */
  read(from: number, count: number): Columns
}

const emptyColumns = (length: number): Columns => ({
  loss: new Float64Array(length),
  gradNorm: new Float64Array(length),
  gradNormClipped: new Float64Array(length),
  lr: new Float64Array(length),
})

/** Keeps all updates in memory, 32 bytes each. */
export function createMemoryLog(): RunLog {
  const chunks: Columns[] = []
  let length = 0

  /** Calls back for every stretch of [from, end) that lies in one chunk. */
  function eachStretch(
    from: number,
    end: number,
    visit: (chunk: Columns, start: number, stop: number) => void,
  ) {
    for (let at = from; at < end;) {
      const start = at % CHUNK
      const stop = Math.min(CHUNK, start + end - at)
      visit(chunks[(at - start) / CHUNK]!, start, stop)
      at += stop - start
    }
  }

  const log: RunLog = {
    first: 0,
    get length() {
      return length
    },
    overview: () => readOverview(log),
    append(firstUpdate, columns) {
      checkNext(firstUpdate, length)
      const end = length + columns.loss.length
      while (chunks.length * CHUNK < end) chunks.push(emptyColumns(CHUNK))
      let read = 0
      eachStretch(length, end, (chunk, start, stop) => {
        for (const name of columnNames)
          chunk[name].set(columns[name].subarray(read, read + stop - start), start)
        read += stop - start
      })
      length = end
    },
    read(from, count) {
      const first = Math.min(Math.max(0, from), length)
      const end = Math.min(length, first + count)
      const copy = emptyColumns(end - first)
      let written = 0
      eachStretch(first, end, (chunk, start, stop) => {
        for (const name of columnNames) copy[name].set(chunk[name].subarray(start, stop), written)
        written += stop - start
      })
      return copy
    },
  }
  return log
}

/**
 * Counts the updates and keeps none, for a run whose log is never read. `length` is how many were made
 * before.
 */
export function createCountingLog(length = 0): RunLog {
  return {
    first: length,
    get length() {
      return length
    },
    append(firstUpdate, columns) {
      checkNext(firstUpdate, length)
      length += columns.loss.length
    },
    overview: () => null,
    read: () => emptyColumns(0),
  }
}

function checkNext(firstUpdate: number, length: number): void {
  if (firstUpdate === length) return
  throw new RangeError(`expected update ${length} next in the log, got ${firstUpdate}`)
}
