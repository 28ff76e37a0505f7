import { reason } from '../contract/reasons'
import { WeightsError } from './weightsError'

/** Code units handed to one `String.fromCharCode`, well below every engine's limit of arguments. */
const CHUNK = 4096

/** The bytes of a text in UTF-8; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    const code = point >= 0xd800 && point < 0xe000 ? 0xfffd : point
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), continuation(code))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), continuation(code >> 6), continuation(code))
    else
      bytes.push(0xf0 | (code >> 18), continuation(code >> 12), continuation(code >> 6), continuation(code))
  }
  return Uint8Array.from(bytes)
}

function continuation(code: number): number {
  return 0x80 | (code & 0x3f)
}

/**
 * The text of bytes[start .. end).
 * @throws {WeightsError} naming the first byte that is not UTF-8 (overlong forms and surrogates are not).
 */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  let units: number[] = []
  let at = start
  while (at < end) {
    const lead = bytes[at]
    const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0
    if (length === 0 || at + length > end) throw invalid(lead, at)
    let code = length === 1 ? lead : lead & (0x7f >> length)
    for (let i = 1; i < length; i++) {
      const byte = bytes[at + i]
      if ((byte & 0xc0) !== 0x80) throw invalid(byte, at + i)
      code = (code << 6) | (byte & 0x3f)
    }
    const least = [0, 0, 0x80, 0x800, 0x10000][length]
    if (code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) throw invalid(lead, at)
    if (code < 0x10000) units.push(code)
    else units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff))
    at += length
    if (units.length >= CHUNK) {
      text += String.fromCharCode(...units)
      units = []
    }
  }
  return text + String.fromCharCode(...units)
}

function invalid(byte: number, at: number): WeightsError {
  return new WeightsError(reason('notUtf8', { at, byte: `0x${byte.toString(16).padStart(2, '0')}` }))
}
