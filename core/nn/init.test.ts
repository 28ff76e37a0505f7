import { describe, expect, it } from 'vitest'
import type { Floats } from '../math/floats'
import { createRandom } from '../math/random'
import { initializeModel } from './init'
import { createModel, type Model, type ModelSpec } from './model'
import { orthogonalMatrix } from './orthogonal'
import { findParameter } from './parameter'

const H = 12

function initialized(changes: Partial<ModelSpec>, seed = 0, dtype: 'float64' | 'float32' = 'float64'): Model {
  const spec: ModelSpec = {
    cell: 'lstm',
    nonlinearity: 'tanh',
    gruVariant: 'resetAfter',
    residualScale: 1,
    embeddingSize: null,
    dropout: 0,
    learnInitialState: false,
    hiddenSize: H,
    numLayers: 2,
    bias: true,
    bidirectional: false,
    init: 'orthogonal',
    initGain: 1,
    forgetBias: 1,
    inputSize: 6,
    outputSize: 3,
    ...changes,
  }
  const model = createModel(spec, { seqLen: 2, batch: 1, dtype })
  initializeModel(model, seed)
  return model
}

function values(model: Model, name: string): Floats {
  return findParameter(model.parameters, name).value
}

/** The largest |Q Qᵀ - gain² I| of a square block. */
function orthogonalityError(q: Floats, n: number, gain: number): number {
  let largest = 0
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let dot = 0
      for (let k = 0; k < n; k++) dot += q[i * n + k] * q[j * n + k]
      largest = Math.max(largest, Math.abs(dot - (i === j ? gain * gain : 0)))
    }
  }
  return largest
}

/** All within ±bound, filling it, with the variance of a uniform distribution. */
function expectUniform(values: Floats, bound: number): void {
  const x = [...values]
  const most = x.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
  const variance = x.reduce((sum, value) => sum + value * value, 0) / x.length
  expect(most).toBeLessThanOrEqual(bound)
  expect(most).toBeGreaterThan(0.8 * bound)
  expect(variance / ((bound * bound) / 3)).toBeGreaterThan(0.6)
  expect(variance / ((bound * bound) / 3)).toBeLessThan(1.4)
}

describe('initialisation', () => {
  it('pytorch: everything uniform within 1/√H, the head within 1/√inputs, no forget bias', () => {
    const model = initialized({ init: 'pytorch', forgetBias: 5 })
    for (const name of ['weight_ih_l0', 'weight_hh_l1', 'bias_ih_l0', 'bias_hh_l1']) {
      expectUniform(values(model, `rnn.${name}`), 1 / Math.sqrt(H))
    }
    expectUniform(values(model, 'head.weight'), 1 / Math.sqrt(H))
    expect(Math.abs(values(model, 'head.bias')[0])).toBeLessThanOrEqual(1 / Math.sqrt(H))
    expect(values(model, 'head.bias')[0]).not.toBe(0)
  })

  it('orthogonal: every gate block times the gain, gate by gate', () => {
    const model = initialized({ init: 'orthogonal', initGain: 1.5 })
    const weight = values(model, 'rnn.weight_hh_l0')
    for (let gate = 0; gate < 4; gate++) {
      const block = weight.subarray(gate * H * H, (gate + 1) * H * H)
      expect(orthogonalityError(block, H, 1.5)).toBeLessThan(1e-14)
    }
    expect([...weight.subarray(0, H)]).not.toEqual([...weight.subarray(H * H, H * H + H)])
  })

  it('orthogonal, glorot and identity: Glorot input weights, zero biases but the forget gate', () => {
    for (const init of ['orthogonal', 'glorot', 'identity'] as const) {
      const model = initialized({ init, forgetBias: 2 })
      expectUniform(values(model, 'rnn.weight_ih_l0'), Math.sqrt(6 / (6 + H)))
      expectUniform(values(model, 'rnn.weight_ih_l1'), Math.sqrt(6 / (H + H)))
      expectUniform(values(model, 'head.weight'), 1 / Math.sqrt(H))
      const bias = [...values(model, 'rnn.bias_ih_l0')]
      expect(bias).toEqual(bias.map((_, i) => (i >= H && i < 2 * H ? 2 : 0)))
      expect(values(model, 'rnn.bias_hh_l0').every((value) => value === 0)).toBe(true)
    }
  })

  it('glorot: recurrent weights uniform, scaled by the gain', () => {
    expectUniform(
      values(initialized({ init: 'glorot', initGain: 2 }), 'rnn.weight_hh_l0'),
      2 * Math.sqrt(3 / H),
    )
  })

  it('identity: the gain on the diagonal of every block', () => {
    const weight = values(initialized({ cell: 'gru', init: 'identity', initGain: 0.5 }), 'rnn.weight_hh_l0')
    weight.forEach((value, i) => expect(value).toBe(Math.floor(i / H) % H === i % H ? 0.5 : 0))
  })

  it('depends on the seed alone', () => {
    const all = (model: Model): number[] => model.parameters.flatMap(({ value }) => [...value])
    expect(all(initialized({}, 7))).toEqual(all(initialized({}, 7)))
    expect(all(initialized({}, 7))).not.toEqual(all(initialized({}, 8)))
  })

  it('starts float32 from the rounded weights of float64', () => {
    const single = initialized({}, 7, 'float32')
    initialized({}, 7).parameters.forEach(({ value }, p) => {
      expect(single.parameters[p].value).toEqual(Float32Array.from(value))
    })
  })

  it('works without biases', () => {
    expect(() => initialized({ bias: false })).not.toThrow()
    expect(() => initialized({ bias: false, init: 'pytorch' })).not.toThrow()
  })
})

it('a random orthogonal matrix is orthogonal to rounding at every size, with either determinant', () => {
  for (const n of [1, 2, 5, 64]) {
    expect(orthogonalityError(orthogonalMatrix(n, createRandom(n)), n, 1)).toBeLessThan(1e-14)
  }
  const random = createRandom(0)
  const signs = Array.from({ length: 20 }, () => {
    const [a, b, c, d] = orthogonalMatrix(2, random)
    return Math.sign(a * d - b * c)
  })
  expect(new Set(signs)).toEqual(new Set([1, -1]))
})
