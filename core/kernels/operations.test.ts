import { describe, expect, it } from 'vitest'
import * as elementary from '../math/elementary'
import { copyColumns } from '../math/columns'
import { backendFor } from './backends'

const { operations, addToRows, batchSums } = backendFor('float64')

const x = Float64Array.of(-2, -0.3, 0, 0.5, 3)
const y = Float64Array.of(0.9, 0.2, 0.5, 0.7, 0.1)

/** Runs an operation on a view of five numbers in the middle of a buffer; the ends must stay. */
function middle(run: (out: Float64Array) => void, start = 7): number[] {
  const out = new Float64Array(7).fill(start)
  run(out.subarray(1, 6))
  expect([out[0], out[6]]).toEqual([start, start])
  return [...out.slice(1, 6)]
}

const xs = [...x]
const ys = [...y]

describe('pointwise operations compute their formula within their view only', () => {
  it('nonlinearities', () => {
    expect(middle((o) => operations.tanh(o, x))).toEqual(xs.map(elementary.tanh))
    expect(middle((o) => operations.sigmoid(o, x))).toEqual(xs.map(elementary.sigmoid))
    expect(middle((o) => operations.relu(o, x))).toEqual([0, 0, 0, 0.5, 3])
  })

  it('their gradients, with relu flat at 0', () => {
    expect(middle((o) => operations.tanhBackward(o, x, y))).toEqual(xs.map((v, i) => v * (1 - ys[i] * ys[i])))
    expect(middle((o) => operations.sigmoidBackward(o, x, y))).toEqual(
      xs.map((v, i) => v * ys[i] * (1 - ys[i])),
    )
    expect(middle((o) => operations.reluBackward(o, y, x))).toEqual([0, 0, 0, 0.7, 0.1])
  })

  it('sums and products', () => {
    expect(middle((o) => operations.clear(o))).toEqual([0, 0, 0, 0, 0])
    expect(middle((o) => operations.copy(o, x))).toEqual(xs)
    expect(middle((o) => operations.add(o, x))).toEqual(xs.map((v) => 7 + v))
    expect(middle((o) => operations.sum(o, x, y))).toEqual(xs.map((v, i) => v + ys[i]))
    expect(middle((o) => operations.subtract(o, x, y))).toEqual(xs.map((v, i) => v - ys[i]))
    expect(middle((o) => operations.multiply(o, x, y))).toEqual(xs.map((v, i) => v * ys[i]))
    expect(middle((o) => operations.addProduct(o, x, y))).toEqual(xs.map((v, i) => 7 + v * ys[i]))
    expect(middle((o) => operations.multiplyComplement(o, x, y))).toEqual(xs.map((v, i) => v * (1 - ys[i])))
    expect(middle((o) => operations.mix(o, y, x, y))).toEqual(
      xs.map((v, i) => (1 - ys[i]) * v + ys[i] * ys[i]),
    )
  })

  it('NaN passes through every nonlinearity', () => {
    for (const f of [operations.tanh, operations.sigmoid, operations.relu]) {
      const out = new Float64Array(1)
      f(out, Float64Array.of(NaN))
      expect(out[0]).toBeNaN()
    }
  })
})

it('rows get a vector, are added up, and go into columns', () => {
  const rows = Float64Array.of(1, 2, 3, 4)
  addToRows(rows, Float64Array.of(5, 10, 20), 1, 2)
  expect([...rows]).toEqual([11, 22, 13, 24])
  const sums = Float64Array.of(1, 0)
  batchSums.addRows(sums, 0, rows, 0, 2, 1, 2, 2)
  expect([...sums]).toEqual([25, 46])
  const wide = new Float64Array(6)
  copyColumns(wide, 1, 3, rows, 0, 2, 2, 2)
  expect([...wide]).toEqual([0, 11, 22, 0, 13, 24])
})
