import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Columns } from '../../core/contract/run'
import { createRunLog } from './runLog'

const columnsFrom = (first: number, count: number): Columns => {
  const loss = Float64Array.from({ length: count }, (_, i) => first + i)
  return { loss, gradNorm: loss.map((value) => value * 2), gradNormClipped: loss.map((value) => -value) }
}

describe('createRunLog', () => {
  it('gives back any stretch of what was appended, however it came', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 4 }),
        fc.nat(60_000),
        fc.nat(40_000),
        (counts, from, count) => {
          const log = createRunLog()
          for (const size of counts) log.append(log.length, columnsFrom(log.length, size))
          const first = Math.min(from, log.length)
          expect(log.read(from, count)).toEqual(columnsFrom(first, Math.min(count, log.length - first)))
        },
      ),
      { numRuns: 10 },
    )
  })

  it('refuses a gap', () => {
    const log = createRunLog()
    log.append(0, columnsFrom(0, 3))
    expect(() => log.append(5, columnsFrom(5, 1))).toThrow('expected update 3 next in the log, got 5')
  })

  it('reads nothing where there is nothing', () => {
    expect(createRunLog().read(10, 10).loss).toHaveLength(0)
  })
})
