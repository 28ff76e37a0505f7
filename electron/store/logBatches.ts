import type { LogColumns } from './arrowLog'
import { logBatch, logColumnNames, mapColumns } from './arrowLog'

/** The most updates of one batch of the log. */
const BATCH_UPDATES = 1000

/** A batch of the log, to be appended to its file. */
export interface LogBatch {
  readonly rows: number
  readonly bytes: Uint8Array
}

/** What is logged, on its way into batches. */
export interface LogBatches {
  /** Takes in the updates that come next; encodes what fills a batch, so that little is left to do at once. */
  add(columns: LogColumns): void
  /** The batches of all that was added and not taken yet. */
  take(): LogBatch[]
}

/** `first` is the update that comes first. */
export function createLogBatches(first: number): LogBatches {
  let next = first
  let parts: LogColumns[] = []
  let rows = 0
  let ready: LogBatch[] = []

  function encode(columns: LogColumns): void {
    const { length } = columns.loss
    ready.push({ rows: length, bytes: logBatch(next, columns) })
    next += length
  }

  return {
    add(columns) {
      parts.push(columns)
      rows += columns.loss.length
      if (rows < BATCH_UPDATES) return
      const all = join(parts, rows)
      const end = rows - (rows % BATCH_UPDATES)
      for (let at = 0; at < end; at += BATCH_UPDATES) encode(stretch(all, at, at + BATCH_UPDATES))
      parts = rows > end ? [stretch(all, end, rows)] : []
      rows -= end
    },
    take() {
      if (rows > 0) encode(join(parts, rows))
      const taken = ready
      ready = []
      parts = []
      rows = 0
      return taken
    },
  }
}

const stretch = (columns: LogColumns, start: number, end: number): LogColumns =>
  mapColumns((name) => columns[name].subarray(start, end))

function join(parts: readonly LogColumns[], length: number): LogColumns {
  if (parts.length === 1) return parts[0]!
  const all = mapColumns(() => new Float64Array(length))
  let at = 0
  for (const part of parts) {
    for (const name of logColumnNames) all[name].set(part[name], at)
    at += part.loss.length
  }
  return all
}
