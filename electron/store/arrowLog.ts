import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import {
  Field,
  Float64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableToIPC,
  Uint32,
} from 'apache-arrow'
import { messageAt, PREFIX_BYTES, streamHeader } from './arrowMessage'

/*
 * The log of a run's updates: an Arrow IPC stream, one record batch a second or every 1,000 updates, so that
 * pandas, polars and whoever else reads Arrow can follow it while it grows. A stream that was cut anywhere
 * holds all that stands in its whole batches.
 * @see https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format
 */

/** What is logged of every update beside its number, which counts from 0: one column of float64 each. */
export const logColumnNames = ['loss', 'gradNorm', 'gradNormClipped', 'lr', 'ms'] as const
export type LogColumns = Readonly<Record<(typeof logColumnNames)[number], Float64Array>>

/** Columns without an update. */
export function noUpdates(length = 0): LogColumns {
  return mapColumns(() => new Float64Array(length))
}

export function mapColumns(columnOf: (name: (typeof logColumnNames)[number]) => Float64Array): LogColumns {
  return Object.fromEntries(logColumnNames.map((name) => [name, columnOf(name)])) as LogColumns
}

/** Where a batch ends: the updates until there, and the bytes. */
export interface LogEnd {
  readonly updates: number
  readonly bytes: number
}

/** What a log holds. */
export interface ReadLog {
  /** The update that it begins with. */
  readonly first: number
  /** Of its updates; the first of each column is of update `first`. */
  readonly columns: LogColumns
  /** The update behind the last of the whole batches. */
  readonly length: number
  readonly ends: readonly LogEnd[]
  /** What ends the log before its file does, or null. */
  readonly problem: Reason | null
}

const schema = new Schema([
  new Field('update', new Uint32(), false),
  ...logColumnNames.map((name) => new Field(name, new Float64(), false)),
])

/** So many bytes an update takes at least. */
export const UPDATE_BYTES =
  Uint32Array.BYTES_PER_ELEMENT + logColumnNames.length * Float64Array.BYTES_PER_ELEMENT

/** Buffers end at a multiple of so many bytes. */
const MOST_PADDING = 8

/** The bytes that a log begins with. */
export function logHeader(): Uint8Array {
  header ??= streamHeader(streamOf(0))
  return header
}
let header: Uint8Array | null = null

/**
 * The bytes of one batch, to be appended. All but the numbers depends on how many there are, and Arrow needs
 * half a millisecond to lay it out: one layout is kept, since the batches of a fast run are of one length.
 */
export function logBatch(firstUpdate: number, columns: LogColumns): Uint8Array {
  const { length } = columns.loss
  if (layout?.length !== length) layout = { length, bytes: emptyBatch(length) }
  const bytes = Uint8Array.from(layout.bytes)
  const { buffers } = messageAt(bytes, 0, 2 * schema.fields.length)!
  const updates = new Uint32Array(length)
  for (let i = 0; i < length; i++) updates[i] = firstUpdate + i
  const numbers = [updates, ...logColumnNames.map((name) => columns[name])]
  for (const [column, { buffer, byteOffset, byteLength }] of numbers.entries()) {
    valuesOf(buffers, column).set(new Uint8Array(buffer, byteOffset, byteLength))
  }
  return bytes
}
let layout: { readonly length: number; readonly bytes: Uint8Array } | null = null

/** A batch of zeros. */
function emptyBatch(length: number): Uint8Array {
  const bytes = streamOf(length)
  // The end of the stream is not written: it goes on.
  return bytes.subarray(logHeader().length, bytes.length - PREFIX_BYTES)
}

/** Of the buffers of a batch that with the values of a column: it is behind an empty one of what is null. */
function valuesOf(buffers: readonly Uint8Array[], column: number): Uint8Array {
  return buffers[2 * column + 1]!
}

/** A stream of its own with one batch of zeros. */
function streamOf(length: number): Uint8Array {
  const children = [
    makeData({ type: new Uint32(), length, data: new Uint32Array(length) }),
    ...logColumnNames.map(() => makeData({ type: new Float64(), length, data: new Float64Array(length) })),
  ]
  const data = makeData({ type: new Struct(schema.fields), length, nullCount: 0, children })
  return tableToIPC(new Table(schema, new RecordBatch(schema, data)), 'stream')
}

/** Whether a file begins with what a log begins with. */
export function beginsAsLog(bytes: Uint8Array): boolean {
  const expected = logHeader()
  return bytes.length >= expected.length && expected.every((byte, i) => bytes[i] === byte)
}

/** What ends a log before its file does. */
export const NO_LOG = reason('noLog')
export const damagedFrom = (byte: number, updates: number) => reason('damagedLog', { byte, n: updates })

/**
 * What stands in the whole batches of a log that begins with update `first`, up to the first that is cut,
 * damaged or does not go on where the one before it ends: a batch has no checksum, but the numbers of its
 * updates.
 */
export function readLog(file: Uint8Array, first = 0): ReadLog {
  // A `slice` of Node's buffers would be no copy.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength)
  if (!beginsAsLog(bytes)) {
    return { ...{ first, columns: noUpdates(), length: first, ends: [] }, problem: NO_LOG }
  }
  const { columns, ends } = wholeBatches(bytes, logHeader().length, first)
  const last = ends.at(-1) ?? { updates: first, bytes: logHeader().length }
  const problem = last.bytes < bytes.length ? damagedFrom(last.bytes, last.updates) : null
  return { first, columns, length: last.updates, ends, problem }
}

/**
 * The whole batches that stand one behind the other from byte `at` on, the first of which begins with update
 * `first`, and where each ends.
 */
export function wholeBatches(
  bytes: Uint8Array,
  at: number,
  first: number,
): { readonly columns: LogColumns; readonly ends: readonly LogEnd[] } {
  const { batches, ends } = rawBatches(bytes, at, first)
  const length = (ends.at(-1)?.updates ?? first) - first
  return { columns: mapColumns((name) => columnOf(batches, name, length)), ends }
}

/** As `wholeBatches`, with the batches as they stand in the bytes. */
export function rawBatches(
  bytes: Uint8Array,
  at: number,
  first: number,
): { readonly batches: readonly RawBatch[]; readonly ends: readonly LogEnd[] } {
  const batches: RawBatch[] = []
  const ends: LogEnd[] = []
  let end: LogEnd = { updates: first, bytes: at }
  while (end.bytes < bytes.length) {
    const batch = rawBatchAt(bytes, end.bytes, end.updates)
    if (!batch) break
    batches.push(batch)
    end = { updates: end.updates + batch.length, bytes: batch.end }
    ends.push(end)
  }
  return { batches, ends }
}

export interface Batch {
  readonly columns: LogColumns
  /** The byte behind it. */
  readonly end: number
}

/** The batch that begins at a byte, or null if there is no whole one there that begins with update `first`. */
export function batchAt(bytes: Uint8Array, at: number, first: number): Batch | null {
  const batch = rawBatchAt(bytes, at, first)
  if (!batch) return null
  return { columns: mapColumns((name) => columnOf([batch], name, batch.length)), end: batch.end }
}

/** A batch as it stands in its file: the bytes of each column's values. */
export interface RawBatch {
  readonly length: number
  readonly floats: readonly Uint8Array[]
  readonly end: number
}

/**
 * Arrow's own reader believes the metadata, and damaged ones make it take all memory that there is: here
 * every length is compared with what it must be.
 */
function rawBatchAt(bytes: Uint8Array, at: number, first: number): RawBatch | null {
  const message = messageAt(bytes, at, 2 * schema.fields.length)
  if (!message) return null
  const { length, buffers, end } = message
  const values = (column: number, elementBytes: number): Uint8Array | null => {
    const buffer = valuesOf(buffers, column)
    const padding = buffer.length - length * elementBytes
    return padding >= 0 && padding < MOST_PADDING ? buffer.subarray(0, length * elementBytes) : null
  }
  const updates = values(0, Uint32Array.BYTES_PER_ELEMENT)
  const floats = logColumnNames.map((_, i) => values(i + 1, Float64Array.BYTES_PER_ELEMENT))
  if (!updates || !floats.every((column) => column !== null)) return null
  return isCounting(updates, first) ? { length, floats, end } : null
}

/** Whether numbers of 32 bits go on by one from `first`. */
function isCounting(bytes: Uint8Array, first: number): boolean {
  const { BYTES_PER_ELEMENT } = Uint32Array
  // They lie at multiples of eight bytes of the file, but it may be read from anywhere on.
  const { buffer, byteOffset, byteLength } =
    bytes.byteOffset % BYTES_PER_ELEMENT === 0 ? bytes : Uint8Array.from(bytes)
  const numbers = new Uint32Array(buffer, byteOffset, byteLength / BYTES_PER_ELEMENT)
  for (let i = 0; i < numbers.length; i++) if (numbers[i] !== first + i) return false
  return true
}

/** A copy of a column of batches that stand one behind the other, of so many updates. */
function columnOf(batches: readonly RawBatch[], name: keyof LogColumns, length: number): Float64Array {
  const column = new Float64Array(length)
  copyColumn(batches, name, column)
  return column
}

/** Copies a column of batches that stand one behind the other to where it begins in `to`. */
export function copyColumn(batches: readonly RawBatch[], name: keyof LogColumns, to: Float64Array): void {
  const bytes = new Uint8Array(to.buffer, to.byteOffset, to.byteLength)
  const index = logColumnNames.indexOf(name)
  let at = 0
  for (const { floats } of batches) {
    bytes.set(floats[index]!, at)
    at += floats[index]!.length
  }
}

/** Columns that stand one behind the other, of so many updates. */
export function joined(batches: readonly LogColumns[], length: number): LogColumns {
  const all = noUpdates(length)
  let at = 0
  for (const batch of batches) {
    for (const name of logColumnNames) all[name].set(batch[name], at)
    at += batch.loss.length
  }
  return all
}
