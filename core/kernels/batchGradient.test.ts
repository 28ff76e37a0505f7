import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BatchGradient, cutBatch } from './batchGradient'
import type { Dtype, Floats } from '../math/floats'
import { createRandom } from '../math/random'
import { allocate, backendFor } from './backends'

function filled(dtype: Dtype, length: number, seed: number): Floats {
  const random = createRandom(seed)
  const floats = allocate(dtype, length)
  for (let i = 0; i < length; i++) floats[i] = random.uniform(-1, 1)
  return floats
}

describe('a batch is cut', () => {
  it('into two parts that cover it, from 16 sequences on', () => {
    for (let batch = 16; batch < 70; batch++) {
      const [first, second] = cutBatch(batch, backendFor(batch % 2 ? 'float64' : 'float32'))
      expect(first.first).toBe(0)
      expect(second.first).toBe(first.count)
      expect(first.count + second.count).toBe(batch)
      // A thread's share begins at a whole tile.
      expect(second.first % 4).toBe(0)
    }
  })

  it('not at all if it is smaller', () => {
    expect(cutBatch(15, backendFor('float32'))).toEqual([{ first: 0, count: 15 }])
    expect(cutBatch(15, backendFor('float64'))).toEqual([{ first: 0, count: 15 }])
  })
})

describe.each(['float32', 'float64'] as const)('the %s gradient of a parameter', (dtype) => {
  const backend = backendFor(dtype)
  const bound = dtype === 'float64' ? 1e-12 : 1e-4

  it('gets the sum over all steps and sequences', () => {
    const size = fc.integer({ min: 1, max: 9 })
    const steps = fc.integer({ min: 1, max: 12 })
    const batch = fc.integer({ min: 2, max: 40 })
    fc.assert(
      fc.property(size, size, steps, batch, fc.integer(), (m, n, T, B, seed) => {
        const [a, b] = [filled(dtype, 1 + T * B * m, seed), filled(dtype, 2 + T * B * n, seed + 1)]
        const grad = filled(dtype, 3 + m * n, seed + 2)
        const bias = filled(dtype, 1 + n, seed + 3)
        const [gradBefore, biasBefore] = [grad.slice(), bias.slice()]

        const [products, sums] = [new BatchGradient(backend, grad, B), new BatchGradient(backend, bias, B)]
        // Twice: what was summed before must not be added again.
        for (let pass = 0; pass < 2; pass++) {
          for (const sum of [products, sums]) sum.prepare()
          for (let p = 0; p < products.numParts; p++) {
            products.addProducts(p, 3, a, 1, b, 2, m, n, T)
            sums.addSum(p, 1, b, 2, n, T)
          }
          for (const sum of [products, sums]) sum.addUp()
        }

        for (let j = 0; j < n; j++) {
          let total = 0
          for (let row = 0; row < T * B; row++) total += b[2 + row * n + j]
          expect(Math.abs(bias[1 + j] - biasBefore[1 + j] - 2 * total)).toBeLessThan(bound)
          for (let i = 0; i < m; i++) {
            let product = 0
            for (let row = 0; row < T * B; row++) product += a[1 + row * m + i] * b[2 + row * n + j]
            const at = 3 + i * n + j
            expect(Math.abs(grad[at] - gradBefore[at] - 2 * product)).toBeLessThan(bound)
          }
        }
        expect([...grad.slice(0, 3), bias[0]]).toEqual([...gradBefore.slice(0, 3), biasBefore[0]])
      }),
      { numRuns: 60 },
    )
  })
})
