import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Columns } from '../../core/contract/run'
import { createCountingLog, createMemoryLog } from './runLog'

const columnsFrom = (first: number, count: number): Columns => {
  const loss = Float64Array.from({ length: count }, (_, i) => first + i)
  const [gradNorm, gradNormClipped] = [loss.map((value) => value * 2), loss.map((value) => -value)]
  return { loss, gradNorm, gradNormClipped, lr: loss.map((value) => value / 4) }
}

describe('a log in memory', () => {
  it('gives back any stretch of what was appended, however it came', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 4 }),
        fc.nat(60_000),
        fc.nat(40_000),
        (counts, from, count) => {
          const log = createMemoryLog()
          for (const size of counts) log.append(log.length, columnsFrom(log.length, size))
          const first = Math.min(from, log.length)
          expect(log.read(from, count)).toEqual(columnsFrom(first, Math.min(count, log.length - first)))
        },
      ),
      { numRuns: 10 },
    )
  })

  it('refuses a gap', () => {
    const log = createMemoryLog()
    log.append(0, columnsFrom(0, 3))
    expect(() => log.append(5, columnsFrom(5, 1))).toThrow('expected update 3 next in the log, got 5')
  })

  it('reads nothing where there is nothing', () => {
    expect(createMemoryLog().read(10, 10).loss).toHaveLength(0)
  })
})

describe('a log that counts', () => {
  it('knows how many updates there were, keeps none and refuses a gap', () => {
    const log = createCountingLog()
    log.append(0, columnsFrom(0, 3))
    log.append(3, columnsFrom(3, 2))
    expect(log.length).toBe(5)
    expect(log.read(0, 5).loss).toHaveLength(0)
    expect(() => log.append(6, columnsFrom(6, 1))).toThrow('expected update 5 next in the log, got 6')
  })
})
