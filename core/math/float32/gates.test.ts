import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as pointwise from '../pointwise'
import * as gates from './gates'
import { bits, inside, randomNumbers } from './float32.testing'

const share = fc.constantFrom(0, 0, 0.2)

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
    fc.assert(fc.property(fc.integer({ min: 1, max: 21 }), share, fc.integer(), check))
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
