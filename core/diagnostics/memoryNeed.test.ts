import { describe, expect, it } from 'vitest'
import { memoryNeed } from '../experiment/memory'
import type { ExperimentInput } from '../experiment/experiment'
import { experimentSchema } from '../experiment/schema'
import { contributionsBytes, jacobianBytes, probeBytes } from '../experiment/viewsMemory'
import { arenas } from '../kernels/simd/arena'
import { restoreCheckpoint, saveCheckpoint } from '../train/checkpoint'
import { train } from '../train/train'
import { createTrainer } from '../train/trainer'
import { createObserver } from './observe'

const experiments: readonly [string, ExperimentInput][] = [
  ['an RNN', { task: { name: 'adding', seqLen: 200 }, model: { cell: 'rnn', hiddenSize: 160 } }],
  [
    'a GRU with a remainder of rows',
    { task: { name: 'adding', seqLen: 100 }, model: { cell: 'gru', hiddenSize: 72 } },
  ],
  [
    'a bidirectional LSTM of two layers',
    {
      task: { name: 'adding', seqLen: 100 },
      model: { cell: 'lstm', hiddenSize: 128, numLayers: 2, bidirectional: true },
    },
  ],
  [
    'an LSTM in float32 that copies symbols',
    {
      task: { name: 'copy', delay: 100 },
      model: { cell: 'lstm', hiddenSize: 48 },
      train: { dtype: 'float32' },
    },
  ],
  [
    'a GRU that sees windows of two lengths',
    {
      task: { name: 'echo', seqLen: 160 },
      model: { cell: 'gru', hiddenSize: 128 },
      train: { tbptt: 60 },
    },
  ],
]

describe.each(experiments)('what the diagnostics of %s are said to need', (_name, input) => {
  const experiment = experimentSchema.parse({ ...input, train: { batch: 4, ...input.train } })
  const trainer = createTrainer(experiment)
  const observer = createObserver(trainer)
  const updates = train(trainer)
  /** Bytes of the kernels' memory that the act takes; it is never given back. */
  function takenBy(act: () => void): number {
    const before = arenas.float64.allocate(1).byteOffset
    act()
    return arenas.float64.allocate(1).byteOffset - before
  }
  function observe(view: 'jacobian' | 'memory' | 'contributions'): void {
    trainer.stream.windows.forEach(() => {
      updates.next()
      expect(observer.observe([view])[view]).not.toBeNull()
    })
  }

  it('is what the Jacobian takes, within a tenth, and no more however often it is observed', () => {
    const taken = takenBy(() => observe('jacobian'))
    expect(taken / jacobianBytes(experiment)).toBeGreaterThan(0.9)
    expect(taken / jacobianBytes(experiment)).toBeLessThan(1.05)
    expect(takenBy(() => observe('jacobian'))).toBeLessThan(100)
  })

  it('is what the network takes that measures influence, within a tenth, and no more however often', () => {
    const taken = takenBy(() => observe('memory'))
    expect(taken / probeBytes(experiment)).toBeGreaterThan(0.9)
    expect(taken / probeBytes(experiment)).toBeLessThan(1.1)
    expect(takenBy(() => observe('memory'))).toBeLessThan(100)
  })

  it('is what the contributions take, within a tenth, and no more however often', () => {
    const taken = takenBy(() => observe('contributions'))
    expect(taken / contributionsBytes(experiment)).toBeGreaterThan(0.9)
    expect(taken / contributionsBytes(experiment)).toBeLessThan(1.05)
    expect(takenBy(() => observe('contributions'))).toBeLessThan(100)
  })
})

describe('what is said to be needed', () => {
  it('counts nothing for views that are too much work', () => {
    const experiment = experimentSchema.parse({
      task: { name: 'adding', seqLen: 200 },
      model: { cell: 'lstm', hiddenSize: 1024 },
    })
    expect([jacobianBytes(experiment), probeBytes(experiment)]).toEqual([0, 0])
  })

  it('holds ten checkpoints of a network that is too large for more', () => {
    const experiment = experimentSchema.parse({
      task: { name: 'adding', seqLen: 5 },
      model: { cell: 'lstm', hiddenSize: 400, init: 'pytorch' },
      train: { batch: 2 },
    })
    const trainer = createTrainer(experiment)
    train(trainer).next()
    const checkpoint = saveCheckpoint(trainer)
    const bytes = bytesIn(checkpoint)
    const { copies } = memoryNeed(experiment)
    const observed = 2 * trainer.numParameters * 8
    expect((copies - observed) / (10 * bytes)).toBeCloseTo(1, 1)
    restoreCheckpoint(trainer, checkpoint)
  })
})

function bytesIn(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce((sum: number, part) => sum + bytesIn(part), 0)
}
