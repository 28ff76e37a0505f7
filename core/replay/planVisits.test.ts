import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planVisits } from './planVisits'

/** A checkpoint before every hundredth update. */
const startOf = (update: number) => update - (update % 100)
const every = (stride: number, count: number) => Array.from({ length: count }, (_, i) => i * stride)

describe('planVisits', () => {
  it('takes all updates where making them again is cheap enough', () => {
    expect(planVisits(every(10, 50), startOf, 455)).toEqual(every(10, 50))
  })

  it('takes those behind checkpoints where the way to the others is too long', () => {
    expect(planVisits(every(10, 50), startOf, 5)).toEqual(every(100, 5))
  })

  it('takes besides as many of the first as there is time for', () => {
    expect(planVisits(every(10, 50), startOf, 26)).toEqual([0, 10, 20, ...every(100, 5).slice(1)])
    expect(planVisits(every(10, 50), startOf, 454)).toEqual(every(10, 49))
  })

  it('takes those that lie on the way to others', () => {
    expect(planVisits([10, 20, 30, 40], () => 0, 31)).toEqual([10, 20, 30])
  })

  it('never makes more updates than it may, nor visits one twice', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(999), { minLength: 1 }),
        fc.integer({ min: 100, max: 900 }),
        (some, most) => {
          const wanted = some.sort((a, b) => a - b)
          const visits = planVisits(wanted, startOf, most)
          let made = 0
          let at = -1
          for (const update of visits) {
            made += update + 1 - Math.max(at, startOf(update))
            at = update + 1
          }
          expect(made).toBeLessThanOrEqual(most)
          expect(visits).toEqual([...new Set(visits)].sort((a, b) => a - b))
        },
      ),
    )
  })

  it('takes fewer, evenly spread, where even they are too many', () => {
    expect(planVisits(every(100, 16), startOf, 8)).toEqual(every(200, 8))
    expect(planVisits(every(100, 16), startOf, 15)).toEqual(every(100, 15))
    expect(planVisits(every(100, 16), startOf, 1)).toEqual([0])
  })

  it('counts the way from the update before where no checkpoint is nearer', () => {
    expect(planVisits([310, 320, 330], startOf, 31)).toEqual([310, 320, 330])
    expect(planVisits([310, 320, 330], startOf, 30)).toEqual([310, 320])
  })

  it('takes one however far it is, and none before the first that is wanted', () => {
    expect(planVisits([350, 360, 370], () => 0, 10)).toEqual([350])
    expect(planVisits([350], () => 300, 10)).toEqual([350])
  })
})
