import { describe, expect, it } from 'vitest'
import { decodeText } from './decode'
import { readBytes } from './read'

const utf8 = (text: string) => new TextEncoder().encode(text)
/** 你好 in GB18030. */
const GB = Uint8Array.from([0xc4, 0xe3, 0xba, 0xc3])

describe('the encoding of a text', () => {
  it.each([
    ['plain letters', utf8('abc'), 'abc', 'utf-8'],
    ['UTF-8', utf8('你好😀'), '你好😀', 'utf-8'],
    ['a byte order mark, which is no character', utf8('\ufeffabc'), 'abc', 'utf-8'],
    ['GB18030', GB, '你好', 'gb18030'],
    ['four bytes of GB18030', Uint8Array.from([...GB, 0x95, 0x32, 0x82, 0x36]), '你好𠀀', 'gb18030'],
  ] as const)('is found: %s', (_, bytes, text, encoding) => {
    expect(decodeText(bytes)).toEqual({ text, encoding })
  })

  it('names the first byte that means nothing in the encoding that is wanted', () => {
    expect(() => decodeText(Uint8Array.of(97, ...GB), 'utf-8')).toThrow(
      'line 1, byte 3 is 0xe3, expected UTF-8',
    )
  })

  it.each([
    ['nothing', new Uint8Array(0), 'it is empty, expected a text'],
    ['UTF-16', Uint8Array.from([0xff, 0xfe, 97, 0]), 'it is in UTF-16, expected UTF-8 or GB18030'],
    ['a program', Uint8Array.from([97, 10, 98, 0, 99]), 'line 2, byte 2 is 0x00, expected a text'],
    [
      'a byte of neither',
      Uint8Array.from([...utf8('ab\ncd'), 0xff, 0xff]),
      'line 2, byte 3 is 0xff, expected UTF-8 or GB18030',
    ],
    ['a cut character', utf8('好').subarray(0, 1), 'line 1, byte 1 is 0xe5, expected UTF-8 or GB18030'],
  ])('is asked for where it is none: %s', (_, bytes, message) => {
    expect(() => decodeText(bytes)).toThrow(message)
  })
})

describe('a text of one character', () => {
  it.each([
    ['aaaa', 'all of it is "a", expected at least two different characters'],
    ['\ufeff', 'all of it is a byte order mark, expected at least two different characters'],
  ])('is refused: %j', (text, message) => {
    expect(() => readBytes(utf8(text), { kind: 'text' })).toThrow(message)
  })
})
