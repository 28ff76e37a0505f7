import { describe, expect, it } from 'vitest'
import { histogram } from './observeHistograms'

describe('histogram', () => {
  it('counts values in equal bins from the least to the largest', () => {
    expect(histogram([0, 0.9, 1, 2.5, 4], 4)).toEqual({ min: 0, max: 4, counts: Float64Array.of(2, 1, 1, 1) })
  })

  it('takes the largest value into the last bin', () => {
    expect([...histogram([-1, 1, 1], 2).counts]).toEqual([1, 2])
  })

  it('leaves out what is not finite', () => {
    const found = histogram([NaN, -2, Infinity, 2, -Infinity, NaN], 2)
    expect(found).toEqual({ min: -2, max: 2, counts: Float64Array.of(1, 1) })
  })

  it('is all 0 where nothing is finite', () => {
    const nothing = { min: 0, max: 0, counts: new Float64Array(3) }
    expect(histogram([NaN, Infinity], 3)).toEqual(nothing)
    expect(histogram([], 3)).toEqual(nothing)
  })

  it('puts values that are all alike into one bin', () => {
    expect(histogram([3, 3, 3], 2)).toEqual({ min: 3, max: 3, counts: Float64Array.of(3, 0) })
  })

  it('counts every value of the widest range, and of the narrowest', () => {
    expect([...histogram([-Number.MAX_VALUE, 0, Number.MAX_VALUE], 2).counts]).toEqual([1, 2])
    expect(histogram([0, Number.MIN_VALUE], 2).counts.reduce((a, b) => a + b)).toBe(2)
  })
})
