import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Dtype, Floats } from '../../math/floats'
import { createRandom } from '../../math/random'
import type { Backend } from '../backend'
import { backendFor } from '../backends'
import { firstDifference, inside, randomNumbers } from '../numbers.testing'
import { operations, type OperationName } from '../operations'
import { scalarBackends } from '../scalar/backend'
import { arenas } from './arena'

const size = fc.integer({ min: 1, max: 19 })
const width = fc.integer({ min: 1, max: 43 })
const depth = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 126, max: 262 }))
const share = fc.constantFrom(0, 0, 0.2)

describe.each<Dtype>(['float64', 'float32'])('%s', (dtype) => {
  /**
   * Runs the same by the SIMD kernels and by the scalar reference and expects the same bits everywhere, also
   * where nothing should have been written.
   */
  function expectSameBits(
    buffers: readonly Floats[],
    run: (backend: Backend, ...buffers: Floats[]) => unknown,
  ): void {
    const kernels = buffers.map(inside)
    const reference = buffers.map((buffer) => buffer.slice())
    expect(run(backendFor(dtype), ...kernels)).toEqual(run(scalarBackends[dtype], ...reference))
    for (let i = 0; i < buffers.length; i++) expect(firstDifference(kernels[i], reference[i])).toBeNull()
  }

  describe.each([
    ['narrow', false],
    ['wide', true],
  ])('products in %s tiles and the scalar reference give the same bits', (_name, areWide) => {
    beforeAll(() => arenas[dtype].useWideTiles(areWide))
    afterAll(() => arenas[dtype].useWideTiles(false))

    const products = {
      'A Bᵀ'(backend: Backend, out: Floats, a: Floats, b: Floats, [m, n, k]: Shape, add: boolean) {
        const blocks = backend.createWeightBlocks(b.subarray(2), 1, n, k)
        blocks.prepareForward()
        blocks.forward(0, out, 3, a, 1, m, add)
      },
      'A B'(backend: Backend, out: Floats, a: Floats, b: Floats, [m, n, k]: Shape, add: boolean) {
        const blocks = backend.createWeightBlocks(b.subarray(2), 1, k, n)
        blocks.prepareBackward()
        blocks.backward(0, out, 3, a, 1, m, add)
      },
      'Aᵀ B'(backend: Backend, out: Floats, a: Floats, b: Floats, [m, n, k]: Shape, add: boolean) {
        if (!add) out.fill(0, 3, 3 + m * n)
        backend.batchSums.addProducts(out, 3, a, 1, b, 2, m, n, 1, k, k)
      },
    }
    type Shape = readonly [m: number, n: number, k: number]

    it.each(Object.entries(products))('product %s', (_name, multiply) => {
      fc.assert(
        fc.property(
          size,
          width,
          depth,
          fc.boolean(),
          share,
          fc.integer(),
          (m, n, k, accumulate, odds, seed) => {
            const out = randomNumbers(dtype, 3 + m * n + 2, seed)
            const a = randomNumbers(dtype, 1 + m * k, seed + 1, odds)
            const b = randomNumbers(dtype, 2 + k * n, seed + 2, odds)
            expectSameBits([out, a, b], (backend, o, x, y) => {
              multiply(backend, o, x, y, [m, n, k], accumulate)
            })
          },
        ),
        { numRuns: 80 },
      )
    })

    it('products wider than one round of packing', () => {
      const [m, n, k] = [135, 530, 3]
      expectSameBits(
        [randomNumbers(dtype, m * n, 1), randomNumbers(dtype, k * m, 2), randomNumbers(dtype, k * n, 3)],
        ({ batchSums }, out, a, b) => {
          batchSums.addProducts(out, 0, a, 0, b, 0, m, n, 1, k, k)
        },
      )
    })

    it('sums over parts of a batch', () => {
      const batch = fc.integer({ min: 1, max: 150 })
      fc.assert(
        fc.property(
          size,
          width,
          fc.integer({ min: 1, max: 9 }),
          batch,
          fc.integer(),
          (m, n, steps, B, seed) => {
            const first = createRandom(seed).integer(B)
            const count = 1 + createRandom(seed + 1).integer(B - first)
            const lengths = [2 + m * n, 1 + steps * B * m, 3 + steps * B * n]
            const buffers = lengths.map((length, i) => randomNumbers(dtype, length, seed + i))
            expectSameBits(buffers, ({ batchSums }, out, a, b) => {
              batchSums.addProducts(out, 2, a, 1 + first * m, b, 3 + first * n, m, n, steps, count, B)
              batchSums.addRows(out, 0, a, 1 + first * m, m, steps, count, B)
            })
          },
        ),
        { numRuns: 60 },
      )
    })

    /**
     * Two products of the blocks of a, over `count` of a batch's sequences, at once and as parts of a command
     * buffer.
     */
    function expectSameBlocks(
      [blocks, m, n, n2]: readonly [number, number, number, number],
      [steps, count, batch]: readonly [number, number, number],
      seed: number,
    ): void {
      const rows = steps * batch
      const lengths = [blocks * m * n, blocks * m * n2, blocks * rows * m + 3, rows * n, rows * n2 + 1]
      const buffers = lengths.map((length, i) => randomNumbers(dtype, length, seed + i))
      expectSameBits(buffers, ({ batchSums, createCommandBuffer }, out, out2, a, b, b2) => {
        const blockLength = rows * m + 1
        const [sizes1, sizes2] = [[0, n] as const, [1, n2] as const]
        const sum = () => {
          const from = [blocks, blockLength, out, b, ...sizes1, out2, b2, ...sizes2, a, 0, m] as const
          batchSums.addProductsOfBlocks(...from, steps, count, batch)
        }
        sum()
        createCommandBuffer(() => [out, out2, a, b2]).inParts(b, 0, sum)
      })
    }

    it('gradients of several gates in one', () => {
      const blocks = fc.integer({ min: 1, max: 4 })
      const steps = fc.integer({ min: 1, max: 9 })
      const batch = fc.integer({ min: 1, max: 40 })
      fc.assert(
        fc.property(blocks, size, width, size, steps, batch, fc.integer(), (g, m, n, n2, t, B, seed) => {
          const count = 1 + createRandom(seed).integer(B)
          expectSameBlocks([g, m, n, n2], [t, count, B], seed)
        }),
        { numRuns: 60 },
      )
    })

    it.each([
      ['more rows than are packed at a time', [3, 137, 9, 5]],
      ['operands too wide to be packed side by side', [2, 5, 505, 17]],
      ['one wider than a round of packing', [2, 3, 530, 4]],
    ] as const)('gradients of several gates in one, with %s', (_name, sizes) => {
      expectSameBlocks(sizes, [3, 2, 5], 1)
    })

    it('products with one of several prepared blocks', () => {
      fc.assert(
        fc.property(size, width, size, fc.integer(), (m, n, k, seed) => {
          const buffers = [2 * n * k, m * n, m * k, m * n, n + 1].map((length, i) =>
            randomNumbers(dtype, length, seed + i),
          )
          expectSameBits(buffers, (backend, weight, y, x, z, b) => {
            const blocks = backend.createWeightBlocks(weight, 2, n, k)
            blocks.prepareForward()
            blocks.prepareBackward()
            blocks.forward(1, y, 0, x, 0, m, true)
            blocks.forwardFrom(0, z, 0, b, 1, x, 0, m)
            blocks.backward(0, x, 0, y, 0, m, true)
          })
        }),
      )
    })
  })

  describe('kernels and the scalar reference give the same bits', () => {
    it.each(Object.keys(operations) as OperationName[])('pointwise %s', (name) => {
      type Operation = (...blocks: Floats[]) => void
      const inputs = scalarBackends[dtype].operations[name].length - 1
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 21 }), share, fc.integer(), (n, odds, seed) => {
          const buffers = [0, 1, 2, 3].map((i) => randomNumbers(dtype, n + 5, seed + i, odds))
          expectSameBits(buffers, (backend, out, ...x) => {
            const blocks = x.slice(0, inputs).map((each, i) => each.subarray(i, i + n))
            ;(backend.operations[name] as Operation)(out.subarray(2, 2 + n), ...blocks)
          })
          // The result in the place of the first input.
          expectSameBits(buffers, (backend, out, ...x) => {
            const [place, ...blocks] = [out, ...x].map((each) => each.subarray(1, 1 + n))
            ;(backend.operations[name] as Operation)(place, ...[place, ...blocks.slice(1)].slice(0, inputs))
          })
        }),
      )
    })

    it('a vector added to rows, and the sum of rows', () => {
      fc.assert(
        fc.property(size, size, share, fc.integer(), (rows, n, odds, seed) => {
          const length = 1 + rows * n
          const buffers = [
            randomNumbers(dtype, length, seed, odds),
            randomNumbers(dtype, length, seed + 1, odds),
          ]
          expectSameBits(buffers, ({ addToRows }, out, x) => {
            addToRows(out.subarray(1), x, 0, n)
          })
          expectSameBits(buffers, ({ batchSums }, out, x) => {
            batchSums.addRows(out, 1, x, 0, n, 1, rows, rows)
          })
        }),
      )
    })

    it('sums of squares, scaling and limiting', () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 21 }), share, fc.integer(), (n, odds, seed) => {
          expectSameBits([randomNumbers(dtype, n, seed, odds)], ({ storeSumOfSquares, scale, limit }, x) => {
            const sums = new Float64Array(2)
            storeSumOfSquares(sums, 0, x, 0, n)
            scale(x, 0.3)
            const isChanged = limit(x, 0.2)
            storeSumOfSquares(sums, 1, x, 0, n)
            return [...sums, isChanged]
          })
        }),
      )
    })

    it('softmax cross-entropy, also over many rows', () => {
      fc.assert(
        fc.property(fc.constantFrom(1, 3, 300), size, fc.integer(), (rows, n, seed) => {
          const random = createRandom(seed)
          const classes = Int32Array.from({ length: rows }, () => random.integer(n))
          const loss = new Float64Array(1)
          const buffers = [randomNumbers(dtype, rows * n, seed), randomNumbers(dtype, rows * n, seed + 1)]
          expectSameBits(buffers, (backend, scores, grad) => {
            backend.softmaxCrossEntropy(loss, scores, classes, grad, rows, n)
            return loss[0]
          })
        }),
        { numRuns: 40 },
      )
    })

    it('the optimizers', () => {
      const settings = new Float64Array([0.01, 0.9, 0.999, 0.3, 1e-8, 0.01, 0.999])
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 21 }), share, fc.integer(), (n, odds, seed) => {
          const buffers = [0, 1, 2].map((i) => randomNumbers(dtype, n, seed + i, odds))
          buffers.push(randomNumbers(dtype, n, seed + 3, odds).map(Math.abs))
          expectSameBits(buffers, ({ updates }, p, g) => {
            updates.sgd(p, g, 0.1, 0.01)
          })
          for (const isNesterov of [false, true]) {
            expectSameBits(buffers, ({ updates }, p, g, b) => {
              updates.momentum(p, g, b, 0.1, 0.9, 0.01, isNesterov)
            })
          }
          expectSameBits(buffers, ({ updates }, p, g, _m, v) => {
            updates.rmsprop(p, g, v, 0.1, 0.99, 1e-8, 0.01)
          })
          expectSameBits(buffers, ({ updates }, p, g, m, v) => {
            updates.adam(p, g, m, v, settings)
          })
        }),
      )
    })
  })
})
