import { expect, it } from 'vitest'
import { decodeBase64 } from './base64'

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

it('decodes the examples of RFC 4648', () => {
  expect(text(decodeBase64(''))).toBe('')
  expect(text(decodeBase64('Zg=='))).toBe('f')
  expect(text(decodeBase64('Zm8='))).toBe('fo')
  expect(text(decodeBase64('Zm9v'))).toBe('foo')
  expect(text(decodeBase64('Zm9vYmE='))).toBe('fooba')
})

it('gives back all byte values', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
  expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes)
})

it('refuses other characters and lengths', () => {
  expect(() => decodeBase64('Zm9')).toThrow('3 characters')
  expect(() => decodeBase64('Zm9*')).toThrow('"*" at 3')
})
