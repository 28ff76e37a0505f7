import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import { readSafetensors, writeSafetensors, type Tensor } from '../formats/safetensors'
import { rules } from '../optim/optimizer'
import { readCheckpoint, resumeFrom, writeCheckpoint } from './checkpointFile'
import { createTrainer } from './trainer'
import { complete, makeUpdates, runToEnd } from './trainer.testing'

const small: ExperimentInput = {
  task: { name: 'parity', seqLen: 6 },
  model: { cell: 'lstm', hiddenSize: 5 },
  optimizer: { name: 'adam', lr: 0.01 },
  train: { batch: 4, updates: 12 },
}

const withTrain = (train: ExperimentInput['train'], changes: Partial<ExperimentInput> = {}) => ({
  ...small,
  ...changes,
  train: { ...small.train, ...train },
})

/** The file of a run after some updates. */
function saved(input = small, updates = 3): Uint8Array {
  const trainer = createTrainer(complete(input))
  makeUpdates(trainer, updates)
  return writeCheckpoint(trainer)
}

/** The file with its tensors or metadata changed. */
function changed(change: (tensors: Map<string, Tensor>, metadata: Map<string, string>) => void): Uint8Array {
  const file = readSafetensors(saved())
  const tensors = new Map(file.tensors)
  const metadata = new Map(file.metadata)
  change(tensors, metadata)
  return writeSafetensors(tensors, metadata)
}

describe('a run that goes on from the file of a checkpoint', () => {
  it.each([
    ...Object.keys(rules).map((name) => [name, { ...small, optimizer: { name, lr: 0.01 } }] as const),
    ['float32', withTrain({ dtype: 'float32' })],
    ['truncated BPTT', withTrain({ tbptt: 4 })],
    ['truncated BPTT of a simple net', withTrain({ tbptt: 2 }, { model: { cell: 'rnn', hiddenSize: 3 } })],
    ['two layers, bidirectional', { ...small, model: { ...small.model, numLayers: 2, bidirectional: true } }],
    ['a task with values', { ...small, task: { name: 'adding' as const, seqLen: 9 } }],
  ] as [string, ExperimentInput][])('makes the same updates, bit by bit: %s', (_, input) => {
    const tunings = { 2: { lr: 0.02 }, 8: { clipThreshold: 0.1 } }
    const whole = runToEnd(input, {}, tunings)
    for (const stopAt of [0, 1, 5, 12]) {
      const first = createTrainer(complete(input))
      const records = makeUpdates(first, stopAt, tunings)
      const second = createTrainer(complete(input))
      resumeFrom(second, writeCheckpoint(first))
      const rest = runToEnd(second, {}, tunings)
      expect([...records, ...rest.records]).toEqual(whole.records)
      expect(rest.trainer.tuningEvents).toEqual(whole.trainer.tuningEvents)
      expect(rest.end).toEqual(whole.end)
      expect(second.sample()).toEqual(whole.trainer.sample())
    }
  })

  it('keeps numbers that JSON does not have', () => {
    const { progress } = readCheckpoint(saved(small, 0)).checkpoint
    expect(progress).toEqual(createTrainer(complete(small)).progress)
    expect([progress.loss, progress.best]).toEqual([NaN, Infinity])
  })
})

it("a checkpoint holds the parameters under PyTorch's names, in PyTorch's shapes", () => {
  const { tensors } = readSafetensors(saved())
  const shapes = Object.fromEntries([...tensors].map(([name, { shape }]) => [name, shape]))
  expect(shapes).toMatchObject({
    'rnn.weight_ih_l0': [20, 1],
    'rnn.weight_hh_l0': [20, 5],
    'optimizer.rnn.weight_hh_l0.exp_avg': [20, 5],
    'optimizer.head.bias.exp_avg_sq': [2],
  })
})

describe('a file that is no checkpoint of this run is refused', () => {
  it.each([
    ['metadata t is missing', (_: unknown, metadata: Map<string, string>) => metadata.delete('t')],
    [
      'its format is "2", expected 1',
      (_: unknown, metadata: Map<string, string>) => metadata.set('format', '2'),
    ],
    [
      'metadata t is -1, expected a whole',
      (_: unknown, metadata: Map<string, string>) => metadata.set('t', '-1'),
    ],
    ['metadata t is not JSON', (_: unknown, metadata: Map<string, string>) => metadata.set('t', '{')],
    [
      'metadata stream.random is null, expected four words',
      (_: unknown, metadata: Map<string, string>) => metadata.set('stream', '{"position":1}'),
    ],
    [
      'metadata tuningEvents is null, expected a list',
      (_: unknown, metadata: Map<string, string>) => metadata.set('tuningEvents', 'null'),
    ],
    [
      'metadata tuningEvents[0] is',
      (_: unknown, metadata: Map<string, string>) => metadata.set('tuningEvents', '[{"update":1}]'),
    ],
    [
      'tensor progress has 1 elements, expected 7',
      (tensors: Map<string, Tensor>) =>
        tensors.set('progress', { dtype: 'F64', shape: [1], data: new Float64Array(1) }),
    ],
    ['tensor sample.scores is missing', (tensors: Map<string, Tensor>) => tensors.delete('sample.scores')],
    [
      'tensor progress is not of floats',
      (tensors: Map<string, Tensor>) =>
        tensors.set('progress', { dtype: 'I32', shape: [7], data: new Int32Array(7) }),
    ],
  ] as const)('%s', (message, change) => {
    expect(() => readCheckpoint(changed(change))).toThrow(message)
  })

  it.each([
    [
      'a parameter',
      { ...small, model: { cell: 'lstm', hiddenSize: 6 } },
      'rnn.weight_ih_l0 has 20 elements, expected 24',
    ],
    [
      'another optimizer',
      { ...small, optimizer: { name: 'rmsprop', alpha: 0.9 } },
      'square_avg has no elements',
    ],
    ['another batch', withTrain({ tbptt: 4, batch: 5 }), 'stream.h has 20 elements, expected 25'],
  ] as [string, ExperimentInput, string][])('of another network: %s', (_, input, message) => {
    const trainer = createTrainer(complete(input))
    const file = message.startsWith('stream') ? saved(withTrain({ tbptt: 3 }), 3) : saved()
    expect(() => resumeFrom(trainer, file)).toThrow(message)
    expect(trainer.progress.update).toBe(0)
  })

  it('whatever bytes are damaged, with a message and nothing else', () => {
    const file = saved()
    const anyDamage = fc.tuple(fc.nat(file.length - 1), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(
        fc.array(anyDamage, { minLength: 1, maxLength: 8 }),
        fc.nat(file.length),
        (damage, length) => {
          const bytes = file.slice(0, length)
          for (const [at, value] of damage) if (at < length) bytes[at] = value
          try {
            resumeFrom(createTrainer(complete(small)), bytes)
          } catch (error) {
            expect((error as Error).name).toMatch(/^(FormatError|RangeError)$/)
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})
