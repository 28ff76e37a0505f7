import { describe, expect, it } from 'vitest'
import type { ModelSpec } from '../nn/model'
import { checkModel, type ModelCheckOptions } from './modelCheck'

const variants: Record<string, Partial<ModelSpec>> = {
  'rnn tanh': { cell: 'rnn' },
  'rnn relu': { cell: 'rnn', nonlinearity: 'relu' },
  residual: { cell: 'residual' },
  'residual, scaled': { cell: 'residual', residualScale: 0.3 },
  'gru resetAfter': { cell: 'gru' },
  'gru resetBefore': { cell: 'gru', gruVariant: 'resetBefore' },
  lstm: { cell: 'lstm' },
}

const losses: Pick<ModelCheckOptions, 'loss' | 'supervised'>[] = [
  { loss: 'crossEntropy', supervised: 'every' },
  { loss: 'crossEntropy', supervised: 'last' },
  { loss: 'mse', supervised: 'last' },
  { loss: 'mse', supervised: 'mask' },
]

function spec(changes: Partial<ModelSpec>): ModelSpec {
  return {
    cell: 'rnn',
    nonlinearity: 'tanh',
    gruVariant: 'resetAfter',
    residualScale: 1,
    embeddingSize: null,
    dropout: 0,
    learnInitialState: false,
    hiddenSize: 3,
    numLayers: 1,
    bias: true,
    bidirectional: false,
    init: 'glorot',
    initGain: 1,
    forgetBias: 1,
    inputSize: 2,
    outputSize: 3,
    ...changes,
  }
}

describe('every parameter, input and initial state has the gradient that central differences give', () => {
  for (const [name, variant] of Object.entries(variants)) {
    for (const numLayers of [1, 3]) {
      for (const bidirectional of variant.cell === 'residual' ? [false] : [false, true]) {
        for (const bias of [true, false]) {
          const title = `${name}, ${numLayers} layers, ${bidirectional ? 'both directions' : 'forward'}`
          it(`${title}, ${bias ? 'with' : 'without'} bias`, () => {
            for (const kind of losses) {
              const options = { ...kind, seqLen: 4, batch: 2, seed: 1 }
              const report = checkModel({
                ...options,
                spec: spec({ ...variant, numLayers, bidirectional, bias }),
              })
              expect(report.worst).not.toBeNull()
              expect(report.worst?.error, JSON.stringify(report.worst)).toBeLessThan(1e-6)
              const skipped = report.tensors.reduce((sum, { numSkipped }) => sum + numSkipped, 0)
              expect(skipped).toBeLessThan(5)
            }
          })
        }
      }
    }
  }

  for (const [name, variant] of Object.entries(variants)) {
    it(`${name}, with embedded symbols, dropout and a learned initial state`, () => {
      for (const bidirectional of variant.cell === 'residual' ? [false] : [false, true]) {
        const more = { embeddingSize: 2, dropout: 0.4, learnInitialState: true, numLayers: 3, bidirectional }
        const changed = spec({ ...variant, ...more })
        const report = checkModel({ ...losses[0], spec: changed, seqLen: 4, batch: 3, seed: 3 })
        expect(report.tensors.map((tensor) => tensor.name)).toEqual(
          expect.arrayContaining(['embedding.weight', 'h0', ...(changed.cell === 'lstm' ? ['c0'] : [])]),
        )
        expect(report.worst?.error, JSON.stringify(report.worst)).toBeLessThan(1e-6)
      }
    })
  }

  it('at the smallest sizes: one step, one sequence, one unit', () => {
    for (const variant of Object.values(variants)) {
      const smallest = spec({ ...variant, hiddenSize: 1, inputSize: 1, outputSize: 2 })
      const report = checkModel({ ...losses[0], spec: smallest, seqLen: 1, batch: 1, seed: 2 })
      expect(report.maxError).toBeLessThan(1e-6)
    }
  })

  it('also where states are so large that a difference of one length loses too many digits', () => {
    for (const seed of [9, 27, 38]) {
      const large = spec({ cell: 'residual', init: 'orthogonal', outputSize: 1 })
      const options = { loss: 'mse', supervised: 'last', seqLen: 20, batch: 2, seed } as const
      const { ok, tensors } = checkModel({ ...options, spec: large })
      expect(ok).toBe(true)
      expect(tensors.map(({ numUncertain }) => numUncertain)).toEqual(tensors.map(() => 0))
    }
  })

  it('covers parameters, input and initial states by name', () => {
    const { tensors } = checkModel({
      ...losses[0],
      spec: spec({ cell: 'lstm' }),
      seqLen: 2,
      batch: 1,
      seed: 0,
    })
    expect(tensors.map(({ name }) => name)).toEqual([
      'rnn.weight_ih_l0',
      'rnn.weight_hh_l0',
      'rnn.bias_ih_l0',
      'rnn.bias_hh_l0',
      'head.weight',
      'head.bias',
      'input',
      'h0',
      'c0',
    ])
  })
})
