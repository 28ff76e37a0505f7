import { describe, expect, it } from 'vitest'
import type { Tensor } from './safetensors'
import { readStateDict } from './stateDict'

const tensor = (...shape: number[]): Tensor => ({
  ...{ dtype: 'F32', shape },
  data: new Float32Array(shape.reduce((product, extent) => product * extent, 1)),
})

/** The tensors of an LSTM with 5 units, 2 inputs and 3 outputs, under names as people have them. */
function lstm(changes: Readonly<Record<string, Tensor | null>> = {}): Map<string, Tensor> {
  const tensors: Record<string, Tensor> = {
    'encoder.lstm.weight_ih_l0': tensor(20, 2),
    'encoder.lstm.weight_hh_l0': tensor(20, 5),
    'encoder.lstm.bias_ih_l0': tensor(20),
    'encoder.lstm.bias_hh_l0': tensor(20),
    'fc.weight': tensor(3, 5),
    'fc.bias': tensor(3),
  }
  const all = Object.entries({ ...tensors, ...changes })
  return new Map(all.filter((entry): entry is [string, Tensor] => entry[1] !== null))
}

describe('readStateDict', () => {
  it('finds the sizes, under any names', () => {
    const { weights, ...sizes } = readStateDict(lstm())
    expect(sizes).toEqual({
      ...{ numGates: 4, inputSize: 2, hiddenSize: 5, outputSize: 3, numLayers: 1 },
      ...{
        bidirectional: false,
        bias: true,
        dtype: 'float32',
        embeddingSize: null,
        learnInitialState: false,
      },
    })
    expect([...weights].map(([own, { name }]) => [own, name])).toEqual([
      ['rnn.weight_ih_l0', 'encoder.lstm.weight_ih_l0'],
      ['rnn.weight_hh_l0', 'encoder.lstm.weight_hh_l0'],
      ['rnn.bias_ih_l0', 'encoder.lstm.bias_ih_l0'],
      ['rnn.bias_hh_l0', 'encoder.lstm.bias_hh_l0'],
      ['head.weight', 'fc.weight'],
      ['head.bias', 'fc.bias'],
    ])
  })

  it('knows layers, directions and biases by the names', () => {
    const tensors = new Map<string, Tensor>()
    for (const at of ['l0', 'l0_reverse', 'l1', 'l1_reverse']) {
      tensors.set(`weight_ih_${at}`, tensor(12, at.startsWith('l0') ? 2 : 8))
      tensors.set(`weight_hh_${at}`, tensor(12, 4))
    }
    tensors.set('weight', tensor(1, 8)).set('bias', tensor(1))
    expect(readStateDict(tensors)).toMatchObject({
      ...{ numGates: 3, hiddenSize: 4, numLayers: 2, bidirectional: true, bias: false },
    })
  })

  it('takes vectors of symbols and a learned initial state by their names', () => {
    const besides = {
      'encoder.embedding.weight': tensor(7, 2),
      'encoder.h0': tensor(1, 5),
      'encoder.c0': tensor(1, 5),
    }
    const { weights, ...sizes } = readStateDict(lstm(besides))
    expect(sizes).toMatchObject({ inputSize: 7, embeddingSize: 2, learnInitialState: true })
    expect([...weights.keys()]).toEqual(expect.arrayContaining(['embedding.weight', 'h0', 'c0']))
    expect(() => readStateDict(lstm({ 'embedding.weight': tensor(7, 3) }))).toThrow(
      'tensor embedding.weight has shape (7, 3), expected (7, 2)',
    )
  })

  const nan = tensor(20, 5)
  nan.data[57] = NaN
  const half: Tensor = { dtype: 'F16', shape: [3], data: new Uint8Array(6) }
  const refusals: [string, Record<string, Tensor | null>, string][] = [
    [
      'no recurrent network',
      Object.fromEntries(
        [...lstm().keys()].filter((name) => name.startsWith('encoder')).map((name) => [name, null]),
      ),
      'weight_ih_l0 is missing, expected the state_dict of an nn.RNN, GRU or LSTM; it holds fc.weight, fc.bias',
    ],
    [
      'two networks',
      { 'decoder.weight_ih_l0': tensor(4, 4) },
      'it holds the weights of 2 networks (encoder.lstm.weight_ih_l0, decoder.weight_ih_l0): expected one',
    ],
    [
      'rows that are no gates',
      { 'encoder.lstm.weight_hh_l0': tensor(10, 5) },
      'tensor encoder.lstm.weight_hh_l0 has shape (10, 5), expected (H, H), (3 H, H) or (4 H, H) of H units',
    ],
    [
      'a bias of another length',
      { 'encoder.lstm.bias_hh_l0': tensor(19) },
      'tensor encoder.lstm.bias_hh_l0 has shape (19), expected (20)',
    ],
    [
      'a bias that is not there',
      { 'encoder.lstm.bias_hh_l0': null },
      'tensor encoder.lstm.bias_hh_l0 is missing, expected shape (20)',
    ],
    [
      'a layer that is not there',
      { 'encoder.lstm.weight_ih_l2': tensor(20, 5) },
      'tensor encoder.lstm.weight_ih_l1 is missing',
    ],
    [
      'no linear layer',
      { 'fc.weight': null, 'fc.bias': null },
      'the weight of a linear layer is missing, expected shape (0, 5)',
    ],
    [
      'a linear layer without bias',
      { 'fc.bias': null },
      'the bias of a linear layer is missing, expected shape (3)',
    ],
    [
      'a linear layer of other units',
      { 'fc.weight': tensor(3, 6) },
      'tensor fc.weight has shape (3, 6), expected (3, 5)',
    ],
    [
      'two linear layers',
      { 'out.weight': tensor(3, 3) },
      'tensor out.weight of shape (3, 3) is neither the recurrent network’s nor of its one linear layer',
    ],
    [
      'a projection',
      { 'encoder.lstm.weight_hr_l0': tensor(2, 5) },
      'tensor encoder.lstm.weight_hr_l0 of shape (2, 5) is neither',
    ],
    [
      'another kind of number',
      { 'fc.bias': half },
      'tensor fc.bias is F16, expected F32 or F64: .float() in PyTorch makes it so',
    ],
    [
      'NaN',
      { 'encoder.lstm.weight_hh_l0': nan },
      'tensor encoder.lstm.weight_hh_l0 is NaN at [11, 2], expected finite numbers',
    ],
  ]
  it.each(refusals)('refuses %s', (_, changes, message) => {
    expect(() => readStateDict(lstm(changes))).toThrow(message)
  })
})
