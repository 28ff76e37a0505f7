import { describe, expect, it } from 'vitest'
import { decadeTicks, grownDecades } from './decades'

describe('the decades of a colour bar', () => {
  it('hold the data in whole decades, two at least', () => {
    expect(grownDecades(null, -11.7, -0.4)).toEqual({ min: -12, max: 0 })
    expect(grownDecades(null, -1.2, -1.1)).toEqual({ min: -2, max: 0 })
  })

  it('stay as they are while the data stays inside, so that nothing flickers', () => {
    const range = { min: -12, max: 0 }
    expect(grownDecades(range, -3, -1)).toBe(range)
    expect(grownDecades(range, NaN, NaN)).toBe(range)
    expect(grownDecades(range, Infinity, -Infinity)).toBe(range)
  })

  it('grow with some room to spare, on the side that is short', () => {
    expect(grownDecades({ min: -12, max: 0 }, -20.5, -1)).toEqual({ min: -23, max: 0 })
    expect(grownDecades({ min: -2, max: 0 }, -1, 0.5)).toEqual({ min: -2, max: 1 })
  })

  it('change a handful of times while values fall through three hundred decades', () => {
    let range = grownDecades(null, -1, 0)
    const seen = new Set([range])
    for (let power = -1; power > -300; power -= 0.1) seen.add((range = grownDecades(range, power, 0)))
    expect(range!.min).toBeLessThanOrEqual(-300)
    expect(seen.size).toBeLessThan(40)
  })

  it('have ticks at whole powers, however many decades there are', () => {
    expect(decadeTicks({ min: -4, max: 0 }, 6)).toEqual([-4, -3, -2, -1, 0])
    expect(decadeTicks({ min: -23, max: 2 }, 6)).toEqual([-20, -15, -10, -5, 0])
    expect(decadeTicks({ min: -300, max: 0 }, 4).length).toBeLessThan(6)
  })
})
