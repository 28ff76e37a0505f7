import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { niceDomain } from './continuous'
import { linear } from './linear'
import { logarithmic } from './logarithmic'
import type { Extent, Scale } from './scale'
import { clampTo, columnAt } from './scale'
import { bands, points } from './steps'

/** From left to right, and from the bottom up. */
const across = { start: 58, end: 658 }
const up = { start: 210, end: 10 }

const kinds: Record<string, (extent: Extent) => Scale> = {
  linear: (extent) => linear({ min: -3, max: 7 }, extent),
  logarithmic: (extent) => logarithmic({ min: 1e-3, max: 1e4 }, extent),
}

for (const [name, create] of Object.entries(kinds)) {
  describe(`a ${name} scale`, () => {
    it('puts the ends of its domain at the ends of its axis, whichever way that goes', () => {
      for (const extent of [across, up]) {
        const { domain, forward } = create(extent)
        expect(forward(domain.min)).toBeCloseTo(extent.start, 9)
        expect(forward(domain.max)).toBeCloseTo(extent.end, 9)
      }
    })

    it('comes back from every position, also beyond its ends', () => {
      fc.assert(
        fc.property(fc.double({ min: -100, max: 900, noNaN: true }), (position) => {
          for (const extent of [across, up]) {
            const { forward, reverse } = create(extent)
            expect(forward(reverse(position))).toBeCloseTo(position, 6)
          }
        }),
      )
    })

    it('is the same scale over another axis', () => {
      const scale = create(across)
      const [start, middle] = [scale.reverse(across.start), scale.reverse(358)]
      expect(scale.over({ start: 0, end: 10 }).forward(start)).toBeCloseTo(0, 9)
      expect(scale.over({ start: 0, end: 10 }).forward(middle)).toBeCloseTo(5, 9)
    })

    it('has ticks inside its domain only, its ends included', () => {
      const { domain, ticks } = create(across)
      for (const count of [2, 5, 11]) {
        expect(Math.min(...ticks(count))).toBeGreaterThanOrEqual(domain.min)
        expect(Math.max(...ticks(count))).toBeLessThanOrEqual(domain.max)
      }
    })
  })
}

it('scales know what they can draw: no scale what is not finite, a logarithmic one nothing from zero down', () => {
  const values = [NaN, Infinity, -Infinity, -1, 0, -0, Number.MIN_VALUE, 1]
  expect(values.filter(linear({ min: 0, max: 1 }).isDrawable)).toEqual([-1, 0, -0, Number.MIN_VALUE, 1])
  expect(values.filter(logarithmic({ min: 1, max: 2 }).isDrawable)).toEqual([Number.MIN_VALUE, 1])
})

describe('points', () => {
  const scale = points(5, { start: 10, end: 50 })

  it('stand from end to end of the axis, and the nearest one is found, as far as there are any', () => {
    expect([0, 1, 4].map(scale.forward)).toEqual([10, 20, 50])
    expect([-99, 10, 14.9, 15.1, 50, 999].map(scale.reverse)).toEqual([0, 0, 0, 1, 4, 4])
  })

  it('are marked at round numbers counted from 1', () => {
    expect(points(20, across).ticks(4)).toEqual([4, 9, 14, 19])
    expect(points(3, across).ticks(8)).toEqual([0, 1, 2])
  })

  it('are nowhere else where there is only one, or none', () => {
    expect(points(1, across).forward(0)).toBe(58)
    expect(points(1, across).reverse(400)).toBe(0)
    expect(points(0, across).ticks(4)).toEqual([])
  })
})

describe('bands', () => {
  const scale = bands(4, { start: 10, end: 50 })

  it('are equally wide: a thing stands in the middle of its own and is found all over it', () => {
    expect([0, 1, 3].map(scale.forward)).toEqual([15, 25, 45])
    expect([-99, 10, 19.9, 20, 49.9, 50, 999].map(scale.reverse)).toEqual([0, 0, 0, 1, 3, 3, 3])
  })

  it('go up where the axis does', () => {
    const rows = bands(4, { start: 50, end: 10 })
    expect([0, 3].map(rows.forward)).toEqual([45, 15])
    expect([49.9, 40.1, 10].map(rows.reverse)).toEqual([0, 0, 3])
  })
})

it('a value beyond a range is brought to its nearer end', () => {
  expect([-1, 0, 1, 2, 3].map((value) => clampTo({ min: 0, max: 2 }, value))).toEqual([0, 0, 1, 2, 2])
  expect(clampTo({ min: 0, max: -1 }, 5)).toBe(0)
})

it('a value is in the column of pixels that it begins, rounding errors aside', () => {
  const scale = linear({ min: 0, max: 3 }, { start: 0, end: 9 })
  expect([0, 0.34, 1 / 3, 1, 2.99, 3].map((value) => columnAt(scale, value))).toEqual([0, 1, 1, 3, 8, 9])
})

it('a value that rounding puts just before a column of pixels is in that column', () => {
  const scale = logarithmic({ min: 1, max: 10 }, { start: 0, end: 1 })
  expect(scale.forward(1000)).toBeLessThan(3)
  expect(columnAt(scale, 1000)).toBe(3)
})

describe('a nice domain', () => {
  it('leaves room on either side where data on a logarithmic axis hardly changes', () => {
    expect(niceDomain('log', 0.3, 0.4)).toEqual({ min: 0.1, max: 1 })
  })

  it('is a plain one where one end of the data cannot be drawn, or the ends are swapped', () => {
    expect(niceDomain('log', 0, 5)).toEqual({ min: 0.01, max: 1 })
    expect(niceDomain('log', 5, Infinity)).toEqual({ min: 0.01, max: 1 })
    expect(niceDomain('linear', 3, 1)).toEqual({ min: 0, max: 1 })
  })
})
