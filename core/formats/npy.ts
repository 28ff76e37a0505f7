import { encodeUtf8 } from './utf8'

/** An array as numpy has it: row-major numbers with a shape. */
export interface NpyArray {
  readonly shape: readonly number[]
  readonly data: Float64Array | Float32Array | Int32Array
}

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0)
/** The header, with what is before it, ends at a multiple of so many bytes. */
const ALIGNMENT = 64

/**
 * An array as a file that numpy.load reads, version 1.0 of the format: the magic number, the header's length
 * (uint16), the header as a literal of Python, the numbers, little-endian.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function npy({ shape, data }: NpyArray): Uint8Array {
  const kind = data instanceof Int32Array ? 'i4' : data instanceof Float32Array ? 'f4' : 'f8'
  const extents = shape.map((extent) => `${extent},`).join(' ')
  const header = `{'descr': '<${kind}', 'fortran_order': False, 'shape': (${extents}), }`
  const before = MAGIC.length + 2
  const length = Math.ceil((before + header.length + 1) / ALIGNMENT) * ALIGNMENT - before
  const bytes = new Uint8Array(before + length + data.byteLength)
  bytes.set(MAGIC)
  new DataView(bytes.buffer).setUint16(MAGIC.length, length, true)
  bytes.set(encodeUtf8(`${header.padEnd(length - 1)}\n`), before)
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), before + length)
  return bytes
}
