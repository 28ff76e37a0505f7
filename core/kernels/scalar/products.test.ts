import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../math/random'
import { float32 } from './float32'
import { float64 } from './float64'
import type { Product } from './products'
import { createProducts } from './products'

const { productAB, productABt, productAtB } = createProducts(float64)

/** `productAtB` of dense matrices, which always adds. */
const denseAtB: Product = (c, co, a, ao, b, bo, m, n, k, accumulate) => {
  if (!accumulate) c.fill(0, co, co + m * n)
  productAtB(c, co, a, ao, b, bo, m, n, k, k, k)
}

/** Element (i, l) of A and (l, j) of B in each form. */
const forms: Record<string, { multiply: Product; a: Index; b: Index }> = {
  'A B': { multiply: productAB, a: (i, l, _m, k) => i * k + l, b: (l, j, n) => l * n + j },
  'A Bᵀ': { multiply: productABt, a: (i, l, _m, k) => i * k + l, b: (l, j, _n, k) => j * k + l },
  'Aᵀ B': { multiply: denseAtB, a: (i, l, m) => l * m + i, b: (l, j, n) => l * n + j },
}
type Index = (row: number, column: number, extent: number, k: number) => number

function filled(length: number, seed: number): Float64Array {
  const random = createRandom(seed)
  return Float64Array.from({ length }, () => random.uniform(-1, 1))
}

describe.each(Object.entries(forms))('%s', (_name, { multiply, a, b }) => {
  it('agrees with the definition for all shapes, at offsets, overwriting and accumulating', () => {
    const size = fc.integer({ min: 1, max: 11 })
    const depth = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 250, max: 520 }))
    fc.assert(
      fc.property(size, size, depth, fc.boolean(), fc.integer(), (m, n, k, accumulate, seed) => {
        const A = filled(3 + m * k, seed)
        const B = filled(5 + k * n, seed + 1)
        const out = filled(2 + m * n + 4, seed + 2)
        const before = out.slice()
        multiply(out, 2, A, 3, B, 5, m, n, k, accumulate)
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) {
            let want = accumulate ? before[2 + i * n + j] : 0
            for (let l = 0; l < k; l++) want += A[3 + a(i, l, m, k)] * B[5 + b(l, j, n, k)]
            expect(Math.abs(out[2 + i * n + j] - want)).toBeLessThan(1e-12)
          }
        }
        expect([...out.slice(0, 2), ...out.slice(-4)]).toEqual([...before.slice(0, 2), ...before.slice(-4)])
      }),
      { numRuns: 60 },
    )
  })

  it('passes NaN on, also against a zero', () => {
    const out = new Float64Array(1)
    multiply(out, 0, Float64Array.of(0, 1), 0, Float64Array.of(NaN, 1), 0, 1, 1, 2, false)
    expect(out[0]).toBeNaN()
  })
})

it('a product worked by hand: (1 2; 3 4) (5 6; 7 8) = (19 22; 43 50)', () => {
  const A = Float64Array.of(1, 2, 3, 4)
  const B = Float64Array.of(5, 6, 7, 8)
  const out = new Float64Array(4)
  productAB(out, 0, A, 0, B, 0, 2, 2, 2, false)
  expect([...out]).toEqual([19, 22, 43, 50])
  productABt(out, 0, A, 0, B, 0, 2, 2, 2, false)
  expect([...out]).toEqual([17, 23, 39, 53])
  denseAtB(out, 0, A, 0, B, 0, 2, 2, 2, true)
  expect([...out]).toEqual([17 + 26, 23 + 30, 39 + 38, 53 + 44])
})

it('rows that come in runs are those of some sequences of a batch', () => {
  // Two steps of three sequences, of which the first two count.
  const a = Float64Array.of(1, 2, 100, 3, 4, 100)
  const b = Float64Array.of(1, 10, 100, 100, 1000, 100)
  const out = new Float64Array(1)
  productAtB(out, 0, a, 0, b, 0, 1, 1, 4, 2, 3)
  expect(out[0]).toBe(1 + 20 + 300 + 4000)
})

it('float32 products are rounded at each step', () => {
  const out = new Float32Array(1)
  const a = Float32Array.of(2 ** 24, 1, 1)
  createProducts(float32).productAB(out, 0, a, 0, Float32Array.of(1, 1, 1), 0, 1, 1, 3, false)
  expect(out[0]).toBe(2 ** 24)
})
