import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { CellName } from '../kinds/cells'
import { losses } from '../losses/registry'
import { readSafetensors } from '../formats/safetensors'
import { createModel } from '../nn/model'

const folder = new URL('./reference/inputs/', import.meta.url)

/** Element by element, the most that two rows of numbers differ relative to numbers above 1. */
function worst(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  expect(ours.length).toBe(theirs.length)
  const errors = Array.from(ours, (x, i) => Math.abs(x - theirs[i]!) / Math.max(1, Math.abs(theirs[i]!)))
  return Math.max(...errors)
}

it.each(['rnn', 'gru', 'lstm'] as const)(
  'embedded symbols, dropout and a learned initial state agree with PyTorch within 1e-9: %s',
  (cell: CellName) => {
    const file = readSafetensors(new Uint8Array(readFileSync(new URL(`${cell}.safetensors`, folder))))
    const given = (name: string) => Float64Array.from(file.tensors.get(name)!.data as ArrayLike<number>)
    const said = (name: string) => Number(file.metadata.get(name))
    const [seqLen, batch, inputSize] = [said('seq_len'), said('batch'), said('num_symbols')]
    const model = createModel(
      {
        ...{ cell, nonlinearity: 'tanh', gruVariant: 'resetAfter', residualScale: 1, bias: true },
        ...{
          hiddenSize: said('hidden_size'),
          numLayers: said('num_layers'),
          outputSize: said('output_size'),
        },
        ...{ bidirectional: file.metadata.get('bidirectional') === 'true', inputSize },
        ...{ init: 'pytorch', initGain: 1, forgetBias: 0 },
        ...{ embeddingSize: said('embedding_size'), dropout: said('dropout'), learnInitialState: true },
      },
      { seqLen, batch, dtype: 'float64' },
    )
    for (const { name, value } of model.parameters) value.set(given(name))
    const input = new Float64Array(seqLen * batch * inputSize)
    const symbols = Int32Array.from(file.tensors.get('symbols')!.data as BigInt64Array, Number)
    symbols.forEach((symbol, row) => (input[row * inputSize + symbol] = 1))
    const classes = Int32Array.from(file.tensors.get('classes')!.data as BigInt64Array, Number)
    const every = new Uint8Array(seqLen).fill(1)
    // Masks that are drawn already stay until another seed comes.
    model.dropoutSeed = 0
    model.forward(input, every)
    model.dropoutMasks.forEach((mask, l) => mask.set(given(`mask.${l}`)))

    const scores = model.forward(input, every)
    const gradScores = new Float64Array(scores.length)
    const target = { classes, values: new Float64Array() }
    const shape = { rows: seqLen * batch, outputSize: said('output_size') }
    const loss = losses.crossEntropy.forward(scores, target, gradScores, shape)
    model.zeroGrad()
    model.backward(gradScores)

    expect(worst([loss], given('loss'))).toBeLessThan(1e-9)
    expect(worst(scores, given('scores'))).toBeLessThan(1e-9)
    for (const { name, grad } of model.parameters) {
      expect(worst(grad, given(`grad.${name}`)), name).toBeLessThan(1e-9)
      expect(
        grad.some((value) => value !== 0),
        name,
      ).toBe(true)
    }
  },
)
