import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { matmul, matmulABt, matmulAtB } from '../matmul'
import { limitElements, norm, scale } from '../norms'
import * as pointwise from '../pointwise'
import { createRandom } from '../random'
import { Recording } from '../recording'
import { softmaxCrossEntropy } from '../softmax'
import { WeightBlocks } from '../weightBlocks'
import { useWideTiles } from './arena'
import * as batchSums from './batchSums'
import * as optimizers from './optimizers'
import { bits, inside, randomNumbers } from './float32.testing'

/**
 * Runs the same on kernels and on their twins and expects the same bits everywhere, also where nothing
 * should have been written.
 */
function expectSameBits(buffers: Float32Array[], run: (...buffers: Float32Array[]) => unknown): void {
  const kernels = buffers.map(inside)
  const twins = buffers.map((buffer) => buffer.slice())
  expect(run(...kernels)).toEqual(run(...twins))
  for (let i = 0; i < buffers.length; i++) expect(bits(kernels[i])).toEqual(bits(twins[i]))
}

const size = fc.integer({ min: 1, max: 19 })
const width = fc.integer({ min: 1, max: 43 })
const depth = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 126, max: 262 }))
const share = fc.constantFrom(0, 0, 0.2)

describe.each([
  ['narrow', false],
  ['wide', true],
])('products in %s tiles and their scalar twins give the same bits', (_name, areWide) => {
  beforeAll(() => useWideTiles(areWide))
  afterAll(() => useWideTiles(false))

  it.each([
    ['A B', matmul],
    ['A Bᵀ', matmulABt],
    ['Aᵀ B', matmulAtB],
  ])('product %s', (_name, multiply) => {
    fc.assert(
      fc.property(
        size,
        width,
        depth,
        fc.boolean(),
        share,
        fc.integer(),
        (m, n, k, accumulate, odds, seed) => {
          const out = randomNumbers(3 + m * n + 2, seed)
          const a = randomNumbers(1 + m * k, seed + 1, odds)
          const b = randomNumbers(2 + k * n, seed + 2, odds)
          expectSameBits([out, a, b], (o, x, y) => {
            multiply(o, 3, x, 1, y, 2, m, n, k, accumulate)
          })
        },
      ),
      { numRuns: 80 },
    )
  })

  it('products of nothing overwrite or leave alone', () => {
    for (const multiply of [matmul, matmulABt, matmulAtB]) {
      for (const accumulate of [false, true]) {
        expectSameBits([Float32Array.of(5, 6), Float32Array.of(1), Float32Array.of(1)], (o, x, y) => {
          multiply(o, 0, x, 0, y, 0, 2, 1, 0, accumulate)
          multiply(o, 0, x, 0, y, 0, 0, 1, 1, accumulate)
        })
      }
    }
  })

  it('products wider than one round of packing', () => {
    const [m, n, k] = [135, 530, 3]
    expectSameBits([randomNumbers(m * n, 1), randomNumbers(k * m, 2), randomNumbers(k * n, 3)], (o, x, y) => {
      matmulAtB(o, 0, x, 0, y, 0, m, n, k, true)
    })
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
          const buffers = lengths.map((length, i) => randomNumbers(length, seed + i))
          expectSameBits(buffers, (out, a, b) => {
            batchSums.addProducts(out, 2, a, 1 + first * m, b, 3 + first * n, m, n, steps, count, B)
            batchSums.addSum(out, 0, a, 1 + first * m, m, steps, count, B)
          })
        },
      ),
      { numRuns: 60 },
    )
  })

  /** Two products of the blocks of a, over `count` of a batch's sequences, at once and as parts of a tape. */
  function expectSameBlocks(
    [blocks, m, n, n2]: readonly [number, number, number, number],
    [steps, count, batch]: readonly [number, number, number],
    seed: number,
  ): void {
    const rows = steps * batch
    const lengths = [blocks * m * n, blocks * m * n2, blocks * rows * m + 3, rows * n, rows * n2 + 1]
    const buffers = lengths.map((length, i) => randomNumbers(length, seed + i))
    const sum = (
      out: Float32Array,
      out2: Float32Array,
      a: Float32Array,
      b: Float32Array,
      b2: Float32Array,
    ) => {
      const length = rows * m + 1
      batchSums.addProductsOfBlocks(
        blocks,
        length,
        out,
        b,
        0,
        n,
        out2,
        b2,
        1,
        n2,
        a,
        0,
        m,
        steps,
        count,
        batch,
      )
    }
    expectSameBits(buffers, (out, out2, a, b, b2) => {
      sum(out, out2, a, b, b2)
      const recording = new Recording(() => [out, out2, a, b2])
      recording.inParts(b, 0, () => sum(out, out2, a, b, b2))
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

  it('products with a prepared matrix', () => {
    fc.assert(
      fc.property(size, width, size, fc.integer(), (m, n, k, seed) => {
        const buffers = [2 * n * k, m * n, m * k, m * n, n + 1].map((length, i) =>
          randomNumbers(length, seed + i),
        )
        expectSameBits(buffers, (weight, y, x, z, b) => {
          const blocks = new WeightBlocks(weight, 2, n, k)
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

describe('kernels and their scalar twins give the same bits', () => {
  const binary = [
    ...['sum', 'subtract', 'multiply', 'addProduct', 'multiplyComplement'],
    ...['tanhBackward', 'sigmoidBackward', 'reluBackward'],
  ] as const

  it.each(['tanh', 'sigmoid', 'relu', 'copy', 'add', ...binary, 'mix'] as const)('pointwise %s', (name) => {
    // All take (out, offset, x, offset, y, offset, .., n) with one to three inputs.
    const kernel = pointwise[name] as (...args: unknown[]) => void
    const inputs = (kernel.length - 3) / 2
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 21 }), share, fc.integer(), (n, odds, seed) => {
        const buffers = [0, 1, 2, 3].map((i) => randomNumbers(n + 5, seed + i, odds))
        expectSameBits(buffers, (out, ...x) => {
          kernel(out, 2, ...x.slice(0, inputs).flatMap((each, i) => [each, i]), n)
        })
        // The result in the place of the first input.
        expectSameBits(buffers, (out, ...x) => {
          kernel(out, 1, out, 1, ...x.slice(1, inputs).flatMap((each) => [each, 1]), n)
        })
      }),
    )
  })

  it.each(['addToRows', 'addSumOfRows'] as const)('%s', (name) => {
    fc.assert(
      fc.property(size, size, share, fc.integer(), (rows, n, odds, seed) => {
        const length = 1 + rows * n
        expectSameBits(
          [randomNumbers(length, seed, odds), randomNumbers(length, seed + 1, odds)],
          (out, x) => {
            pointwise[name](out, 1, x, 0, rows, n)
          },
        )
      }),
    )
  })

  it('norm, scaling and limiting', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 21 }), share, fc.integer(), (n, odds, seed) => {
        expectSameBits([randomNumbers(n, seed, odds)], (x) => {
          const before = norm(x, 0, n)
          scale(x, 0.3)
          return [before, limitElements(x, 0.2), norm(x, 0, n)]
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
        expectSameBits([randomNumbers(rows * n, seed), randomNumbers(rows * n, seed + 1)], (scores, grad) => {
          softmaxCrossEntropy(loss, scores, classes, grad, rows, n)
          return loss[0]
        })
      }),
      { numRuns: 40 },
    )
  })

  it('the optimizers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 21 }), share, fc.integer(), (n, odds, seed) => {
        const buffers = [0, 1, 2].map((i) => randomNumbers(n, seed + i, odds))
        buffers.push(randomNumbers(n, seed + 3, odds).map(Math.abs))
        expectSameBits(buffers, (p, g) => optimizers.sgd(p, g, 0.1, 0.01))
        expectSameBits(buffers, (p, g, b) => optimizers.momentum(p, g, b, 0.1, 0.9, 0.01, false))
        expectSameBits(buffers, (p, g, b) => optimizers.momentum(p, g, b, 0.1, 0.9, 0.01, true))
        expectSameBits(buffers, (p, g, _m, v) => optimizers.rmsprop(p, g, v, 0.1, 0.99, 1e-8, 0.01))
        expectSameBits(buffers, (p, g, m, v) =>
          optimizers.adam(p, g, m, v, new Float64Array([0.01, 0.9, 0.999, 0.3, 1e-8, 0.01, 0.999])),
        )
      }),
    )
  })
})
