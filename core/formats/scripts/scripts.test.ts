import { describe, expect, it } from 'vitest'
import { numpyScript } from './numpyScript'
import { pytorchScript } from './pytorchScript'
import type { ScriptSpec } from './scriptSpec'

type Model = ScriptSpec['model']

const cells: readonly Partial<Model>[] = [
  { cell: 'rnn' },
  { cell: 'rnn', nonlinearity: 'relu' },
  { cell: 'residual' },
  { cell: 'residual', residualScale: 0.3 },
  { cell: 'gru' },
  { cell: 'gru', gruVariant: 'resetBefore' },
  { cell: 'lstm' },
]

function specOf(model: Partial<Model> = {}, spec: Partial<ScriptSpec> = {}): ScriptSpec {
  return {
    about: ['A run.'],
    model: {
      ...{ cell: 'gru', nonlinearity: 'tanh', gruVariant: 'resetAfter', residualScale: 1 },
      ...{ hiddenSize: 5, numLayers: 1, bias: true, bidirectional: false },
      ...{ embeddingSize: null, dropout: 0, learnInitialState: false, ...model },
    },
    ...{ inputSize: 2, outputSize: 3, seqLen: 7, batch: 4, loss: 'mse', supervised: [6] },
    ...{ hasInitialState: false, isFloat32: false, expected: { loss: 0.25, gradNorm: 1e-7 }, ...spec },
  }
}

/** Every cell, stacked or not, with and without biases, in one direction and in both, and all the rest. */
const specs = cells.flatMap((cell) =>
  [1, 3].flatMap((numLayers) =>
    [true, false].flatMap((bias) =>
      [true, false].flatMap((isOdd) => {
        const bidirectional = isOdd && cell.cell !== 'residual'
        const rare = {
          embeddingSize: bias ? 6 : null,
          dropout: numLayers > 1 && bias ? 0.25 : 0,
          learnInitialState: isOdd || bias,
        }
        return specOf(
          { ...cell, numLayers, bias, bidirectional, ...rare },
          {
            ...{ loss: isOdd ? 'mse' : 'crossEntropy', hasInitialState: !isOdd, isFloat32: bias },
            supervised: isOdd ? [6] : [0, 1, 2, 3, 4, 5, 6],
          },
        )
      }),
    ),
  ),
)

describe.each([
  ['numpy', numpyScript],
  ['pytorch', pytorchScript],
])('the %s script', (name, script) => {
  it('decides nothing but which exit code it has, whatever the network', () => {
    for (const spec of specs) {
      const code = script(spec).replace(/"""[^]*?"""/g, '')
      const conditions = code.split('\n').filter((line) => /\bif\b/.test(line))
      const ofLayers = conditions.filter((line) => line.includes('size = input_size if layer == 0'))
      expect(conditions).toHaveLength(1 + ofLayers.length)
      expect(ofLayers.length > 0).toBe(
        name === 'pytorch' &&
          spec.model.numLayers > 1 &&
          spec.model.dropout === 0 &&
          (spec.model.cell === 'residual' ||
            (spec.model.cell === 'gru' && spec.model.gruVariant === 'resetBefore')),
      )
    }
  })

  it('has lines that fit a page, and nothing that was left open', () => {
    for (const spec of specs) {
      const lines = script(spec).split('\n')
      expect(lines.filter(({ length }) => length > 104)).toEqual([])
      expect(lines.filter((line) => /undefined|null|\[object|\s$/.test(line))).toEqual([])
    }
  })

  it('uses every name that it defines', () => {
    for (const spec of specs) {
      const code = script(spec)
      for (const [, defined] of code.matchAll(/^(?:def|class) (\w+)/gm)) {
        expect(
          code.match(new RegExp(`\\b${defined}\\b`, 'g'))!.length,
          `${defined}\n${code}`,
        ).toBeGreaterThan(1)
      }
    }
  })

  it('says which numbers it is compared with', () => {
    expect(script(specOf())).toContain('EXPECTED_LOSS = 0.25\nEXPECTED_GRAD_NORM = 1e-7\n')
  })
})

it('the numpy script imports numpy alone', () => {
  for (const spec of specs) {
    expect(numpyScript(spec).match(/^(?:import|from) .*$/gm)).toEqual(['import numpy as np'])
  }
})

it('the numpy script has the equations of its own cell only', () => {
  const has = (model: Partial<Model>, text: string) => numpyScript(specOf(model)).includes(text)
  expect(has({ cell: 'lstm' }, 'c_t = f * c_{t-1} + i * g')).toBe(true)
  expect(has({ cell: 'gru' }, 'c_t')).toBe(false)
  expect(has({ cell: 'gru', gruVariant: 'resetBefore' }, 'm = r * h_{t-1}')).toBe(true)
  expect(has({ cell: 'rnn' }, 'def sigmoid')).toBe(false)
  expect(has({ cell: 'rnn', bias: false }, 'b_ih')).toBe(false)
  expect(has({ cell: 'rnn', nonlinearity: 'relu' }, 'max(a_t, 0)')).toBe(true)
})

it('the PyTorch script takes PyTorch’s module where there is one', () => {
  const modules = cells.map((cell) => /self\.rnn = (.*)/.exec(pytorchScript(specOf(cell)))![1])
  expect(modules).toEqual([
    'nn.RNN(2, 5)',
    'nn.RNN(2, 5, nonlinearity="relu")',
    'ResidualRNN(2, 5)',
    'ResidualRNN(2, 5)',
    'nn.GRU(2, 5)',
    'ResetBeforeGRU(2, 5)',
    'nn.LSTM(2, 5)',
  ])
})

it('steps that do not follow one another are a list', () => {
  expect(numpyScript(specOf({}, { supervised: [1, 2, 5] }))).toContain('features = states[[1, 2, 5]]')
  expect(numpyScript(specOf({}, { supervised: [1, 2] }))).toContain('features = states[1:3]')
})
