import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { niceDomain, scaleOf } from './continuous'
import { linear } from './linear'
import { logarithmic } from './logarithmic'
import { niceCeil, niceFloor } from './nice'
import type { Range } from './scale'
import { clampDomain, followedDomain, panned, updateScale, zoomed } from './updates'

describe('niceCeil and niceFloor', () => {
  it('round to 1, 2 and 5 times a power of ten', () => {
    expect([0.0011, 0.3, 1, 2.1, 50, 51].map(niceCeil)).toEqual([0.002, 0.5, 1, 5, 50, 100])
    expect([0.0019, 0.3, 1, 4.9, 50, 99].map(niceFloor)).toEqual([0.001, 0.2, 1, 2, 50, 50])
  })

  it('leave powers of ten alone', () => {
    for (let power = -12; power <= 12; power++) {
      const value = Number(`1e${power}`)
      expect(niceCeil(value) / value).toBeCloseTo(1, 9)
      expect(niceFloor(value) / value).toBeCloseTo(1, 9)
    }
  })
})

describe('niceDomain', () => {
  it('holds all data on both kinds of axis', () => {
    for (const [min, max] of [
      [0.003, 0.7],
      [1e-20, 1e20],
      [5, 5],
      [0.1667, 0.1668],
    ] as const) {
      for (const kind of ['log', 'linear'] as const) {
        const range = niceDomain(kind, min, max)
        expect(range.min).toBeLessThanOrEqual(min)
        expect(range.max).toBeGreaterThanOrEqual(max)
        expect(range.max).toBeGreaterThan(range.min)
      }
    }
  })

  it('stands at a plain range while there is nothing to show', () => {
    expect(niceDomain('log', Infinity, -Infinity)).toEqual({ min: 0.01, max: 1 })
    expect(niceDomain('linear', NaN, NaN)).toEqual({ min: 0, max: 1 })
  })

  it('starts a linear axis at zero unless the data lies far from it', () => {
    expect(niceDomain('linear', 0.1, 1).min).toBe(0)
    expect(niceDomain('linear', 100, 101).min).toBeGreaterThan(90)
  })

  it('puts a positive constant well inside a linear axis', () => {
    expect(niceDomain('linear', 0.005, 0.005)).toEqual({ min: 0, max: 0.006 })
  })
})

describe('ticks', () => {
  it('are round and within the range', () => {
    expect(linear({ min: 0, max: 1000 }).ticks(5)).toEqual([0, 200, 400, 600, 800, 1000])
    expect(logarithmic({ min: 0.001, max: 1 }).ticks(5)).toEqual([0.001, 0.01, 0.1, 1])
  })

  it('fill few decades and thin out many', () => {
    expect(logarithmic({ min: 0.1, max: 1 }).ticks(8)).toEqual([0.1, 0.2, 0.5, 1])
    const many = logarithmic({ min: 1e-50, max: 1 }).ticks(6)
    expect(many.length).toBeLessThanOrEqual(7)
    expect(many.length).toBeGreaterThanOrEqual(4)
  })

  it('are none for a range that is none', () => {
    expect(linear({ min: NaN, max: NaN }).ticks(5)).toEqual([])
    expect(logarithmic({ min: NaN, max: 1 }).ticks(5)).toEqual([])
  })
})

describe('the range of updates', () => {
  it('follows a run in rare steps, up to its end', () => {
    expect(followedDomain(0, 2000)).toEqual({ min: 0, max: 50 })
    expect(followedDomain(120, 2000)).toEqual({ min: 0, max: 200 })
    expect(followedDomain(1900, 2000).max).toBe(2000)
    expect(followedDomain(120, 150).max).toBe(150)
  })

  it('stays within the run when moved or zoomed', () => {
    const whole = { min: 0, max: 1000 }
    expect(clampDomain('linear', { min: -50, max: 50 }, whole)).toEqual({ min: 0, max: 100 })
    expect(clampDomain('linear', { min: 950, max: 1050 }, whole)).toEqual({ min: 900, max: 1000 })
    expect(clampDomain('linear', { min: -1e6, max: 1e6 }, whole)).toEqual(whole)
    expect(clampDomain('linear', { min: 500, max: 500.1 }, whole)).toEqual({ min: 500, max: 510 })
  })

  it('zooms around the place that is looked at', () => {
    const { min, max } = zoomed(updateScale('linear', { min: 0, max: 100 }), 0.5, 20)
    expect([min, max].map((end) => Number(end.toFixed(9)))).toEqual([10, 60])
  })
})

describe('places on an axis', () => {
  it('put a value at its share, and the share back at its value', () => {
    expect(scaleOf('log', { min: 1, max: 10_000 }).forward(100)).toBeCloseTo(0.5, 12)
    expect(scaleOf('log', { min: 1, max: 10_000 }).reverse(0.5)).toBeCloseTo(100, 9)
    expect(scaleOf('linear', { min: 0, max: 50 }).forward(10)).toBe(0.2)
    expect(scaleOf('linear', { min: 0, max: 50 }).reverse(0.2)).toBe(10)
  })
})

describe('the axis of updates', () => {
  it('is asked in indices from 0 and counts from 1: a logarithmic one starts at the first update', () => {
    for (const kind of ['log', 'linear'] as const) {
      const x = updateScale(kind, { min: 0, max: 999 }, { start: 0, end: 300 })
      expect([x.forward(0), x.forward(999)]).toEqual([0, 300])
      expect(x.reverse(x.forward(99))).toBeCloseTo(99, 9)
    }
    expect(updateScale('log', { min: 0, max: 999 }, { start: 0, end: 300 }).forward(9)).toBeCloseTo(100, 9)
  })

  it('is marked at the first update and at those whose number is round', () => {
    expect(updateScale('linear', { min: 0, max: 2000 }).ticks(5)).toEqual([0, 499, 999, 1499, 1999])
    expect(updateScale('linear', { min: 0, max: 10 }).ticks(8)).toEqual([0, 1, 3, 5, 7, 9])
    expect(updateScale('log', { min: 0, max: 9999 }).ticks(8)).toEqual([0, 9, 99, 999, 9999])
    expect(updateScale('log', { min: 0, max: 199 }).ticks(12)).toEqual([0, 1, 4, 9, 19, 49, 99, 199])
    expect(updateScale('log', { min: 310, max: 390 }).ticks(4)).toEqual([319, 339, 359, 379])
  })
})

describe('the range of updates on a logarithmic axis', () => {
  const whole = { min: 0, max: 9999 }
  const anyRange = fc
    .tuple(fc.double({ min: 0.01, max: 2e4, noNaN: true }), fc.double({ min: 1.001, max: 1e5, noNaN: true }))
    .map(([min, ratio]): Range => ({ min, max: min * ratio }))

  it('stays within the run and holds at least ten updates, however it is moved', () => {
    expect(clampDomain('log', { min: -5, max: 99 }, whole)).toEqual({ min: 0, max: 99 })
    fc.assert(
      fc.property(anyRange, (range) => {
        const { min, max } = clampDomain('log', range, whole)
        expect(min).toBeGreaterThanOrEqual(whole.min)
        expect(max).toBeLessThanOrEqual(whole.max)
        expect(max - min).toBeGreaterThan(10 - 1e-6)
      }),
    )
  })

  it('keeps the ratio of its ends where it is moved', () => {
    const { min, max } = panned(updateScale('log', { min: 9, max: 99 }), 1, whole)
    expect([min, max].map(Math.round)).toEqual([99, 999])
    const end = panned(updateScale('log', { min: 9, max: 99 }), 9, whole)
    expect([end.min, end.max].map(Math.round)).toEqual([999, 9999])
    const start = panned(updateScale('log', { min: 9, max: 99 }), -9, whole)
    expect([start.min, start.max].map((value) => Math.abs(Math.round(value)))).toEqual([0, 9])
  })

  it('zooms around the place that is looked at', () => {
    const { min, max } = zoomed(updateScale('log', whole), 0.5, 99)
    expect([min, max].map(Math.round)).toEqual([9, 999])
  })
})

describe('moving along a linear axis', () => {
  it('goes by a share of what is in sight and stops at the ends', () => {
    const whole = { min: 0, max: 1000 }
    expect(panned(updateScale('linear', { min: 100, max: 200 }), 0.5, whole)).toEqual({ min: 150, max: 250 })
    expect(panned(updateScale('linear', { min: 100, max: 200 }), -5, whole)).toEqual({ min: 0, max: 100 })
    expect(panned(updateScale('linear', { min: 0, max: 1000 }), 1, whole)).toEqual(whole)
  })
})
