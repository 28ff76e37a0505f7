import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import {
  damagedFrom,
  logBatch,
  logColumnNames,
  logHeader,
  mapColumns,
  NO_LOG,
  readLog,
  type LogColumns,
} from './arrowLog'

const odd = [NaN, Infinity, -Infinity, -0, Number.MIN_VALUE, 1e300, 1 / 3]

const columnsOf = (length: number, from = 0): LogColumns =>
  mapColumns((name) =>
    Float64Array.from({ length }, (_, i) => odd[(from + i + name.length) % odd.length]! + from + i),
  )

/** A log of batches of these lengths, and where each of them ends. */
function logOf(lengths: readonly number[]): { bytes: Uint8Array; ends: number[] } {
  const parts = [logHeader()]
  let first = 0
  for (const length of lengths) {
    parts.push(logBatch(first, columnsOf(length, first)))
    first += length
  }
  let end = 0
  const ends = parts.map(({ length }) => (end += length))
  return { bytes: new Uint8Array(Buffer.concat(parts)), ends }
}

it('gives back every update to the same bits, also what is not finite', () => {
  const { bytes, ends } = logOf([3, 1, 1000])
  const log = readLog(bytes)
  expect(log.problem).toBeNull()
  expect(log.length).toBe(1004)
  expect(log.ends).toEqual([
    { updates: 3, bytes: ends[1] },
    { updates: 4, bytes: ends[2] },
    { updates: 1004, bytes: ends[3] },
  ])
  const bits = (column: Float64Array) => Buffer.from(column.buffer, column.byteOffset, column.byteLength)
  for (const [first, length] of [
    [0, 3],
    [3, 1],
    [4, 1000],
  ] as const) {
    const want = columnsOf(length, first)
    for (const name of logColumnNames) {
      expect(bits(log.columns[name].slice(first, first + length)).equals(bits(want[name]))).toBe(true)
    }
  }
})

it('is a stream that any reader of Arrow reads, with or without an end', () => {
  const { bytes } = logOf([2, 2])
  for (const stream of [bytes, Buffer.concat([bytes, Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0)])]) {
    const table = tableFromIPC(stream)
    expect(table.schema.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'update Uint32',
      ...logColumnNames.map((name) => `${name} Float64`),
    ])
    expect([...table.getChild('update')!]).toEqual([0, 1, 2, 3])
  }
})

it('begins as it always has, so that every version reads the logs of those before it', () => {
  expect(createHash('sha256').update(logHeader()).digest('hex')).toBe(
    'e7f53566ad294cbf6be02dad9ebf72340aab1fd8c42af7cf7bac71a6b2feed77',
  )
})

it('takes at most 48 bytes an update in batches of 1,000', () => {
  expect(logBatch(0, columnsOf(1000)).length / 1000).toBeLessThan(48)
})

it('holds, wherever it is cut, all whole batches before that', () => {
  const { bytes, ends } = logOf([5, 7, 2])
  const updates = [0, 5, 12, 14]
  fc.assert(
    fc.property(fc.integer({ min: ends[0]!, max: bytes.length }), (at) => {
      const { length, problem } = readLog(bytes.subarray(0, at))
      const whole = ends.findLastIndex((end) => end <= at)
      expect(length).toBe(updates[whole])
      expect(problem === null).toBe(ends[whole] === at)
    }),
  )
})

it('ends before a batch that was filled with zeros', () => {
  const { bytes, ends } = logOf([5, 7, 2])
  for (const from of [ends[1]!, ends[1]! + 300]) {
    const zeroed = bytes.slice().fill(0, from, ends[2])
    expect(readLog(zeroed)).toMatchObject({
      length: 5,
      problem: damagedFrom(ends[1]!, 5),
    })
  }
})

it('ends before a batch that does not go on where the one before it ends', () => {
  const twice = Buffer.concat([logOf([4]).bytes, logBatch(3, columnsOf(2, 3))])
  expect(readLog(twice).length).toBe(4)
})

it('ends before a batch whose length is damaged, also where all that it says is there', () => {
  const { bytes, ends } = logOf([5, 7])
  const batch = bytes.subarray(ends[1])
  const places = [...batch.keys()].filter((at) => batch[at] === 7)
  expect(places.length).toBeGreaterThan(0)
  for (const at of places) {
    for (const length of [1, 6]) {
      const damaged = bytes.slice()
      damaged[ends[1]! + at] = length
      expect([5, 12]).toContain(readLog(damaged).length)
    }
  }
})

it('is whole for batches of every length', () => {
  for (let length = 1; length <= 40; length++) {
    expect(readLog(logOf([length, 3]).bytes)).toMatchObject({ length: length + 3, problem: null })
  }
})

it('is none where it does not begin as one', () => {
  const { bytes } = logOf([2])
  for (const other of [
    new Uint8Array(),
    new Uint8Array(500),
    bytes.subarray(1),
    Buffer.from('update,loss\n'),
  ]) {
    expect(readLog(other)).toMatchObject({ length: 0, problem: NO_LOG })
  }
})

it('never throws, whatever stands in its bytes', () => {
  const { bytes, ends } = logOf([5, 7])
  const damage = fc.tuple(
    fc.integer({ min: ends[0]!, max: bytes.length - 1 }),
    fc.integer({ min: 0, max: 255 }),
  )
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 5 }), (changes) => {
      const damaged = bytes.slice()
      for (const [at, byte] of changes) damaged[at] = byte
      expect([0, 5, 12]).toContain(readLog(damaged).length)
    }),
    { numRuns: 500 },
  )
})
