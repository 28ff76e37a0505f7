import { formatShape } from '../math/floats'
import { showText, showValue } from '../text/foreign'
import { FormatError } from './formatError'
import { WeightsError } from './weightsError'
import { reason } from '../contract/reasons'
import { parseStrictJson } from './json'
import { JsonError } from './jsonError'
import { mistakenKind } from './mistaken'
import { decodeUtf8, encodeUtf8 } from './utf8'

/*
 * The safetensors container: 8 bytes with the header's length N (unsigned, little-endian), N bytes of JSON
 *
 *     { "__metadata__": { key: text, .. }, name: { "dtype": .., "shape": [..], "data_offsets": [begin, end] }, .. }
 *
 * and the tensors' bytes, row-major, little-endian, without gaps or overlaps. Offsets count from the end of
 * the header. Typed arrays have the machine's byte order, which is little-endian on all that this runs on.
 * @see https://github.com/huggingface/safetensors
 */

export type TensorData = Float64Array | Float32Array | BigInt64Array | Int32Array | Uint8Array

export interface Tensor {
  readonly dtype: keyof typeof elementBits
  readonly shape: readonly number[]
  /** Numbers where the dtype is one of `views`; else the bytes as they are. */
  readonly data: TensorData
}

export interface TensorFile {
  readonly metadata: ReadonlyMap<string, string>
  /** In the header's order. */
  readonly tensors: ReadonlyMap<string, Tensor>
}

/** Every dtype of the format by how many bits an element takes. */
const elementBits = {
  ...{ F64: 64, F32: 32, F16: 16, BF16: 16, C64: 64 },
  ...{ F8_E5M2: 8, F8_E4M3: 8, F8_E8M0: 8, F6_E2M3: 6, F6_E3M2: 6, F4: 4 },
  ...{ I64: 64, I32: 32, I16: 16, I8: 8, U64: 64, U32: 32, U16: 16, U8: 8, BOOL: 8 },
}

const dtypeNames = Object.keys(elementBits).join(', ')

/** What is read as numbers. A tensor of another dtype is nobody's trouble who does not ask for it. */
const views: Partial<Record<Tensor['dtype'], (buffer: ArrayBuffer) => TensorData>> = {
  F64: (buffer) => new Float64Array(buffer),
  F32: (buffer) => new Float32Array(buffer),
  I64: (buffer) => new BigInt64Array(buffer),
  I32: (buffer) => new Int32Array(buffer),
}

const LENGTH_BYTES = 8
/** The reference implementation's limit. */
const MAX_HEADER_BYTES = 100_000_000
const METADATA = '__metadata__'

/**
 * Reads a file, trusting nothing in it: memory is taken for bytes that are there, never on a header's word,
 * and every tensor gets a copy of its own.
 * @throws {FormatError} saying what is wrong where, and what was expected.
 */
export function readSafetensors(bytes: Uint8Array): TensorFile {
  const { metadata, entries, dataStart } = readHeader(bytes)
  checkCoverage(entries, bytes.length - dataStart)
  return {
    metadata,
    tensors: new Map(entries.map((entry) => [entry.name, tensorIn(bytes, dataStart, entry)])),
  }
}

/**
 * Reads one tensor of a file of which only the begin is at hand. Undefined where there is none of that name.
 * @throws {FormatError} if the header is not as expected, or it or the tensor goes on behind these bytes.
 */
export function readTensorIn(bytes: Uint8Array, wanted: string): Tensor | undefined {
  const { entries, dataStart } = readHeader(bytes)
  const entry = entries.find(({ name }) => name === wanted)
  if (!entry) return undefined
  if (dataStart + entry.end > bytes.length) {
    throw new WeightsError(reason('tensorBehind', { name: showText(wanted), bytes: bytes.length }))
  }
  return tensorIn(bytes, dataStart, entry)
}

interface Header {
  readonly metadata: ReadonlyMap<string, string>
  readonly entries: readonly Entry[]
  /** Where the tensors' bytes begin. */
  readonly dataStart: number
}

function readHeader(bytes: Uint8Array): Header {
  const dataStart = LENGTH_BYTES + readHeaderLength(bytes)
  const header = parseStrictJson('the header', decodeUtf8(bytes, LENGTH_BYTES, dataStart))
  if (!isRecord(header))
    throw new WeightsError(reason('partObject', { part: 'the header', value: show(header) }))
  const entries: Entry[] = []
  let metadata: ReadonlyMap<string, string> = new Map()
  for (const [name, value] of Object.entries(header)) {
    if (name === METADATA) metadata = readMetadata(value)
    else entries.push(readEntry(name, value))
  }
  return { metadata, entries, dataStart }
}

function tensorIn(bytes: Uint8Array, dataStart: number, { dtype, shape, begin, end }: Entry): Tensor {
  const copy = new Uint8Array(end - begin)
  copy.set(bytes.subarray(dataStart + begin, dataStart + end))
  return { dtype, shape, data: views[dtype]?.(copy.buffer) ?? copy }
}

interface Entry {
  readonly name: string
  readonly dtype: Tensor['dtype']
  readonly shape: readonly number[]
  readonly begin: number
  readonly end: number
}

function readHeaderLength(bytes: Uint8Array): number {
  if (bytes.length < LENGTH_BYTES) {
    throw new WeightsError(reason('tensorsShort', { bytes: bytes.length, least: LENGTH_BYTES }))
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES)
  const length = view.getBigUint64(0, true)
  const available = bytes.length - LENGTH_BYTES
  if (length > available || length > MAX_HEADER_BYTES) {
    const mistaken = mistakenKind(bytes)
    if (mistaken !== null) throw new JsonError('the file', { kind: 'mistaken', what: mistaken })
    const most = Math.min(available, MAX_HEADER_BYTES)
    throw new WeightsError(reason('headerLength', { length: String(length), most }))
  }
  return Number(length)
}

function readMetadata(value: unknown): ReadonlyMap<string, string> {
  if (!isRecord(value)) throw new WeightsError(reason('partObject', { part: METADATA, value: show(value) }))
  const metadata = new Map<string, string>()
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') {
      const part = `${METADATA}.${showText(key)}`
      throw new WeightsError(reason('partString', { part, value: show(text) }))
    }
    metadata.set(key, text)
  }
  return metadata
}

function readEntry(name: string, value: unknown): Entry {
  if (!isRecord(value))
    throw new WeightsError(reason('tensorObject', { name: showText(name), value: show(value) }))
  const { dtype, shape, data_offsets: offsets } = value
  if (typeof dtype !== 'string' || !Object.hasOwn(elementBits, dtype)) {
    throw new WeightsError(
      reason('tensorDtype', { name: showText(name), value: show(dtype), values: dtypeNames }),
    )
  }
  if (!isCounts(shape)) {
    throw new WeightsError(reason('tensorSizes', { name: showText(name), value: show(shape) }))
  }
  if (!isCounts(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
    throw new WeightsError(reason('tensorOffsets', { name: showText(name), value: show(offsets) }))
  }
  const [begin, end] = offsets
  const known = dtype as Tensor['dtype']
  const size = shape.reduce((product, extent) => product * extent, elementBits[known] / 8)
  // Beyond 2^53 a product is rounded, but then it cannot equal the bytes that a file has.
  if (size !== end - begin) {
    throw new WeightsError(
      reason('tensorBytes', {
        ...{ name: showText(name), shape: formatShape(shape.slice(0, 8)), dtype: showText(dtype) },
        ...{ size, begin, end, held: end - begin },
      }),
    )
  }
  return { name, dtype: known, shape, begin, end }
}

/** Asks the tensors to cover the data section from its first to its last byte, each byte once. */
function checkCoverage(entries: readonly Entry[], length: number): void {
  const ordered = [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)
  let expected = 0
  for (const { name, begin, end } of ordered) {
    if (end > length) {
      throw new WeightsError(reason('tensorEnds', { name: showText(name), end, held: length }))
    }
    if (begin !== expected) {
      const code = begin < expected ? 'tensorOverlaps' : 'tensorGap'
      throw new WeightsError(reason(code, { name: showText(name), begin, expected }))
    }
    expected = end
  }
  if (expected !== length) {
    throw new WeightsError(reason('tensorsEnd', { end: expected, held: length }))
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0)
}

const show = (value: unknown): string => (value === undefined ? 'missing' : showValue(value))

/**
 * A file with these tensors in this order, its header padded with spaces so that the data is 8-byte aligned.
 * Tensors of 8-byte elements should come first if there are others, so that all of them are aligned.
 * @throws {FormatError} if a tensor's data does not fit its shape, or a name is not allowed.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array {
  const header: Record<string, unknown> = Object.create(null)
  if (metadata.size > 0) header[METADATA] = Object.fromEntries(metadata)
  let end = 0
  for (const [name, { dtype, shape, data }] of tensors) {
    const size = shape.reduce((product, extent) => product * extent, 1)
    const elementBytes = elementBits[dtype] / 8
    const isWhole = dtype in views ? data.BYTES_PER_ELEMENT === elementBytes : data instanceof Uint8Array
    if (data.byteLength !== size * elementBytes || !isWhole) {
      throw new FormatError(
        `tensor ${showText(name)} has ${data.length} elements of ${data.BYTES_PER_ELEMENT} bytes, ` +
          `expected ${size} of ${elementBytes}`,
      )
    }
    if (name === METADATA)
      throw new FormatError(`a tensor is named ${METADATA}, which is the metadata's name`)
    const begin = end
    end += data.byteLength
    header[name] = { dtype, shape, data_offsets: [begin, end] }
  }
  const text = encodeUtf8(JSON.stringify(header))
  const dataStart = LENGTH_BYTES + Math.ceil(text.length / 8) * 8
  const bytes = new Uint8Array(dataStart + end)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(dataStart - LENGTH_BYTES), true)
  bytes.fill(0x20, LENGTH_BYTES, dataStart)
  bytes.set(text, LENGTH_BYTES)
  let at = dataStart
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at)
    at += data.byteLength
  }
  return bytes
}
