import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FormatError } from '../formats/formatError'
import { readSafetensors, writeSafetensors, type Tensor } from '../formats/safetensors'
import { verifyReference } from './reference'

const PARITY = 'parity/lstm_T3_B3_I4_H5_L1.safetensors'
const HGRAD = 'parity/hgrad_gru_T50_B3_I4_H16.safetensors'
const TRAINING = 'training/gru_ce_last_adam.safetensors'
const TBPTT = 'training/lstm_tbptt_adam.safetensors'

interface Changes {
  readonly metadata?: Readonly<Record<string, string | null>>
  readonly tensors?: Readonly<Record<string, Tensor | null>>
}

/** A good file with some entries replaced, or removed where null. */
function changed(name: string, { metadata = {}, tensors = {} }: Changes): Uint8Array {
  const file = readSafetensors(readFileSync(new URL(`./reference/${name}`, import.meta.url)))
  const newMetadata = new Map(file.metadata)
  for (const [key, value] of Object.entries(metadata)) {
    if (value === null) newMetadata.delete(key)
    else newMetadata.set(key, value)
  }
  const newTensors = new Map(file.tensors)
  for (const [key, tensor] of Object.entries(tensors)) {
    if (tensor === null) newTensors.delete(key)
    else newTensors.set(key, tensor)
  }
  return writeSafetensors(newTensors, newMetadata)
}

const zeros = (shape: readonly number[]): Tensor => ({
  dtype: 'F64',
  shape,
  data: new Float64Array(shape.reduce((product, extent) => product * extent, 1)),
})

describe('a reference file that does not hold what it should is refused, naming the thing', () => {
  const cases: [string, string, Changes, string][] = [
    ['no kind', PARITY, { metadata: { kind: null } }, 'metadata kind is missing'],
    [
      'an unknown kind',
      PARITY,
      { metadata: { kind: 'x' } },
      'metadata kind is "x", expected one of layer_parity',
    ],
    [
      'an unknown cell',
      PARITY,
      { metadata: { cell: 'mgu' } },
      'metadata cell is "mgu", expected one of rnn, res_rnn, gru, lstm',
    ],
    [
      'a nonlinearity that the cell has not',
      PARITY,
      { metadata: { nonlinearity: 'relu' } },
      'metadata nonlinearity is "relu"',
    ],
    [
      'a size of 0',
      PARITY,
      { metadata: { batch: '0' } },
      'metadata batch is "0", expected an integer of at least 1',
    ],
    ['a size that is no number', PARITY, { metadata: { batch: '3x' } }, 'metadata batch is "3x"'],
    ['a size of 10^30', PARITY, { metadata: { seq_len: '1' + '0'.repeat(30) } }, 'metadata seq_len is "1000'],
    [
      'a flag that is none',
      PARITY,
      { metadata: { bias: 'yes' } },
      'metadata bias is "yes", expected one of true, false',
    ],
    [
      'batch first',
      PARITY,
      { metadata: { batch_first: 'true' } },
      'metadata batch_first is "true", expected false',
    ],
    [
      'a thousand million layers',
      PARITY,
      { metadata: { num_layers: '1000000000' } },
      'tensor weight_hh_l1 of shape (20, 5) is missing',
    ],
    [
      'a hidden size that the weights have not',
      PARITY,
      { metadata: { hidden_size: '100000' } },
      'tensor weight_hh_l0 has shape (20, 5), expected (400000, 100000)',
    ],
    [
      'a sequence that would take terabytes',
      PARITY,
      { metadata: { seq_len: '999999999999' } },
      'GB, expected at most 2',
    ],
    [
      'a missing parameter',
      PARITY,
      { tensors: { bias_hh_l0: null } },
      'tensor bias_hh_l0 of shape (20) is missing',
    ],
    [
      'a missing expectation',
      PARITY,
      { tensors: { grad_h0: null } },
      'tensor grad_h0 of shape (1, 3, 5) is missing',
    ],
    [
      'a wrong shape',
      PARITY,
      { tensors: { c0: zeros([1, 5, 3]) } },
      'tensor c0 has shape (1, 5, 3), expected (1, 3, 5)',
    ],
    [
      'weights of integers',
      PARITY,
      { tensors: { bias_ih_l0: { dtype: 'I64', shape: [20], data: new BigInt64Array(20) } } },
      'tensor bias_ih_l0 has dtype I64, expected F64 or F32',
    ],
    [
      'NaN in the weights',
      PARITY,
      { tensors: { bias_ih_l0: { dtype: 'F64', shape: [20], data: new Float64Array(20).fill(NaN, 7) } } },
      'tensor bias_ih_l0 holds NaN at element 7, expected finite numbers',
    ],
    [
      'a residual net in both directions',
      PARITY,
      { metadata: { cell: 'res_rnn', bidirectional: 'true' } },
      'metadata bidirectional is "true", expected false for cell res_rnn',
    ],
    ['norms of two layers', HGRAD, { metadata: { num_layers: '2' } }, 'tensor'],
    ['norms without v', HGRAD, { tensors: { 'r100.v': null } }, 'tensor r100.v of shape (3, 16) is missing'],
    [
      'a learning rate below 0',
      TRAINING,
      { metadata: { lr: '-1' } },
      'metadata lr is "-1", expected a number above 0',
    ],
    ['an unknown optimizer', TRAINING, { metadata: { optimizer: 'lion' } }, 'metadata optimizer is "lion"'],
    [
      'an unknown optimizer option',
      TRAINING,
      { metadata: { optimizer_options: 'beta1=0.9,foo=1' } },
      'not \\"foo=1\\"',
    ],
    [
      'an option that changes the rule',
      TRAINING,
      { metadata: { optimizer_options: 'amsgrad=true' } },
      'amsgrad=true',
    ],
    [
      'a negative threshold',
      TRAINING,
      { metadata: { clip_threshold: '-0.5' } },
      'metadata clip_threshold is "-0.5"',
    ],
    [
      'a threshold of NaN',
      TRAINING,
      { metadata: { clip_threshold: 'nan' } },
      'metadata clip_threshold is "nan"',
    ],
    ['an unknown loss', TRAINING, { metadata: { loss: 'hinge' } }, 'metadata loss is "hinge"'],
    [
      'another order of parameters',
      TRAINING,
      { metadata: { param_order: 'head.bias' } },
      'metadata param_order is "head.bias"',
    ],
    [
      'more updates than losses',
      TRAINING,
      { metadata: { updates: '101' } },
      'tensor loss has shape (100), expected (101)',
    ],
    [
      'a missing initial weight',
      TRAINING,
      { tensors: { 'init.head.bias': null } },
      'tensor init.head.bias of shape (4) is missing',
    ],
    [
      'a class that is none',
      TRAINING,
      { tensors: { target: { dtype: 'I64', shape: [3, 6], data: new BigInt64Array(18).fill(4n) } } },
      'tensor target holds class 4 at element 0, expected 0 to 3',
    ],
    [
      'classes that are real numbers',
      TRAINING,
      { tensors: { target: zeros([3, 6]) } },
      'tensor target has dtype F64, expected I64 or I32',
    ],
    [
      'chunks that do not fill the sequence',
      TBPTT,
      { metadata: { tbptt_k: '7' } },
      'metadata num_chunks is "30"',
    ],
    [
      'truncated BPTT on the last step only',
      TBPTT,
      { metadata: { loss: 'ce_last' } },
      'metadata loss is "ce_last", expected one of ce_every',
    ],
  ]
  for (const [title, name, changes, message] of cases) {
    it(title, () => {
      const bytes = changed(name, changes)
      for (const dtype of ['float64', 'float32'] as const) {
        expect(() => verifyReference(bytes, { dtype })).toThrow(FormatError)
        expect(() => verifyReference(bytes, { dtype })).toThrow(message.replaceAll('\\"', '"'))
      }
    })
  }

  it('a file that is cut anywhere', () => {
    const bytes = changed(PARITY, {})
    for (const length of [0, 5, 8, 100, 1000, bytes.length - 1]) {
      expect(() => verifyReference(bytes.subarray(0, length), { dtype: 'float64' })).toThrow(FormatError)
    }
  })
})

describe('a reference file whose numbers differ', () => {
  it('fails, naming the tensor, its element and both values', () => {
    const file = readSafetensors(changed(PARITY, {}))
    const output = file.tensors.get('output')?.data as Float64Array
    const wrong = output.slice()
    wrong[17] += 1e-7
    const bytes = changed(PARITY, { tensors: { output: { dtype: 'F64', shape: [3, 3, 5], data: wrong } } })
    const report = verifyReference(bytes, { dtype: 'float64' })
    expect(report.ok).toBe(false)
    const [tensor, ...others] = report.tensors.filter(({ ok }) => !ok)
    expect(others).toEqual([])
    expect(tensor).toMatchObject({
      name: 'output',
      bound: 1e-9,
      worst: { index: [1, 0, 2], want: wrong[17] },
    })
    expect(report.maxError).toBe(tensor.maxError)
  })

  it('fails where a tiny norm is wrong, though the difference is far below 1e-9', () => {
    const file = readSafetensors(changed(HGRAD, {}))
    const norms = (file.tensors.get('r050.h_grad_norms')?.data as Float64Array).slice()
    expect(norms[0]).toBeLessThan(1e-8)
    norms[0] *= 1 + 1e-6
    const bytes = changed(HGRAD, {
      tensors: { 'r050.h_grad_norms': { dtype: 'F64', shape: [50], data: norms } },
    })
    const report = verifyReference(bytes, { dtype: 'float64' })
    expect(report.tensors.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['r050.h_grad_norms'])
  })
})
