import { describe, expect, it } from 'vitest'
import { candidateAt, numCandidates } from './candidates'

const evenly = (count: number) => Array.from({ length: count }, (_, i) => (i + 0.5) / count)
const range = (min: number, max: number, scale: 'linear' | 'log' = 'linear') => ({ min, max, scale })
/** The largest number below 1. */
const LAST = 1 - 2 ** -53

describe('a coordinate of the search', () => {
  it('chooses each value of a list equally often', () => {
    expect(evenly(6).map((u) => candidateAt(['a', true, null], false, u))).toEqual([
      ...['a', 'a', true, true, null, null],
    ])
    expect(candidateAt([1, 2, 3], true, LAST)).toBe(3)
  })

  it('chooses each whole number of a range equally often, both ends among them', () => {
    const chosen = evenly(40).map((u) => candidateAt(range(3, 6), true, u))
    expect([3, 4, 5, 6].map((k) => chosen.filter((value) => value === k).length)).toEqual([10, 10, 10, 10])
    expect([candidateAt(range(3, 6), true, 0), candidateAt(range(3, 6), true, LAST)]).toEqual([3, 6])
  })

  it('chooses whole numbers of a logarithmic range so that each octave is as likely as another', () => {
    const chosen = evenly(9000).map((u) => candidateAt(range(1, 7, 'log'), true, u) as number)
    const share = (from: number, to: number) => chosen.filter((k) => k >= from && k <= to).length / 9000
    expect(share(1, 1)).toBeCloseTo(1 / 3, 3)
    expect(share(2, 3)).toBeCloseTo(1 / 3, 3)
    expect(share(4, 7)).toBeCloseTo(1 / 3, 3)
    expect(candidateAt(range(1, 7, 'log'), true, LAST)).toBe(7)
  })

  it('goes through a range evenly, or through its decades', () => {
    expect([0, 0.25, 0.5].map((u) => candidateAt(range(2, 4), false, u))).toEqual([2, 2.5, 3])
    const decades = [0, 0.25, 0.5, 0.75].map((u) => candidateAt(range(1e-4, 1, 'log'), false, u) as number)
    decades.forEach((value, i) => expect(value / 10 ** (i - 4)).toBeCloseTo(1, 12))
    expect(decades[0]).toBe(1e-4)
  })

  it('never leaves its range by rounding', () => {
    for (const scale of ['linear', 'log'] as const) {
      for (const u of [0, 2 ** -53, 0.1, 0.9999, LAST]) {
        const value = candidateAt(range(0.1, 0.3, scale), false, u) as number
        expect(value >= 0.1 && value <= 0.3).toBe(true)
      }
    }
  })

  it('counts the values of a list, and none in a range', () => {
    expect([numCandidates([1, 2]), numCandidates(range(1, 2))]).toEqual([2, Infinity])
  })
})
