import { describe, expect, it } from 'vitest'
import { countClipped } from './countClipped'

const count = (gradNorm: number[], gradNormClipped: number[]) =>
  countClipped({
    gradNorm: Float64Array.from(gradNorm),
    gradNormClipped: Float64Array.from(gradNormClipped),
  })

describe('countClipped', () => {
  it('counts the updates whose norm clipping has changed', () => {
    expect(count([], [])).toBe(0)
    expect(count([2, 0.5, 1], [1, 0.5, 1])).toBe(1)
  })

  it('counts those too whose norm was infinite before, unknown, or larger afterwards', () => {
    expect(count([Infinity, NaN, 1], [3, 3, 1.5])).toBe(3)
  })
})
