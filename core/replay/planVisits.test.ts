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
    expect(planVisits(every(10, 50), startOf, 454)).toEqual(every(100, 5))
  })

  it('takes fewer, evenly spread, where even they are too many', () => {
    expect(planVisits(every(100, 16), startOf, 15)).toEqual(every(200, 8))
    expect(planVisits(every(100, 16), startOf, 1)).toEqual([0])
  })

  it('counts the way from the update before where no checkpoint is nearer', () => {
    expect(planVisits([310, 320, 330], startOf, 31)).toEqual([310, 320, 330])
    expect(planVisits([310, 320, 330], startOf, 30)).toEqual([310])
  })

  it('takes one however far it is, and none before the first that is wanted', () => {
    expect(planVisits([350, 360, 370], () => 0, 10)).toEqual([350])
    expect(planVisits([350], () => 300, 10)).toEqual([350])
  })
})
