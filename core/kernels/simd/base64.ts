const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/**
 * The bytes that a base64 text (RFC 4648, padded) stands for.
 * @throws {RangeError} at a character that is not of its alphabet, or a length that is no multiple of 4.
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  if (text.length % 4 !== 0)
    throw new RangeError(`base64 text has ${text.length} characters, expected a multiple of 4`)
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  let bits = 0
  for (let i = 0; i < text.length - padding; i++) {
    const value = ALPHABET.indexOf(text[i])
    if (value < 0) throw new RangeError(`base64 text has ${JSON.stringify(text[i])} at ${i}`)
    bits = ((bits << 6) | value) & 0xffffff
    // The first character of four completes no byte; the others one each.
    const phase = i % 4
    if (phase > 0) bytes[Math.floor(i / 4) * 3 + phase - 1] = (bits >> (6 - 2 * phase)) & 0xff
  }
  return bytes
}
