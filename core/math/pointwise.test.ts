import { describe, expect, it } from 'vitest'
import * as elementary from './elementary'
import { copyColumns } from './columns'
import { limitRowNorms, norm } from './norms'
import * as kernels from './pointwise'

const x = Float64Array.of(99, -2, -0.3, 0, 0.5, 3, 99)
const y = Float64Array.of(99, 0.9, 0.2, 0.5, 0.7, 0.1, 99)

/** Runs a kernel on the five numbers in the middle; the ends must stay. */
function middle(run: (out: Float64Array) => void, start = 7): number[] {
  const out = new Float64Array(7).fill(start)
  run(out)
  expect([out[0], out[6]]).toEqual([start, start])
  return [...out.slice(1, 6)]
}

const xs = [...x.slice(1, 6)]
const ys = [...y.slice(1, 6)]

describe('pointwise kernels compute their formula between the offsets only', () => {
  it('nonlinearities', () => {
    expect(middle((o) => kernels.tanh(o, 1, x, 1, 5))).toEqual(xs.map(elementary.tanh))
    expect(middle((o) => kernels.sigmoid(o, 1, x, 1, 5))).toEqual(xs.map(elementary.sigmoid))
    expect(middle((o) => kernels.relu(o, 1, x, 1, 5))).toEqual([0, 0, 0, 0.5, 3])
  })

  it('their backward twins, with relu flat at 0', () => {
    expect(middle((o) => kernels.tanhBackward(o, 1, x, 1, y, 1, 5))).toEqual(
      xs.map((v, i) => v * (1 - ys[i] * ys[i])),
    )
    expect(middle((o) => kernels.sigmoidBackward(o, 1, x, 1, y, 1, 5))).toEqual(
      xs.map((v, i) => v * ys[i] * (1 - ys[i])),
    )
    expect(middle((o) => kernels.reluBackward(o, 1, y, 1, x, 1, 5))).toEqual([0, 0, 0, 0.7, 0.1])
  })

  it('sums and products', () => {
    expect(middle((o) => kernels.copy(o, 1, x, 1, 5))).toEqual(xs)
    expect(middle((o) => kernels.add(o, 1, x, 1, 5))).toEqual(xs.map((v) => 7 + v))
    expect(middle((o) => kernels.sum(o, 1, x, 1, y, 1, 5))).toEqual(xs.map((v, i) => v + ys[i]))
    expect(middle((o) => kernels.subtract(o, 1, x, 1, y, 1, 5))).toEqual(xs.map((v, i) => v - ys[i]))
    expect(middle((o) => kernels.multiply(o, 1, x, 1, y, 1, 5))).toEqual(xs.map((v, i) => v * ys[i]))
    expect(middle((o) => kernels.addProduct(o, 1, x, 1, y, 1, 5))).toEqual(xs.map((v, i) => 7 + v * ys[i]))
    expect(middle((o) => kernels.multiplyComplement(o, 1, x, 1, y, 1, 5))).toEqual(
      xs.map((v, i) => v * (1 - ys[i])),
    )
    expect(middle((o) => kernels.mix(o, 1, y, 1, x, 1, y, 1, 5))).toEqual(
      xs.map((v, i) => (1 - ys[i]) * v + ys[i] * ys[i]),
    )
  })

  it('rows', () => {
    const rows = Float64Array.of(1, 2, 3, 4)
    kernels.addToRows(rows, 0, Float64Array.of(10, 20), 0, 2, 2)
    expect([...rows]).toEqual([11, 22, 13, 24])
    const sums = Float64Array.of(1, 0)
    kernels.addSumOfRows(sums, 0, rows, 0, 2, 2)
    expect([...sums]).toEqual([25, 46])
    const wide = new Float64Array(6)
    copyColumns(wide, 1, 3, rows, 0, 2, 2, 2)
    expect([...wide]).toEqual([0, 11, 22, 0, 13, 24])
  })

  it('NaN passes through every nonlinearity', () => {
    const nan = Float64Array.of(NaN)
    for (const f of [kernels.tanh, kernels.sigmoid, kernels.relu]) {
      const out = new Float64Array(1)
      f(out, 0, nan, 0, 1)
      expect(out[0]).toBeNaN()
    }
  })
})

describe('norms', () => {
  it('are Euclidean, from an offset', () => {
    expect(norm(Float64Array.of(9, 3, 4, 9), 1, 2)).toBe(5)
    expect(norm(new Float64Array(3), 0, 3)).toBe(0)
  })

  it('neither overflow nor vanish before the numbers do', () => {
    expect(norm(Float64Array.of(3e200, 4e200), 0, 2)).toBeCloseTo(5e200, -187)
    expect(norm(Float64Array.of(3e-200, 4e-200), 0, 2) / 5e-200).toBeCloseTo(1, 14)
    expect(norm(Float64Array.of(3e-30, 4e-30), 0, 2) / 5e-30).toBeCloseTo(1, 14)
  })

  it('show NaN and infinity', () => {
    expect(norm(Float64Array.of(1, NaN), 0, 2)).toBeNaN()
    expect(norm(Float64Array.of(Infinity, NaN), 0, 2)).toBeNaN()
    expect(norm(Float64Array.of(1, -Infinity), 0, 2)).toBe(Infinity)
  })

  it('are limited row by row, keeping the direction and counting', () => {
    const rows = Float64Array.of(3, 4, 0.3, 0.4, 30, 40, NaN, 9, Infinity, 1)
    expect(limitRowNorms(rows, 0, 5, 2, 1)).toBe(3)
    expect([...rows.slice(0, 2)]).toEqual([3 * 0.2, 4 * 0.2])
    expect([...rows.slice(2, 4)]).toEqual([0.3, 0.4])
    expect(norm(rows, 4, 2)).toBeCloseTo(1, 14)
    expect([...rows.slice(6, 8)]).toEqual([NaN, 9])
    expect(rows[8]).toBeNaN()
  })
})
