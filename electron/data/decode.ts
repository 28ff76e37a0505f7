import { reason } from '../../core/contract/reasons'
import type { FoundFormat, TableFormat } from '../../core/data/series'
import type { TextEncodingName } from '../../core/data/text'
import { textEncodings } from '../../core/data/text'
import { DataError } from './dataError'

/** A text with the encoding that its bytes are in. */
export interface Decoded<E = TextEncodingName> {
  readonly text: string
  readonly encoding: E
}

/**
 * The text of a file in UTF-8, with a byte order mark or without one, or in GB18030, of which GBK and GB2312
 * are parts: the first of the two in which all bytes mean something; or in the one that is wanted.
 * @throws {DataError} where they mean nothing in either, or are no text.
 */
export function decodeText(bytes: Uint8Array): Decoded
export function decodeText(
  bytes: Uint8Array,
  wanted: TableFormat['encoding'],
): Decoded<FoundFormat['encoding']>
export function decodeText(
  bytes: Uint8Array,
  wanted: TableFormat['encoding'] = 'auto',
): Decoded<FoundFormat['encoding']> {
  if (bytes.length === 0) throw new DataError(reason('emptyText'))
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (wide) throw new DataError(reason('textInUtf16'))
  const zero = bytes.indexOf(0)
  if (zero >= 0) throw new DataError(reason('binaryFile', placeOf(bytes, zero)))
  const encodings = wanted === 'auto' ? textEncodings : [wanted]
  for (const encoding of encodings) {
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding }
    } catch {
      // Not in this one.
    }
  }
  const at = firstInvalid(bytes, encodings)
  const place = placeOf(bytes, at)
  throw new DataError(
    wanted === 'auto'
      ? reason('neitherEncoding', place)
      : reason('notEncoded', { ...place, encoding: wanted.toUpperCase() }),
  )
}

/** The first byte at which none of the encodings goes on, as far as the one that comes farthest. */
function firstInvalid(bytes: Uint8Array, encodings: readonly FoundFormat['encoding'][]): number {
  return Math.max(...encodings.map((encoding) => lengthOfValid(bytes, encoding)))
}

/** How many bytes mean something, by halving. */
function lengthOfValid(bytes: Uint8Array, encoding: FoundFormat['encoding']): number {
  let low = 0
  let high = bytes.length
  while (high - low > 0) {
    const middle = (low + high + 1) >> 1
    if (isValidStart(bytes.subarray(0, middle), encoding)) low = middle
    else high = middle - 1
  }
  return Math.min(low, bytes.length - 1)
}

function isValidStart(bytes: Uint8Array, encoding: FoundFormat['encoding']): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/** A byte, and where it stands: its line and its place in it. */
function placeOf(bytes: Uint8Array, at: number) {
  let line = 1
  let start = 0
  for (let i = 0; i < at; i++) {
    if (bytes[i] !== 10) continue
    line++
    start = i + 1
  }
  return { line, byte: at - start + 1, value: `0x${bytes[at]!.toString(16).padStart(2, '0')}` }
}
