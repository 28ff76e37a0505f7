import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import { sampleSchema } from '../contract/run'
import { complete, runToEnd } from './trainer.testing'
import { train } from './train'
import { createTrainer } from './trainer'

function startedTrainer(input: ExperimentInput, updates: number) {
  const trainer = createTrainer(complete(input))
  const steps = train(trainer)
  for (let u = 0; u < updates; u++) steps.next()
  return trainer
}

describe('sample', () => {
  const echo: ExperimentInput = {
    task: { name: 'echo', seqLen: 6, delay: 2, alphabet: 3 },
    model: { cell: 'rnn', hiddenSize: 16 },
    optimizer: { lr: 0.02 },
    train: { batch: 8, updates: 400 },
  }

  it('is null before the first update', () => {
    expect(createTrainer(complete(echo)).sample()).toBeNull()
  })

  it('shows the first sequence with class probabilities, NaN where nothing is asked', () => {
    const sample = startedTrainer(echo, 3).sample()!
    expect(sampleSchema.safeParse(sample).success).toBe(true)
    expect(sample).toMatchObject({ update: 2, seqLen: 6, inputSize: 3, outputSize: 3, loss: 'crossEntropy' })
    const symbols = Array.from({ length: 6 }, (_, t) => sample.input.subarray(3 * t, 3 * t + 3).indexOf(1))
    expect([...sample.target]).toEqual([NaN, NaN, ...symbols.slice(0, 4)])
    expect([...sample.prediction.subarray(0, 6)]).toEqual(Array(6).fill(NaN))
    for (let t = 2; t < 6; t++) {
      const row = [...sample.prediction.subarray(3 * t, 3 * t + 3)]
      expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12)
    }
  })

  it('of a run that diverged is of the update that failed, and says so', () => {
    const { trainer, end } = runToEnd({
      task: { name: 'adding', seqLen: 20 },
      model: { cell: 'residual', hiddenSize: 8 },
      optimizer: { name: 'sgd', lr: 1 },
      clip: { mode: 'none' },
      train: { batch: 4, updates: 100 },
    })
    expect(end.status).toBe('diverged')
    expect(trainer.sample()!.update).toBe(trainer.progress.update)
  })

  it('is what the network saw before its step: a network that has learnt predicts the targets', () => {
    const { trainer } = runToEnd(echo)
    const { target, prediction } = trainer.sample()!
    for (let t = 2; t < 6; t++) expect(prediction[3 * t + target[t]]).toBeGreaterThan(0.9)
  })

  it('holds values for a task with values', () => {
    const trainer = startedTrainer({ task: { name: 'adding', seqLen: 5 }, model: { cell: 'gru' } }, 1)
    const sample = trainer.sample()!
    expect(sample.loss).toBe('mse')
    const marked = [0, 1, 2, 3, 4].filter((t) => sample.input[2 * t + 1] === 1)
    expect(sample.target[4]).toBe(sample.input[2 * marked[0]] + sample.input[2 * marked[1]])
    expect(sample.prediction[4]).not.toBeNaN()
    expect([...sample.target.subarray(0, 4)]).toEqual(Array(4).fill(NaN))
  })

  it('gathers the predictions window by window with truncated BPTT', () => {
    const cut: ExperimentInput = {
      task: { name: 'parity', seqLen: 4 },
      model: { cell: 'rnn' },
      train: { tbptt: 2 },
    }
    const known = (updates: number): boolean[] => {
      const { prediction } = startedTrainer(cut, updates).sample()!
      return [0, 1, 2, 3].map((t) => !Number.isNaN(prediction[2 * t]))
    }
    expect(known(1)).toEqual([true, true, false, false])
    expect(known(2)).toEqual([true, true, true, true])
    expect(known(3)).toEqual([true, true, false, false])
  })

  it('forgets the last batch where a window without targets comes first', () => {
    const cut: ExperimentInput = { ...echo, train: { batch: 2, tbptt: 2 } }
    const { prediction } = startedTrainer(cut, 3).sample()!
    const known = [0, 1, 2, 3, 4, 5].map((t) => !Number.isNaN(prediction[3 * t]))
    expect(known).toEqual([false, false, true, true, false, false])
  })
})
