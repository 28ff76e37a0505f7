import { closeSync, openSync, readSync } from 'node:fs'
import type { Columns } from '../../core/contract/run'
import { columnNames } from '../../core/contract/run'
import type { LogOverview } from '../runs/overview'
import { readOverview } from '../runs/overview'
import type { RunLog } from '../runs/runLog'
import type { LogEnd } from './arrowLog'
import { logHeader, wholeBatches } from './arrowLog'

/** The log of a run that is kept: what is written is read from its file, the rest is in memory. */
export interface FileLog extends RunLog {
  /** Where its file ends. */
  readonly end: LogEnd
  /** The updates before these further ends are in the file now, whoever has written them. */
  wrote(ends: readonly LogEnd[]): void
  /** The file was cut or written anew: it has these ends now, and nothing else is in the log. */
  cutTo(ends: readonly LogEnd[]): void
}

/** A stretch of the log that is not in the file yet. */
interface Unwritten {
  readonly first: number
  readonly columns: Columns
}

/**
 * `written` is where each batch ends that is in the file already, `first` the update that the log begins
 * with, `seen` what whoever has read the file knows of its looks.
 */
export function createFileLog(
  path: string,
  written: readonly LogEnd[] = [],
  first = 0,
  seen: LogOverview | null = null,
): FileLog {
  let ends: LogEnd[] = [...written]
  let unwritten: Unwritten[] = []
  const endOfFile = () => ends.at(-1) ?? { updates: first, bytes: logHeader().length }
  let length = endOfFile().updates

  /** The batches from the one with update `from` to the one with the update before `end`. */
  function readWritten(from: number, end: number): Unwritten {
    const begin = ends.findIndex(({ updates }) => updates > from)
    const last = ends.findIndex(({ updates }) => updates >= end)
    const before = ends[begin - 1] ?? { updates: first, bytes: logHeader().length }
    const bytes = readRange(path, before.bytes, ends[last]!.bytes)
    return { first: before.updates, columns: wholeBatches(bytes, 0, before.updates).columns }
  }

  const log: FileLog = {
    first,
    get length() {
      return length
    },
    overview: () => (seen?.length === length ? seen : readOverview(log)),
    get end() {
      return endOfFile()
    },
    append(firstUpdate, columns) {
      if (firstUpdate !== length) {
        throw new RangeError(`expected update ${length} next in the log, got ${firstUpdate}`)
      }
      unwritten.push({ first: firstUpdate, columns })
      length += columns.loss.length
    },
    read(from, count) {
      const start = Math.min(Math.max(first, from), length)
      const end = Math.min(length, start + count)
      const numWritten = endOfFile().updates
      if (start >= numWritten) return cut(unwritten, start, end)
      const found = readWritten(start, Math.min(end, numWritten))
      const readable = found.first + found.columns.loss.length
      // Behind what cannot be read comes nothing: a log has no gaps.
      if (readable < Math.min(end, numWritten)) return cut([found], start, readable)
      return cut([found, ...unwritten], start, end)
    },
    cutTo(left) {
      ends = [...left]
      unwritten = []
      seen = null
      length = endOfFile().updates
    },
    wrote(added) {
      ends.push(...added)
      const numWritten = endOfFile().updates
      length = Math.max(length, numWritten)
      unwritten = unwritten.filter((stretch) => stretch.first + stretch.columns.loss.length > numWritten)
    },
  }
  return log
}

/** The updates in [first, end) of stretches in their order. */
function cut(stretches: readonly Unwritten[], first: number, end: number): Columns {
  const parts = stretches.map((stretch) => {
    const [start, stop] = [first, end].map((update) => Math.max(0, update - stretch.first))
    return (name: (typeof columnNames)[number]) => stretch.columns[name].subarray(start, stop)
  })
  const entries = columnNames.map((name) => {
    const pieces = parts.map((part) => part(name))
    const [only] = pieces
    // A column that is whole is nobody else's.
    if (pieces.length === 1 && only?.byteLength === only?.buffer.byteLength) return [name, only] as const
    const column = new Float64Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
    let at = 0
    for (const piece of pieces) {
      column.set(piece, at)
      at += piece.length
    }
    return [name, column] as const
  })
  return Object.fromEntries(entries) as unknown as Columns
}

/** Bytes of a file; none where it cannot be read. */
function readRange(path: string, start: number, end: number): Uint8Array {
  const bytes = new Uint8Array(end - start)
  try {
    const file = openSync(path, 'r')
    try {
      let done = 0
      while (done < bytes.length) {
        const read = readSync(file, bytes, done, bytes.length - done, start + done)
        if (read === 0) break
        done += read
      }
      return bytes.subarray(0, done)
    } finally {
      closeSync(file)
    }
  } catch {
    return new Uint8Array()
  }
}
