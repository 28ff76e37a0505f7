import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { float64 } from '../kernels/scalar/float64'
import { createProducts } from '../kernels/scalar/products'
import { orthogonalMatrix } from '../nn/orthogonal'
import { eigenvalues, spectralRadius } from './eigenvalues'
import { createRandom } from './random'
import { largestSingularValue } from './singularValue'

const { productAB } = createProducts(float64)

/** Eigenvalues as [re, im], by real then imaginary part, rounded to 10 digits. */
function sorted(matrix: readonly number[], n: number): number[][] {
  const { re, im } = eigenvalues(matrix, n)
  const round = (x: number): number => Math.round(x * 1e10) / 1e10 + 0
  return Array.from({ length: n }, (_, i) => [round(re[i]), round(im[i])]).sort(
    (a, b) => a[0] - b[0] || a[1] - b[1],
  )
}

describe('eigenvalues', () => {
  it('of a diagonal and of a triangular matrix are its diagonal', () => {
    expect(sorted([3, 0, 0, 0, -1, 0, 0, 0, 2], 3)).toEqual([
      [-1, 0],
      [2, 0],
      [3, 0],
    ])
    expect(sorted([1, 5, 9, 0, 2, 7, 0, 0, 3], 3)).toEqual([
      [1, 0],
      [2, 0],
      [3, 0],
    ])
  })

  it('of a rotation are a complex pair on the unit circle', () => {
    const [c, s] = [Math.cos(1), Math.sin(1)]
    const round = (x: number): number => Math.round(x * 1e10) / 1e10
    expect(sorted([c, -s, s, c], 2)).toEqual([
      [round(c), -round(s)],
      [round(c), round(s)],
    ])
    expect(sorted([0, -1, 1, 0], 2)).toEqual([
      [0, -1],
      [0, 1],
    ])
  })

  it('of a cyclic shift, where plain shifts make no progress, are the roots of unity', () => {
    expect(sorted([0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], 4)).toEqual([
      [-1, 0],
      [0, -1],
      [0, 1],
      [1, 0],
    ])
    for (const n of [3, 5, 8, 13]) {
      const shift = Array.from({ length: n * n }, (_, i) => (((i % n) + 1) % n === Math.floor(i / n) ? 1 : 0))
      expect(spectralRadius(shift, n)).toBeCloseTo(1, 12)
    }
  })

  it('of a companion matrix are the roots of its polynomial: (x-1)(x-2)(x²+1)', () => {
    // x⁴ - 3x³ + 3x² - 3x + 2
    expect(sorted([3, -3, 3, -2, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], 4)).toEqual([
      [0, -1],
      [0, 1],
      [1, 0],
      [2, 0],
    ])
  })

  it('of defective matrices come within the root of rounding', () => {
    expect(spectralRadius([2, 1, 0, 0, 2, 1, 0, 0, 2], 3)).toBe(2)
    // The same Jordan block in another basis: eigenvalue 2, three times.
    expect(Math.abs(spectralRadius([1, 1, 0, -1, 2, 1, -1, 0, 3], 3) - 2)).toBeLessThan(1e-4)
    const nilpotent = [1, -1, 1, -1]
    expect(spectralRadius(nilpotent, 2)).toBeLessThan(1e-7)
    expect(spectralRadius([0, 1, 0, 0], 2)).toBe(0)
    expect(spectralRadius(new Float64Array(25), 5)).toBe(0)
  })

  it('of an orthogonal matrix all have size 1, and its gain scales them', () => {
    for (const n of [1, 2, 3, 7, 20, 40]) {
      const q = orthogonalMatrix(n, createRandom(n))
      const { re, im } = eigenvalues(q, n)
      for (let i = 0; i < n; i++) expect(Math.hypot(re[i], im[i])).toBeCloseTo(1, 12)
      expect(
        spectralRadius(
          q.map((x) => 1.5 * x),
          n,
        ),
      ).toBeCloseTo(1.5, 11)
    }
  })

  it('of random matrices have the right sum, the right sum of squares and come in conjugate pairs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 14 }), fc.integer(), (n, seed) => {
        const random = createRandom(seed)
        const a = Float64Array.from({ length: n * n }, random.normal)
        const square = new Float64Array(n * n)
        productAB(square, 0, a, 0, a, 0, n, n, n, false)
        const { re, im } = eigenvalues(a, n)
        const trace = (m: Float64Array): number =>
          Array.from({ length: n }, (_, i) => m[i * n + i]).reduce((x, y) => x + y)
        const sum = (values: Iterable<number>): number => [...values].reduce((x, y) => x + y)
        expect(sum(re)).toBeCloseTo(trace(a), 9)
        expect(sum(re.map((x, i) => x * x - im[i] * im[i]))).toBeCloseTo(trace(square), 8)
        expect(sum(im)).toBeCloseTo(0, 9)
      }),
      { numRuns: 50 },
    )
  })

  it('are unknown for matrices with NaN or infinity', () => {
    expect(spectralRadius([1, NaN, 0, 1], 2)).toBeNaN()
    expect(spectralRadius([Infinity], 1)).toBeNaN()
  })

  it('do not suffer from very large or very small elements', () => {
    expect(spectralRadius([0, -1e-160, 1e-160, 0], 2) / 1e-160).toBeCloseTo(1, 10)
    expect(spectralRadius([0, -1e150, 1e150, 0], 2) / 1e150).toBeCloseTo(1, 10)
  })
})

describe('the largest singular value', () => {
  it('of a 2 x 2 matrix agrees with the formula', () => {
    // A Aᵀ of (1 2; 3 4) has trace 30 and determinant 4.
    expect(largestSingularValue([1, 2, 3, 4], 2, 2)).toBeCloseTo(Math.sqrt(15 + Math.sqrt(221)), 12)
  })

  it('of an orthogonal matrix is 1, of a rank-one matrix the product of the norms', () => {
    expect(largestSingularValue(orthogonalMatrix(16, createRandom(0)), 16, 16)).toBeCloseTo(1, 13)
    expect(largestSingularValue([3, 4, 6, 8, 6, 8], 3, 2)).toBeCloseTo(15, 11)
  })

  it('exceeds the spectral radius where a matrix is not normal', () => {
    expect(largestSingularValue([0.5, 100, 0, 0.5], 2, 2)).toBeGreaterThan(100)
    expect(spectralRadius([0.5, 100, 0, 0.5], 2)).toBe(0.5)
  })

  it('takes zeros, tiny, huge and broken matrices', () => {
    expect(largestSingularValue([0, 0, 0, 0], 2, 2)).toBe(0)
    expect(largestSingularValue([3e200, 0, 0, 4e200], 2, 2) / 4e200).toBeCloseTo(1, 12)
    expect(largestSingularValue([3e-200, 0, 0, 4e-200], 2, 2) / 4e-200).toBeCloseTo(1, 12)
    expect(largestSingularValue([1, NaN, 0, 0], 2, 2)).toBeNaN()
  })
})
