import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FormatError } from './formatError'
import { readSafetensors, writeSafetensors, type Tensor } from './safetensors'
import { decodeUtf8, encodeUtf8 } from './utf8'

/** A file with this header text, as it stands, and `dataLength` bytes of data. */
function fileOf(header: string, dataLength = 0, declaredLength?: bigint): Uint8Array {
  const text = new TextEncoder().encode(header)
  const bytes = new Uint8Array(8 + text.length + dataLength)
  new DataView(bytes.buffer).setBigUint64(0, declaredLength ?? BigInt(text.length), true)
  bytes.set(text, 8)
  return bytes
}

function entry(dtype: string, shape: unknown, offsets: unknown): string {
  return JSON.stringify({ dtype, shape, data_offsets: offsets })
}

const sample = new Map<string, Tensor>([
  ['w', { dtype: 'F64', shape: [2, 2], data: Float64Array.of(1, -0, Infinity, 5e-324) }],
  ['target', { dtype: 'I64', shape: [3], data: BigInt64Array.of(-1n, 2n ** 62n, 0n) }],
  ['empty', { dtype: 'F64', shape: [0, 7], data: new Float64Array(0) }],
  ['scalar', { dtype: 'F32', shape: [], data: Float32Array.of(0.5) }],
  ['i', { dtype: 'I32', shape: [1, 1], data: Int32Array.of(-5) }],
])

describe('writing and reading', () => {
  it('holds tensors of the dtypes that are not numbers here as bytes, which nobody has to ask for', () => {
    const odd = new Map<string, Tensor>([
      ['half', { dtype: 'BF16', shape: [3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) }],
      ['quarter', { dtype: 'F4', shape: [2, 2], data: Uint8Array.of(7, 8) }],
      ['flags', { dtype: 'BOOL', shape: [2], data: Uint8Array.of(0, 1) }],
    ])
    expect(readSafetensors(writeSafetensors(odd)).tensors).toEqual(odd)
    const short = { dtype: 'BF16', shape: [4], data: new Uint8Array(6) } as const
    expect(() => writeSafetensors(new Map([['w', short]]))).toThrow('expected 4 of 2')
    expect(() => readSafetensors(fileOf(`{"w":${entry('BF16', [4], [0, 6])}}`, 6))).toThrow(
      'tensor w of shape (4) and BF16 takes 8 bytes',
    )
  })

  it('gives back names in order, kinds, shapes, every bit, and the metadata', () => {
    const metadata = new Map([
      ['kind', 'training'],
      ['title', 'größer 数 𝄞'],
    ])
    const file = readSafetensors(writeSafetensors(sample, metadata))
    expect(file.tensors).toEqual(sample)
    expect([...file.tensors.keys()]).toEqual([...sample.keys()])
    expect(file.metadata).toEqual(metadata)
    expect(Object.is(file.tensors.get('w')?.data[1], -0)).toBe(true)
  })

  it('aligns the data to 8 bytes', () => {
    for (const name of ['a', 'ab', 'abc', 'abcd', 'abcde']) {
      const bytes = writeSafetensors(
        new Map([[name, { dtype: 'F64', shape: [1], data: Float64Array.of(7) }]]),
      )
      expect(new DataView(bytes.buffer).getBigUint64(0, true) % 8n).toBe(0n)
      expect(readSafetensors(bytes).tensors.get(name)?.data[0]).toBe(7)
    }
  })

  it('reads from the middle of a larger buffer, and copies', () => {
    const bytes = writeSafetensors(sample)
    const larger = new Uint8Array(bytes.length + 13)
    larger.set(bytes, 3)
    const file = readSafetensors(larger.subarray(3, 3 + bytes.length))
    larger.fill(0)
    expect(file.tensors).toEqual(sample)
  })

  it('takes names like those of Object.prototype', () => {
    const odd = new Map([['__proto__', { dtype: 'F64', shape: [1], data: Float64Array.of(1) } as const]])
    expect([...readSafetensors(writeSafetensors(odd)).tensors.keys()]).toEqual(['__proto__'])
  })

  it('writes nothing that it would not read', () => {
    const data = new Float64Array(3)
    expect(() => writeSafetensors(new Map([['w', { dtype: 'F64', shape: [4], data }]]))).toThrow(
      'tensor w has 3 elements of 8 bytes, expected 4 of 8',
    )
    expect(() => writeSafetensors(new Map([['w', { dtype: 'F32', shape: [3], data }]]))).toThrow(FormatError)
    expect(() => writeSafetensors(new Map([['__metadata__', { dtype: 'F64', shape: [3], data }]]))).toThrow(
      "is named __metadata__, which is the metadata's name",
    )
  })
})

describe('a hostile file is refused in one line that says what and where', () => {
  const f64 = (shape: unknown, offsets: unknown): string => entry('F64', shape, offsets)
  const cases: [string, Uint8Array, string][] = [
    ['no bytes', new Uint8Array(0), 'the file has 0 bytes, expected at least 8'],
    ['seven bytes', new Uint8Array(7), 'the file has 7 bytes, expected at least 8'],
    [
      'a header of 2^60 bytes',
      fileOf('{}', 0, 2n ** 60n),
      'the header’s length is 1152921504606846976 bytes, expected at most 2',
    ],
    [
      'a header of 2^64 - 1 bytes',
      fileOf('{}', 0, 2n ** 64n - 1n),
      'the header’s length is 18446744073709551615 bytes',
    ],
    ['an empty header', fileOf(''), 'the header is not JSON'],
    ['no JSON', fileOf('{"w":'), 'the header is not JSON'],
    ['a list', fileOf('[1]'), 'the header is [1], expected an object'],
    ['null', fileOf('null'), 'the header is null, expected an object'],
    [
      'bytes that are no text',
      fileOf('{"w":"?"}').map((b, i) => (i === 14 ? 0xff : b)),
      'byte 14 is 0xff, expected UTF-8',
    ],
    [
      'a name twice',
      fileOf(`{"w":${f64([1], [0, 8])},"w":${f64([1], [8, 16])}}`, 16),
      'the header has the key "w" twice',
    ],
    [
      'a name twice, once escaped',
      fileOf(`{"w":${f64([1], [0, 8])}, "\\u0077" :${f64([1], [8, 16])}}`, 16),
      'the key "w" twice',
    ],
    [
      'a metadata key twice',
      fileOf('{"__metadata__":{"a":"1","a":"2"}}'),
      'the header has the key "a" twice',
    ],
    ['metadata that is no object', fileOf('{"__metadata__":3}'), '__metadata__ is 3, expected an object'],
    [
      'a metadata value that is no text',
      fileOf('{"__metadata__":{"T":3}}'),
      '__metadata__.T is 3, expected a string',
    ],
    ['a tensor that is no object', fileOf('{"w":[]}'), 'tensor w is [], expected an object'],
    [
      'an unknown dtype',
      fileOf(`{"w":${entry('Q4', [1], [0, 2])}}`, 2),
      'dtype of tensor w is "Q4", expected one of F64, F32, F16, BF16',
    ],
    [
      'a dtype of Object.prototype',
      fileOf(`{"w":${entry('toString', [1], [0, 2])}}`, 2),
      'dtype of tensor w is "toString"',
    ],
    ['no dtype', fileOf('{"w":{"shape":[],"data_offsets":[0,8]}}', 8), 'dtype of tensor w is missing'],
    [
      'a shape that is no list',
      fileOf(`{"w":${f64('x', [0, 8])}}`, 8),
      'shape of tensor w is "x", expected a list of sizes',
    ],
    [
      'a negative size',
      fileOf(`{"w":${f64([-1], [0, 8])}}`, 8),
      'shape of tensor w is [-1], expected a list of sizes',
    ],
    ['a size of 1.5', fileOf(`{"w":${f64([1.5], [0, 12])}}`, 12), 'shape of tensor w is [1.5]'],
    [
      'sizes whose product overflows',
      fileOf(`{"w":${f64([2 ** 40, 2 ** 40], [0, 8])}}`, 8),
      'but its data_offsets [0, 8] hold 8',
    ],
    [
      'so many sizes that it is infinite',
      fileOf(`{"w":${f64(new Array(99).fill(2 ** 50), [0, 8])}}`, 8),
      'takes Infinity bytes',
    ],
    [
      'offsets of one number',
      fileOf(`{"w":${f64([1], [0])}}`, 8),
      'data_offsets of tensor w is [0], expected [begin, end]',
    ],
    [
      'offsets that go backwards',
      fileOf(`{"w":${f64([1], [8, 0])}}`, 8),
      'data_offsets of tensor w is [8,0], expected [begin, end]',
    ],
    [
      'a huge offset',
      fileOf(`{"w":${f64([1], [1e300, 1e300])}}`, 8),
      'data_offsets of tensor w is [1e+300,1e+300]',
    ],
    [
      'a shape that does not fit',
      fileOf(`{"w":${f64([3], [0, 16])}}`, 16),
      'tensor w of shape (3) and F64 takes 24 bytes',
    ],
    [
      'data cut off',
      fileOf(`{"w":${f64([2], [0, 16])}}`, 15),
      'tensor w ends at byte 16 of the data, but the file holds 15',
    ],
    [
      'data left over',
      fileOf(`{"w":${f64([2], [0, 16])}}`, 17),
      'the tensors end at byte 16 of the data, but the file holds 17',
    ],
    [
      'a gap',
      fileOf(`{"a":${f64([1], [0, 8])},"b":${f64([1], [16, 24])}}`, 24),
      'tensor b begins at byte 16 of the data and leaves a gap before it, expected 8',
    ],
    [
      'an overlap',
      fileOf(`{"a":${f64([2], [0, 16])},"b":${f64([1], [8, 16])}}`, 16),
      'tensor b begins at byte 8 of the data and overlaps the tensor before it, expected 16',
    ],
    [
      'a start beyond 0',
      fileOf(`{"a":${f64([1], [8, 16])}}`, 16),
      'tensor a begins at byte 8 of the data and leaves a gap',
    ],
  ]
  for (const [title, bytes, message] of cases) {
    it(title, () => {
      expect(() => readSafetensors(bytes)).toThrow(FormatError)
      expect(() => readSafetensors(bytes)).toThrow(message)
    })
  }

  it('names of tensors and metadata that a terminal would obey, or of thousands of characters', () => {
    const name = `\u001b[2J\n${'x'.repeat(20_000)}`
    for (const header of [{ [name]: [] }, { __metadata__: { [name]: 3 } }, { w: { dtype: name } }]) {
      const read = () => readSafetensors(fileOf(JSON.stringify(header)))
      expect(read).toThrow(FormatError)
      expect(read).toThrow(/^[^\p{Cc}]{30,300}$/u)
      expect(read).toThrow(/\\u001b\[2J\\nx+…x+/)
    }
  })

  it('very deep nesting', () => {
    expect(() => readSafetensors(fileOf('['.repeat(500_000)))).toThrow(FormatError)
    expect(() => readSafetensors(fileOf(`{"w":${'['.repeat(200_000)}${']'.repeat(200_000)}}`))).toThrow(
      FormatError,
    )
  })

  it('any damage to a good file either reads or is a FormatError of one line', () => {
    const good = writeSafetensors(sample, new Map([['kind', 'x']]))
    const headerEnd = 8 + Number(new DataView(good.buffer).getBigUint64(0, true))
    fc.assert(
      fc.property(
        fc.nat(headerEnd - 1),
        fc.integer({ min: 0, max: 255 }),
        fc.nat(good.length),
        (at, byte, length) => {
          const damaged = good.slice(0, length < headerEnd / 2 ? length : good.length)
          damaged[at] = byte
          try {
            readSafetensors(damaged)
          } catch (error) {
            expect(error).toBeInstanceOf(FormatError)
            expect((error as Error).message).not.toContain('\n')
            expect((error as Error).message.length).toBeLessThan(400)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('UTF-8', () => {
  it('agrees with TextEncoder on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        const bytes = encodeUtf8(text)
        expect([...bytes]).toEqual([...new TextEncoder().encode(text)])
        expect(decodeUtf8(bytes, 0, bytes.length)).toBe(new TextDecoder().decode(bytes))
      }),
    )
  })

  it('handles texts of many thousand characters, also at the seams', () => {
    const text = 'aé数𝄞'.repeat(5000)
    const bytes = encodeUtf8(text)
    expect(decodeUtf8(bytes, 0, bytes.length)).toBe(text)
  })

  it('refuses what a strict decoder refuses', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6 }), (bytes) => {
        let want: string | null = null
        try {
          want = strict.decode(bytes)
        } catch {
          want = null
        }
        if (want === null) expect(() => decodeUtf8(bytes, 0, bytes.length)).toThrow(FormatError)
        else expect(decodeUtf8(bytes, 0, bytes.length)).toBe(want)
      }),
      { numRuns: 2000 },
    )
  })
})
