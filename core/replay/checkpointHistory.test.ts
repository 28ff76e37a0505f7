import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createArchive } from './checkpointHistory'

/** What can be found in an archive of so much room after so many things, of which the n-th is `n * 10`. */
function found(capacity: number, count: number): number[] {
  const archive = createArchive<number>(capacity)
  for (let n = 0; n < count; n++) archive.add(n * 10, n * 10)
  const all = Array.from({ length: count * 10 }, (_, update) => archive.before(update))
  return [...new Set(all)].map((thing) => thing ?? NaN)
}

describe('an archive', () => {
  it('gives the last thing from at or before an update', () => {
    const archive = createArchive<string>(4)
    expect(archive.before(3)).toBeNull()
    archive.add(0, 'start')
    archive.add(5, 'five')
    expect([0, 4, 5, 99].map((update) => archive.before(update))).toEqual(['start', 'start', 'five', 'five'])
  })

  it('keeps every second one once it is full, and always the newest', () => {
    expect(found(5, 4)).toEqual([0, 10, 20, 30])
    expect(found(5, 5)).toEqual([0, 20, 40])
    expect(found(5, 6)).toEqual([0, 20, 40, 50])
    expect(found(5, 9)).toEqual([0, 40, 80])
    expect(found(5, 12)).toEqual([0, 40, 80, 110])
  })

  it('of two holds the first and the newest', () => {
    expect(found(2, 100)).toEqual([0, 990])
  })

  it('never holds more than fit, nor leaves a gap of more than twice its even share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 40 }), fc.integer({ min: 1, max: 500 }), (capacity, count) => {
        const things = found(capacity, count)
        const gaps = things.slice(1).map((thing, i) => (thing - things[i]) / 10)
        expect(things.length).toBeLessThanOrEqual(capacity)
        expect([things[0], things.at(-1)]).toEqual([0, (count - 1) * 10])
        expect(Math.max(0, ...gaps)).toBeLessThanOrEqual(Math.max(1, (2 * count) / (capacity - 2)))
      }),
    )
  })
})
