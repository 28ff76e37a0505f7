import { describe, expect, it } from 'vitest'
import { nextZoom } from './zoom'

describe('nextZoom', () => {
  it('goes from 80 to 200 percent and back, and no further', () => {
    const steps = (from: number, direction: 1 | -1) => {
      const seen = [from]
      for (let i = 0; i < 10; i++) seen.push(nextZoom(seen.at(-1)!, direction))
      return seen
    }
    expect(steps(1, 1).slice(0, 7)).toEqual([1, 1.1, 1.25, 1.5, 1.75, 2, 2])
    expect(steps(1, -1).slice(0, 4)).toEqual([1, 0.9, 0.8, 0.8])
  })

  it('takes factors that Chromium has rounded', () => {
    expect(nextZoom(1.0999999, 1)).toBe(1.25)
    expect(nextZoom(1.1000001, -1)).toBe(1)
  })

  it('comes back from outside the scale', () => {
    expect(nextZoom(5, -1)).toBe(2)
    expect(nextZoom(0.1, 1)).toBe(0.8)
  })
})
