import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addProductsOver, addSumOver } from '../batchSums'
import { matmul, matmulABt, matmulAtB } from '../matmul'
import { limitElements, norm, scale } from '../norms'
import * as pointwise from '../pointwise'
import { createRandom } from '../random'
import { softmaxCrossEntropy } from '../softmax'
import { WeightBlocks } from '../weightBlocks'
import { allocateFloat32, within } from './arena'
import * as gates from './gates'
import * as optimizers from './optimizers'

/** Small and large numbers, zeros of both signs, subnormal ones, infinities and NaN. */
const odd = [0, -0, 1e-45, -3e-40, 1e-38, 2e-31, -1e-20, 1e20, 87, -88, 3e38, -Infinity, Infinity, NaN]

function randomNumbers(length: number, seed: number, oddShare = 0): Float32Array {
  const random = createRandom(seed)
  return Float32Array.from({ length }, () =>
    random.uniform() < oddShare ? odd[random.integer(odd.length)] : random.normal(),
  )
}

/** A copy within reach of the kernels. */
function inside(x: Float32Array): Float32Array {
  const copy = allocateFloat32(x.length)
  copy.set(x)
  expect(within(copy)).toBe(true)
  return copy
}

/** The bits, all NaN alike: which of them an operation gives is left open by the standard. */
function bits(x: Float32Array): number[] {
  return [...x].map((value) => (Number.isNaN(value) ? -1 : new Uint32Array(Float32Array.of(value).buffer)[0]))
}

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
const depth = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 126, max: 262 }))
const share = fc.constantFrom(0, 0, 0.2)

describe('kernels and their scalar twins give the same bits', () => {
  it.each([
    ['A B', matmul],
    ['A Bᵀ', matmulABt],
    ['Aᵀ B', matmulAtB],
  ])('product %s', (_name, multiply) => {
    fc.assert(
      fc.property(size, size, depth, fc.boolean(), share, fc.integer(), (m, n, k, accumulate, odds, seed) => {
        const out = randomNumbers(3 + m * n + 2, seed)
        const a = randomNumbers(1 + m * k, seed + 1, odds)
        const b = randomNumbers(2 + k * n, seed + 2, odds)
        expectSameBits([out, a, b], (o, x, y) => {
          multiply(o, 3, x, 1, y, 2, m, n, k, accumulate)
        })
      }),
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
      fc.property(size, size, fc.integer({ min: 1, max: 9 }), batch, fc.integer(), (m, n, steps, B, seed) => {
        const first = createRandom(seed).integer(B)
        const part = { first, count: 1 + createRandom(seed + 1).integer(B - first) }
        const lengths = [2 + m * n, 1 + steps * B * m, 3 + steps * B * n]
        const buffers = lengths.map((length, i) => randomNumbers(length, seed + i))
        expectSameBits(buffers, (out, a, b) => {
          addProductsOver(part, out, 2, a, 1, b, 3, m, n, steps, B)
          addSumOver(part, out, 0, a, 1, m, steps, B)
        })
      }),
      { numRuns: 60 },
    )
  })

  it('products with a prepared matrix', () => {
    fc.assert(
      fc.property(size, size, size, fc.integer(), (m, n, k, seed) => {
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
        expectSameBits([randomNumbers(rows * n, seed), randomNumbers(rows * n, seed + 1)], (scores, grad) =>
          softmaxCrossEntropy(scores, classes, grad, rows, n),
        )
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

describe('one call for the pointwise work of a step gives the bits of many', () => {
  /** Runs both on copies within reach of the kernels and expects the same bits. */
  function expectSame(
    lengths: number[],
    odds: number,
    seed: number,
    one: (...buffers: Float32Array[]) => boolean,
    many: (...buffers: Float32Array[]) => void,
  ): void {
    const buffers = lengths.map((length, i) => randomNumbers(length, seed + i, odds))
    const first = buffers.map(inside)
    const second = buffers.map(inside)
    expect(one(...first)).toBe(true)
    many(...second)
    expect(first.map(bits)).toEqual(second.map(bits))
  }

  const property = (check: (n: number, odds: number, seed: number) => void): void => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 13 }), share, fc.integer(), check))
  }

  it('LSTM forward', () => {
    property((n, odds, seed) => {
      const [i, f, g, o] = [0, n, 2 * n, 3 * n]
      expectSame(
        [4 * n, 2 * n, n, 2 * n],
        odds,
        seed,
        (q, c, t, h) => gates.lstmForward(q, i, f, g, o, c, 0, n, t, 0, h, n),
        (q, c, t, h) => {
          for (const at of [i, f, o]) pointwise.sigmoid(q, at, q, at, n)
          pointwise.tanh(q, g, q, g, n)
          pointwise.multiply(c, n, q, f, c, 0, n)
          pointwise.addProduct(c, n, q, i, q, g, n)
          pointwise.tanh(t, 0, c, n, n)
          pointwise.multiply(h, n, q, o, t, 0, n)
        },
      )
    })
  })

  it('LSTM backward', () => {
    property((n, odds, seed) => {
      const [i, f, g, o] = [0, n, 2 * n, 3 * n]
      expectSame(
        [4 * n, 4 * n, n, n, n, 2 * n],
        odds,
        seed,
        (q, dq, c, t, dh, dc) => gates.lstmBackward(q, dq, i, f, g, o, c, 0, t, dh, dc, 0, dc, n, n),
        (q, dq, c, t, dh, dc) => {
          pointwise.multiply(dq, i, dh, 0, q, o, n)
          pointwise.tanhBackward(dq, i, dq, i, t, 0, n)
          pointwise.add(dc, 0, dq, i, n)
          pointwise.multiply(dq, o, dh, 0, t, 0, n)
          pointwise.multiply(dq, i, dc, 0, q, g, n)
          pointwise.multiply(dq, g, dc, 0, q, i, n)
          pointwise.multiply(dq, f, dc, 0, c, 0, n)
          for (const at of [i, f, o]) pointwise.sigmoidBackward(dq, at, dq, at, q, at, n)
          pointwise.tanhBackward(dq, g, dq, g, q, g, n)
          pointwise.addProduct(dc, n, dc, 0, q, f, n)
        },
      )
    })
  })

  it('GRU forward', () => {
    property((n, odds, seed) => {
      const [r, z, c] = [0, n, 2 * n]
      expectSame(
        [3 * n, n, 2 * n],
        odds,
        seed,
        (q, m, h) => gates.gruForward(q, r, z, c, m, 0, h, 0, n, n),
        (q, m, h) => {
          for (const at of [r, z]) pointwise.sigmoid(q, at, q, at, n)
          pointwise.addProduct(q, c, q, r, m, 0, n)
          pointwise.tanh(q, c, q, c, n)
          pointwise.mix(h, n, q, z, q, c, h, 0, n)
        },
      )
    })
  })

  it('GRU backward', () => {
    property((n, odds, seed) => {
      const [r, z, c] = [0, n, 2 * n]
      expectSame(
        [3 * n, 3 * n, n, n, n, n],
        odds,
        seed,
        (q, dq, m, dm, dh, h) => gates.gruBackward(q, dq, r, z, c, m, dm, dh, 0, h, 0, n),
        (q, dq, m, dm, dh, h) => {
          pointwise.multiplyComplement(dq, c, dh, 0, q, z, n)
          pointwise.tanhBackward(dq, c, dq, c, q, c, n)
          pointwise.subtract(dq, z, h, 0, q, c, n)
          pointwise.multiply(dq, z, dh, 0, dq, z, n)
          pointwise.sigmoidBackward(dq, z, dq, z, q, z, n)
          pointwise.multiply(dq, r, dq, c, m, 0, n)
          pointwise.multiply(dm, 0, dq, c, q, r, n)
          pointwise.sigmoidBackward(dq, r, dq, r, q, r, n)
        },
      )
    })
  })

  it('leaves numbers that no kernel reaches to the caller', () => {
    const x = new Float32Array(8)
    expect(gates.lstmForward(x, 0, 1, 2, 3, x, 4, 5, x, 6, x, 1)).toBe(false)
    expect(gates.gruForward(x, 0, 1, 2, x, 3, x, 4, 5, 1)).toBe(false)
    const y = new Float64Array(8)
    expect(gates.lstmBackward(y, y, 0, 1, 2, 3, y, 0, y, y, y, 0, y, 1, 1)).toBe(false)
    expect(gates.gruBackward(y, y, 0, 1, 2, y, y, y, 0, y, 0, 1)).toBe(false)
  })
})
