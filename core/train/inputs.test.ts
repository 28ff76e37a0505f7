import { describe, expect, it } from 'vitest'
import { createEvaluator } from '../evaluation/evaluator'
import type { ExperimentInput } from '../experiment/experiment'
import { relationProblems } from '../experiment/relations'
import { numParametersOf } from '../experiment/modelMemory'
import { createReplayer } from '../replay/replayer'
import { findParameter } from '../nn/parameter'
import { restoreCheckpoint, saveCheckpoint } from './checkpoint'
import { complete, makeUpdates, runToEnd } from './trainer.testing'
import { createTrainer } from './trainer'

/** With embedded symbols, dropout between layers and a learned initial state, in windows of truncated BPTT. */
const everything = (changes: Partial<ExperimentInput> = {}): ExperimentInput => ({
  task: { name: 'order', seqLen: 12 },
  model: {
    ...{ cell: 'lstm', hiddenSize: 4, numLayers: 2 },
    ...{ embeddingSize: 3, dropout: 0.3, learnInitialState: true },
  },
  train: { batch: 4, updates: 20 },
  ...changes,
})

describe.each([
  ['whole sequences', {}],
  ['windows of truncated BPTT', { train: { batch: 4, updates: 20, tbptt: 5 } }],
  ['a text whose state is carried on', { task: { name: 'text' as const, seqLen: 8 } }],
])('a network with all that stands before and between its cells: %s', (_name, changes) => {
  const input = everything(changes)
  const whole = runToEnd(input).records.map(({ loss }) => loss)

  it('goes on from a checkpoint with the same bits', () => {
    const first = createTrainer(complete(input))
    makeUpdates(first, 7)
    const second = createTrainer(complete(input))
    restoreCheckpoint(second, saveCheckpoint(first))
    expect(makeUpdates(second, 13).map(({ loss }) => loss)).toEqual(whole.slice(7))
  })

  it('is opened at any update, and goes on as if it had not been', () => {
    const trainer = createTrainer(complete(input))
    const replayer = createReplayer(trainer)
    replayer.keepCheckpoint()
    makeUpdates(trainer, 10)
    const recomputing = replayer.recompute(4)
    let step = recomputing.next()
    while (!step.done) step = recomputing.next()
    expect(step.value.output.loss).toBe(whole[4])
    expect(makeUpdates(trainer, 10).map(({ loss }) => loss)).toEqual(whole.slice(10))
  })

  it('is evaluated without dropout, which changes no bit of the training', () => {
    const trainer = createTrainer(complete(input))
    const evaluator = createEvaluator(trainer)
    makeUpdates(trainer, 5)
    const [once, again] = [evaluator.evaluate(), evaluator.evaluate()]
    expect(once).toEqual(again)
    expect(makeUpdates(trainer, 15).map(({ loss }) => loss)).toEqual(whole.slice(5))
  })
})

it('dropout drops other outputs in every update, the same for the same seed', () => {
  const masksOf = (seed: number) => {
    const trainer = createTrainer(complete(everything({ train: { batch: 4, updates: 20, seed } })))
    return [1, 2].map((count) => {
      makeUpdates(trainer, count)
      return trainer.model.dropoutMasks[0].join()
    })
  }
  expect(masksOf(0)).toEqual(masksOf(0))
  expect(new Set([...masksOf(0), ...masksOf(1)]).size).toBe(4)
})

it('a learned initial state starts as 0, moves, and learns from the windows that begin with it alone', () => {
  const trainer = createTrainer(
    complete(everything({ task: { name: 'echo', seqLen: 8 }, train: { tbptt: 4 } })),
  )
  const h0 = findParameter(trainer.model.parameters, 'h0')
  expect([...h0.value].every((value) => value === 0)).toBe(true)
  makeUpdates(trainer, 1)
  expect(h0.grad.some((value) => value !== 0)).toBe(true)
  expect(h0.value.some((value) => value !== 0)).toBe(true)
  makeUpdates(trainer, 1)
  expect(h0.grad.every((value) => value === 0)).toBe(true)
})

it('is counted before it is built: parameters', () => {
  for (const cell of ['rnn', 'lstm', 'gru'] as const) {
    const experiment = complete(everything({ model: { ...everything().model, cell, bidirectional: true } }))
    expect(createTrainer(experiment).numParameters).toBe(numParametersOf(experiment))
  }
})

describe('refused is', () => {
  const problemsOf = (changes: Partial<ExperimentInput>) =>
    relationProblems(complete(everything(changes))).map(({ path, code }) => `${path} ${code}`)

  it('dropout of one layer, which has nothing above it', () => {
    expect(problemsOf({ model: { cell: 'gru', dropout: 0.1 } })).toEqual(['model.dropout oneLayer'])
  })

  it('an embedding where there are no symbols', () => {
    const model = { cell: 'gru', embeddingSize: 4 } as const
    for (const name of ['adding', 'sine', 'parity', 'noisyEcho'] as const) {
      expect(problemsOf({ task: { name }, model })).toEqual(['model.embeddingSize noSymbols'])
    }
    for (const name of [
      'copy',
      'echo',
      'order',
      'digitSum',
      'reber',
      'dyck',
      'anbn',
      'recall',
      'text',
    ] as const) {
      expect(problemsOf({ task: { name }, model })).toEqual([])
    }
  })
})
