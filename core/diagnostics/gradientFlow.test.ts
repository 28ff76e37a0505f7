import { describe, expect, it } from 'vitest'
import type { Cell } from '../cells/cell'
import { createRandom } from '../math/random'
import { initializeModel } from '../nn/init'
import { createModel, type Model, type ModelSpec } from '../nn/model'
import {
  gateSaturation,
  gradientNorms,
  recurrentSpectra,
  snapshot,
  stepGradientNorms,
  updateRatios,
} from './gradientFlow'
import { jacobianNorms } from './jacobian'
import { judgeGradient, judgeNorms } from './verdict'

const T = 6
const B = 3

function trained(changes: Partial<ModelSpec>, steps = T): { model: Model; cell: Cell } {
  const spec: ModelSpec = {
    cell: 'rnn',
    nonlinearity: 'tanh',
    gruVariant: 'resetAfter',
    hiddenSize: 5,
    numLayers: 1,
    bias: true,
    bidirectional: false,
    init: 'orthogonal',
    initGain: 1,
    forgetBias: 1,
    inputSize: 2,
    outputSize: 2,
    ...changes,
  }
  const model = createModel(spec, { seqLen: steps, batch: B, dtype: 'float64' })
  initializeModel(model, 4)
  const random = createRandom(5)
  const input = Float64Array.from({ length: steps * B * 2 }, random.normal)
  const supervised = new Uint8Array(steps)
  supervised[steps - 1] = 1
  const scores = model.forward(input, supervised)
  model.backward(scores)
  return { model, cell: model.layers[0][0] }
}

/** dh_T/dh_t by central differences: the pass is run again from a disturbed state at t. */
function numericJacobianNorm(cell: Cell, t: number, item: number): number {
  const { hiddenSize: H, inputSize } = cell.sizes
  const probe = cell.kind.create({ ...cell.sizes, seqLen: T, batch: 1 }, cell.parameters, cell.options)
  const random = createRandom(5)
  const input = Float64Array.from({ length: T * B * 2 }, random.normal)
  const rest = T - 1 - t
  const after = new Float64Array(rest * inputSize)
  for (let s = 0; s < rest; s++) {
    for (let i = 0; i < inputSize; i++)
      after[s * inputSize + i] = input[((t + 1 + s) * B + item) * inputSize + i]
  }
  let squares = 0
  for (let j = 0; j < H; j++) {
    const ends = [1e-6, -1e-6].map((step) => {
      const at = ((t + 1) * B + item) * H
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
  ] as const) {
    it(`agree with central differences: ${Object.values(changes).join(' ')}`, () => {
      const { cell } = trained(changes)
      for (const item of [0, 2]) {
        const { h, factors } = jacobianNorms(cell, { item })
        expect(h[T - 1]).toBe(1)
        for (let t = 0; t < T - 1; t++) {
          expect(h[t] / numericJacobianNorm(cell, t, item)).toBeCloseTo(1, 6)
          expect(factors[t]).toBe(h[t] / h[t + 1])
        }
      }
    })
  }

  it('of a linear recurrence are powers of the weight: h = 0.5 h, twice a step back', () => {
    const { model, cell } = trained({ nonlinearity: 'relu', hiddenSize: 1 })
    const [weightIh, weightHh, biasIh] = model.parameters
    weightIh.value.fill(0)
    weightHh.value.fill(0.5)
    biasIh.value.fill(1)
    model.forward(new Float64Array(T * B * 2), new Uint8Array(T))
    expect([...jacobianNorms(cell).h]).toEqual([1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1])
    expect([...jacobianNorms(cell).factors]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 1])
  })

  it('go the other way in a reversed cell', () => {
    const { model } = trained({ bidirectional: true })
    const { h } = jacobianNorms(model.layers[0][1])
    expect(h[0]).toBe(1)
    expect(h[T - 1]).not.toBe(1)
  })

  it('give the largest singular value where asked, never below the root mean square', () => {
    const { cell } = trained({ hiddenSize: 40 }, 3)
    const { h, spectral } = jacobianNorms(cell, { spectral: true })
    expect(spectral?.[2]).toBeCloseTo(1, 12)
    for (let t = 0; t < 3; t++) expect(spectral?.[t]).toBeGreaterThanOrEqual(h[t] * (1 - 1e-12))
  })

  it('leave the pass that they read untouched', () => {
    const { cell } = trained({ cell: 'lstm' })
    const before = [cell.h, cell.gates, cell.gradH].map((buffer) => buffer.slice())
    jacobianNorms(cell)
    expect([cell.h, cell.gates, cell.gradH]).toEqual(before)
  })

  it('refuse an item that is not in the batch', () => {
    const { cell } = trained({})
    expect(() => jacobianNorms(cell, { item: 3 })).toThrow('item is 3, expected 0 to 2')
  })
})

describe('the verdict', () => {
  it('finds a tanh net of small weights vanishing and a residual net exploding, LSTM with open gates healthy', () => {
    expect(judgeGradient(trained({ initGain: 0.3 }, 20).cell).verdict).toBe('vanishing')
    expect(judgeGradient(trained({ cell: 'residual', hiddenSize: 16 }, 30).cell).verdict).toBe('exploding')
    expect(judgeGradient(trained({ cell: 'lstm', forgetBias: 3 }, 20).cell).verdict).toBe('healthy')
  })

  it('gives the numbers behind it', () => {
    expect(judgeNorms({ h: Float64Array.of(0.25, 0.5, 1), c: null })).toEqual({
      verdict: 'healthy',
      gain: 0.25,
      factor: 0.5,
      steps: 3,
      vanishingBelow: 1e-3,
      explodingAbove: 10,
    })
  })

  it('takes the stronger of two ways, and NaN for exploding', () => {
    expect(judgeNorms({ h: Float64Array.of(1e-9, 1), c: Float64Array.of(0.5, 1) }).verdict).toBe('healthy')
    expect(judgeNorms({ h: Float64Array.of(NaN, 1), c: null }).verdict).toBe('exploding')
    expect(judgeNorms({ h: Float64Array.of(1), c: null })).toMatchObject({ verdict: 'healthy', factor: 1 })
  })
})

describe('diagnostics of one pass', () => {
  it('norms of dL/dh_t and dL/dc_t are those of the stored gradients', () => {
    const { cell } = trained({ cell: 'lstm' })
    const { h, c } = stepGradientNorms(cell)
    expect(h).toHaveLength(T)
    expect(c).toHaveLength(T)
    const last = [...cell.gradH.subarray((T - 1) * B * 5)]
    expect(h[T - 1]).toBeCloseTo(Math.sqrt(last.reduce((sum, x) => sum + x * x, 0)), 12)
    expect(stepGradientNorms(trained({ cell: 'gru' }).cell).c).toBeNull()
  })

  it('the total gradient norm is that of all parameters together', () => {
    const { model } = trained({})
    const { total, parameters } = gradientNorms(model.parameters)
    expect(parameters.map(({ name }) => name)).toEqual(model.parameters.map(({ name }) => name))
    expect(total).toBeCloseTo(Math.sqrt(parameters.reduce((sum, { norm }) => sum + norm * norm, 0)), 12)
  })

  it('spectra of orthogonal recurrent blocks are the gain, gate by gate', () => {
    const spectra = recurrentSpectra(trained({ cell: 'gru', initGain: 0.7 }).cell)
    expect(spectra.map(({ gate }) => gate)).toEqual(['r', 'z', 'n'])
    for (const { spectralRadius, largestSingularValue } of spectra) {
      expect(spectralRadius).toBeCloseTo(0.7, 12)
      expect(largestSingularValue).toBeCloseTo(0.7, 12)
    }
  })

  it('gates count as saturated below 0.05 and above 0.95', () => {
    const { cell } = trained({ cell: 'lstm' })
    const block = B * 5
    cell.gates.fill(0.5)
    cell.gates.fill(0.01, T * block, T * block + 5)
    cell.gates.fill(0.99, (T + 1) * block, (T + 2) * block)
    const [i, f, o] = gateSaturation(cell)
    expect([i.gate, f.gate, o.gate]).toEqual(['i', 'f', 'o'])
    expect([...i.low, ...o.high]).toEqual(new Array(2 * T).fill(0))
    expect([f.low[0], f.high[0], f.high[1]]).toEqual([1 / 3, 0, 1])
    expect(gateSaturation(trained({}).cell)).toEqual([])
  })

  it('update ratios compare the step with the size before it', () => {
    const { model } = trained({})
    const before = snapshot(model.parameters)
    for (let i = 0; i < model.parameters[0].value.length; i++) model.parameters[0].value[i] *= 1.01
    model.parameters[2].value.fill(1)
    const ratios = updateRatios(before, model.parameters)
    expect(ratios[0].ratio).toBeCloseTo(0.01, 12)
    expect(ratios[1].ratio).toBe(0)
    expect(ratios[2].ratio).toBe(Infinity)
  })
})
