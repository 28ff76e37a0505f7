import { describe, expect, it } from 'vitest'
import { MOST_SOBOL_DIMENSIONS, sobolPoints } from './sobol'

function firstPoints(numDimensions: number, count: number): number[][] {
  const points = sobolPoints(numDimensions)
  return Array.from({ length: count }, () => points.next().value as number[])
}

/* scipy 1.17.1: (qmc.Sobol(8, scramble=False).random(16) * 16).T */
const SIXTEENTHS = [
  [0, 8, 12, 4, 6, 14, 10, 2, 3, 11, 15, 7, 5, 13, 9, 1],
  [0, 8, 4, 12, 6, 14, 2, 10, 5, 13, 1, 9, 3, 11, 7, 15],
  [0, 8, 4, 12, 10, 2, 14, 6, 15, 7, 11, 3, 5, 13, 1, 9],
  [0, 8, 4, 12, 14, 6, 10, 2, 7, 15, 3, 11, 9, 1, 13, 5],
  [0, 8, 12, 4, 6, 14, 10, 2, 9, 1, 5, 13, 15, 7, 3, 11],
  [0, 8, 12, 4, 2, 10, 14, 6, 5, 13, 9, 1, 7, 15, 11, 3],
  [0, 8, 4, 12, 6, 14, 2, 10, 7, 15, 3, 11, 1, 9, 5, 13],
  [0, 8, 12, 4, 14, 6, 2, 10, 15, 7, 3, 11, 1, 9, 13, 5],
]

/* scipy 1.17.1: floor(1024 * qmc.Sobol(32, scramble=False).random(1024)[1000]) */
const POINT_1000 = [
  ...[225, 99, 531, 693, 287, 929, 47, 921, 513, 71, 87, 261, 165, 393, 147, 379],
  ...[737, 353, 1015, 743, 535, 563, 973, 553, 597, 929, 41, 1003, 61, 349, 151, 149],
]

describe('the Sobol sequence', () => {
  it('begins with the published points in every dimension', () => {
    const points = firstPoints(SIXTEENTHS.length, 16)
    expect(SIXTEENTHS.map((_, d) => points.map((point) => 16 * point[d]!))).toEqual(SIXTEENTHS)
  })

  it('is where scipy is after a thousand points, in as many dimensions as there are', () => {
    const point = firstPoints(MOST_SOBOL_DIMENSIONS, 1001)[1000]!
    expect(point.map((x) => Math.floor(1024 * x))).toEqual(POINT_1000)
  })

  it('puts one of 64 points into each 64th of every dimension', () => {
    const points = firstPoints(MOST_SOBOL_DIMENSIONS, 64)
    const each = Array.from({ length: 64 }, (_, i) => i)
    for (let d = 0; d < MOST_SOBOL_DIMENSIONS; d++) {
      const cells = points.map((point) => Math.floor(64 * point[d]!)).sort((a, b) => a - b)
      expect(cells).toEqual(each)
    }
  })

  it('has no point in more dimensions than it has direction numbers for', () => {
    expect(() => sobolPoints(33).next()).toThrow('33 dimensions, expected 1 to 32')
    expect(() => sobolPoints(0).next()).toThrow(RangeError)
  })
})
