import { describe, expect, it } from 'vitest'
import { crc32c } from './crc32c'
import { tfRecord } from './tfRecord'

describe('crc32c', () => {
  // RFC 3720, appendix B.4
  it.each([
    ['32 zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['0 to 31', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ['31 to 0', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
  ])('of %s is that of the standard', (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected)
  })
})

it('tfRecord puts length and checksums around the data', () => {
  const record = tfRecord(Uint8Array.of(1, 2, 3))
  const view = new DataView(record.buffer)
  expect(record.length).toBe(19)
  expect(view.getBigUint64(0, true)).toBe(3n)
  expect([...record.subarray(12, 15)]).toEqual([1, 2, 3])
  const unmask = (value: number) => {
    const turned = (value - 0xa282ead8) >>> 0
    return ((turned >>> 17) | (turned << 15)) >>> 0
  }
  expect(unmask(view.getUint32(8, true))).toBe(crc32c(record.subarray(0, 8)))
  expect(unmask(view.getUint32(15, true))).toBe(crc32c(Uint8Array.of(1, 2, 3)))
})
