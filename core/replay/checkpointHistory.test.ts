import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCheckpointHistory } from './checkpointHistory'

/**
 * What is in a history of so much room after so many checkpoints, of which the n-th is from update n * 10.
 */
function found(capacity: number, count: number): number[] {
  const history = createCheckpointHistory<number>(capacity)
  for (let n = 0; n < count; n++) history.add(n * 10, n * 10)
  const all = Array.from({ length: count * 10 }, (_, update) => history.atOrBefore(update))
  return [...new Set(all)].map((checkpoint) => checkpoint ?? NaN)
}

describe('a history of checkpoints', () => {
  it('gives the last checkpoint from at or before an update', () => {
    const history = createCheckpointHistory<string>(4)
    expect(history.atOrBefore(3)).toBeNull()
    history.add(0, 'start')
    history.add(5, 'five')
    expect([0, 4, 5, 99].map((update) => history.atOrBefore(update))).toEqual([
      'start',
      'start',
      'five',
      'five',
    ])
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
        const kept = found(capacity, count)
        const gaps = kept.slice(1).map((update, i) => (update - kept[i]) / 10)
        expect(kept.length).toBeLessThanOrEqual(capacity)
        expect([kept[0], kept.at(-1)]).toEqual([0, (count - 1) * 10])
        expect(Math.max(0, ...gaps)).toBeLessThanOrEqual(Math.max(1, (2 * count) / (capacity - 2)))
      }),
    )
  })
})
