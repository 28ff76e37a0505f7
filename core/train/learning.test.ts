import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import { runToEnd } from './trainer.testing'

/** Until the smoothed loss reaches `goal`, or not within `updates`. */
function learn(
  task: ExperimentInput['task'],
  model: ExperimentInput['model'],
  lr: number,
  goal: number,
  updates: number,
) {
  const train = { updates, seed: 0, stop: { loss: goal } }
  return runToEnd({ task, model, optimizer: { lr }, train })
}

describe('every task is learnt by a small network, far below its baseline', () => {
  it.each<[string, ExperimentInput['task'], ExperimentInput['model'], number, number, number]>([
    ['adding', { name: 'adding', seqLen: 10 }, { cell: 'gru', hiddenSize: 16 }, 0.01, 0.02, 600],
    ['copy', { name: 'copy' }, { cell: 'rnn', hiddenSize: 32 }, 0.01, 0.05, 800],
    ['echo', { name: 'echo' }, { cell: 'rnn', hiddenSize: 16 }, 0.01, 0.05, 200],
    ['parity', { name: 'parity' }, { cell: 'gru', hiddenSize: 16 }, 0.01, 0.05, 400],
    ['parityEnd', { name: 'parityEnd', seqLen: 3 }, { cell: 'lstm', hiddenSize: 16 }, 0.01, 0.05, 800],
    ['order', { name: 'order' }, { cell: 'rnn', hiddenSize: 32 }, 0.005, 0.1, 300],
    ['sine', { name: 'sine' }, { cell: 'gru', hiddenSize: 16 }, 0.01, 0.005, 400],
    ['digitSum', { name: 'digitSum', seqLen: 4 }, { cell: 'gru', hiddenSize: 32 }, 0.02, 0.5, 500],
    [
      'recall',
      { name: 'recall', pairs: 2, keys: 2, values: 2 },
      { cell: 'gru', hiddenSize: 16 },
      0.02,
      0.1,
      600,
    ],
    [
      'noisyEcho',
      { name: 'noisyEcho', delay: 2, seqLen: 8 },
      { cell: 'gru', hiddenSize: 16 },
      0.02,
      0.02,
      300,
    ],
    ['mackeyGlass', { name: 'mackeyGlass', seqLen: 25 }, { cell: 'gru', hiddenSize: 16 }, 0.02, 0.008, 600],
    ['anbn', { name: 'anbn', seqLen: 12, maxCount: 2 }, { cell: 'gru', hiddenSize: 16 }, 0.02, 0.3, 300],
    ['parity', { name: 'parity', seqLen: 4 }, { cell: 'residual', hiddenSize: 8 }, 0.01, 0.05, 1500],
  ])('%s', (_, task, model, lr, goal, updates) => {
    const { end, trainer } = learn(task, model, lr, goal, updates)
    expect(end.reason).toBe('loss')
    const { baseline, task: bound } = trainer
    expect(goal - bound.floor).toBeLessThan((baseline - bound.floor) / 4)
  })

  it('but parity asked for only after ten steps is not: the loss stays at ln 2', () => {
    const { end, records } = learn({ name: 'parityEnd' }, { cell: 'gru', hiddenSize: 16 }, 0.01, 0.5, 400)
    expect(end.reason).toBe('updates')
    const last = records.slice(-100).map(({ loss }) => loss)
    expect(last.reduce((sum, loss) => sum + loss, 0) / 100).toBeCloseTo(Math.log(2), 1)
  })
})

describe('the residual cell, exploding on demand', () => {
  const explode: ExperimentInput = {
    task: { name: 'adding', seqLen: 20 },
    model: { cell: 'residual', hiddenSize: 32, init: 'orthogonal' },
    optimizer: { name: 'sgd', lr: 0.1 },
  }

  it.each([
    [0, 'float64'],
    [1, 'float64'],
    [2, 'float64'],
    [3, 'float64'],
    [4, 'float64'],
    [0, 'float32'],
    [1, 'float32'],
  ] as const)(
    'diverges within ten updates without clipping, and names its place (seed %i, %s)',
    (seed, dtype) => {
      const { end, trainer } = runToEnd({
        ...explode,
        clip: { mode: 'none' },
        train: { updates: 300, seed, dtype },
      })
      expect(end.status).toBe('diverged')
      expect(end.update).toBeLessThanOrEqual(10)
      expect(end).toMatchObject({
        divergence: { tensor: 'loss', origin: { tensor: 'output', step: 19 } },
      })
      for (const { value } of trainer.model.parameters) expect(value.every(Number.isFinite)).toBe(true)
    },
  )

  it('stays finite for 300 updates with its gradient clipped to norm 1, though every update is clipped', () => {
    const { end, records } = runToEnd({
      ...explode,
      clip: { mode: 'norm', threshold: 1 },
      train: { updates: 300 },
    })
    expect(end).toMatchObject({ status: 'done', reason: 'updates', update: 300, clippedShare: 1 })
    for (const { loss, gradNormClipped } of records) {
      expect(loss).toBeLessThan(1e5)
      expect(gradNormClipped).toBeLessThan(1.000001)
    }
  })
})
