import { describe, expect, it } from 'vitest'
import type { Curve } from './aggregate'
import { bandOf, quantile, solvedBy } from './aggregate'

const curve = (loss: readonly number[], end: Curve['end'] = 'ended'): Curve => ({ loss, end })
const band = (curves: readonly Curve[]) => {
  const { lower, median, upper, counts } = bandOf(curves)
  return { lower: [...lower], median: [...median], upper: [...upper], counts: [...counts] }
}

describe('a quantile', () => {
  it("is numpy's", () => {
    // numpy 2.4: np.quantile([1, 2, 4, 8, 16, 32], q) for q = 0.25, 0.5, 0.75, 0.9; np.quantile([3], 0.3)
    const rising = [1, 2, 4, 8, 16, 32]
    expect([0.25, 0.5, 0.75, 0.9].map((q) => quantile(rising, q))).toEqual([2.5, 6, 14, 24])
    expect([quantile([3], 0.3), quantile(rising, 0), quantile(rising, 1)]).toEqual([3, 1, 32])
  })

  it('is NaN of nothing, and infinite only where an infinite number has a share', () => {
    expect(quantile([], 0.5)).toBeNaN()
    expect([0.25, 0.5, 0.75].map((q) => quantile([1, 2, Infinity], q))).toEqual([1.5, 2, Infinity])
    expect(quantile([Infinity, Infinity], 0.5)).toBe(Infinity)
  })
})

describe('the band of several curves', () => {
  it('is median and quartiles at every update', () => {
    expect(band([curve([1, 10]), curve([3, 30]), curve([2, 20])])).toEqual({
      ...{ lower: [1.5, 15], median: [2, 20], upper: [2.5, 25], counts: [3, 3] },
    })
  })

  it('takes a run that ended early for its last loss, and one that diverged for infinite', () => {
    expect(band([curve([1]), curve([2, 4], 'diverged'), curve([3, 5, 6])])).toEqual({
      lower: [1.5, 2.5, 3.5],
      median: [2, 4, 6],
      upper: [2.5, 4.5, Infinity],
      counts: [3, 3, 3],
    })
    expect(band([curve([NaN]), curve([1])]).median).toEqual([Infinity])
    expect(band([curve([], 'diverged'), curve([1])])).toMatchObject({ median: [Infinity], counts: [2] })
  })

  it('says of how many it is where some go on', () => {
    expect(band([curve([1], 'open'), curve([], 'open'), curve([3, 5])])).toMatchObject({
      ...{ median: [2, 5], counts: [2, 1] },
    })
    expect(band([])).toEqual({ lower: [], median: [], upper: [], counts: [] })
  })

  it('orders numbers as numbers, however many digits they have', () => {
    expect(band([curve([10]), curve([9]), curve([1e-10])]).median).toEqual([9])
  })
})

describe('how many have solved their task', () => {
  const solved = Array.from({ length: 60 }, (_, i) => (i < 20 ? 1 : 0.001))
  const relapsed = [...solved, ...Array.from({ length: 30 }, () => 1)]

  it('counts those whose smoothed loss stays below a twentieth of the baseline to the end', () => {
    const { numSolved, numRuns, since } = solvedBy(
      [curve(solved), curve(relapsed), curve([1, 1]), curve(solved, 'diverged'), curve([])],
      1,
    )
    expect([numSolved, numRuns]).toEqual([1, 5])
    expect(since.slice(1)).toEqual([null, null, null, null])
    // After k losses of 0.001 the smoothed one is 0.9^k (1 - 0.9^20) / (1 - 0.9^(20 + k)) above that.
    expect(since[0]).toBe(20 + 28 - 1)
  })

  it('measures from the floor of a task whose answers are partly random', () => {
    const steady = (value: number) => curve(Array.from({ length: 60 }, () => value))
    expect(solvedBy([steady(0.621), steady(0.619)], 1, 0.6).since).toEqual([null, 0])
  })

  it('is not deceived by one lucky batch', () => {
    expect(solvedBy([curve([1, 1, 1, 0])], 1).numSolved).toBe(0)
  })
})
