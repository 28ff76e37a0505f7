import { describe, expect, it } from 'vitest'
import type { Cell } from '../cells/cell'
import { createRandom } from '../math/random'
import { jacobianNorms } from './jacobian'
import { B, T, trained } from './trained.testing'

/** dh_T/dh_t by central differences: the pass is run again from a disturbed state at t. */
function numericJacobianNorm(cell: Cell, t: number): number {
  const { hiddenSize: H, inputSize } = cell.sizes
  const probe = cell.kind.create({ ...cell.sizes, seqLen: T, batch: 1 }, cell.parameters, cell.options)
  const random = createRandom(5)
  const input = Float64Array.from({ length: T * B * 2 }, random.normal)
  const rest = T - 1 - t
  const after = new Float64Array(rest * inputSize)
  for (let s = 0; s < rest; s++) {
    for (let i = 0; i < inputSize; i++) after[s * inputSize + i] = input[(t + 1 + s) * B * inputSize + i]
  }
  let squares = 0
  for (let j = 0; j < H; j++) {
    const ends = [1e-6, -1e-6].map((step) => {
      const at = (t + 1) * B * H
      probe.h.set(cell.h.subarray(at, at + H))
      probe.c?.set(cell.c?.subarray(at, at + H) ?? [])
      probe.h[j] += step
      probe.forward(after, 0, rest)
      return probe.h.slice(rest * H, (rest + 1) * H)
    })
    for (let i = 0; i < H; i++) squares += ((ends[0][i] - ends[1][i]) / 2e-6) ** 2
  }
  return Math.sqrt(squares / H)
}

describe('Jacobian products', () => {
  for (const changes of [
    { cell: 'rnn' },
    { cell: 'residual' },
    { cell: 'gru' },
    { cell: 'gru', gruVariant: 'resetBefore' },
    { cell: 'lstm' },
    { cell: 'rnn', hiddenSize: 40 },
  ] as const) {
    it(`agree with central differences: ${Object.values(changes).join(' ')}`, () => {
      const { cell } = trained(changes)
      const { h, factors } = jacobianNorms(cell)
      expect(h[T - 1]).toBe(1)
      for (let t = 0; t < T - 1; t++) {
        expect(h[t] / numericJacobianNorm(cell, t)).toBeCloseTo(1, 6)
        expect(factors[t]).toBe(h[t] / h[t + 1])
      }
    })
  }

  it('have factors along either path of an LSTM', () => {
    const { c, factorsC } = jacobianNorms(trained({ cell: 'lstm' }).cell)
    expect(factorsC![T - 1]).toBe(NaN)
    for (let t = 0; t < T - 1; t++) expect(factorsC![t]).toBe(c![t] / c![t + 1])
    expect(jacobianNorms(trained({}).cell).factorsC).toBe(null)
  })

  it('of a linear recurrence are powers of the weight: h = 0.5 h, twice a step back', () => {
    const { model, cell } = trained({ nonlinearity: 'relu', hiddenSize: 1 })
    const [weightIh, weightHh, biasIh] = model.parameters
    weightIh.value.fill(0)
    weightHh.value.fill(0.5)
    biasIh.value.fill(1)
    model.forward(new Float64Array(T * B * 2), new Uint8Array(T))
    expect([...jacobianNorms(cell).h]).toEqual([1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1])
    expect([...jacobianNorms(cell).factors]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, NaN])
  })

  it('stay 0 once they are, and so do their factors', () => {
    const { model, cell } = trained({ nonlinearity: 'relu', hiddenSize: 1 })
    model.parameters[1].value.fill(0)
    model.forward(new Float64Array(T * B * 2), new Uint8Array(T))
    expect([...jacobianNorms(cell).h]).toEqual([0, 0, 0, 0, 0, 1])
    expect([...jacobianNorms(cell).factors]).toEqual([0, 0, 0, 0, 0, NaN])
  })

  it('go the other way in a reversed cell', () => {
    const { model } = trained({ bidirectional: true })
    const { h, factors } = jacobianNorms(model.layers[0][1])
    expect(h[0]).toBe(1)
    expect(h[T - 1]).not.toBe(1)
    expect(factors[0]).toBe(NaN)
    expect(factors[1]).toBe(h[1])
  })

  it('leave the pass that they read untouched', () => {
    const { cell } = trained({ cell: 'lstm' })
    const before = [cell.h, cell.gates, cell.gradH].map((buffer) => buffer.slice())
    jacobianNorms(cell)
    expect([cell.h, cell.gates, cell.gradH]).toEqual(before)
  })
})
