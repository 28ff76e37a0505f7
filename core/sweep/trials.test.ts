import { describe, expect, it } from 'vitest'
import { defaultExperiment } from '../experiment/defaults'
import { gridPoints } from './grid'
import type { Candidates, Search } from './sweep'
import { trialsOf } from './trials'

const experiment = defaultExperiment('adding', 'gru')

function fieldsOf(fields: Record<string, Candidates>, search: Partial<Search> = {}) {
  const sweep = {
    experiment,
    search: { strategy: 'grid' as const, trials: null, seed: 0, ...search, fields },
  }
  return trialsOf(sweep).map((trial) => trial.fields)
}

describe('a grid', () => {
  it('goes through the fields as nested loops in the order of the file: the last changes fastest', () => {
    expect(fieldsOf({ 'optimizer.lr': [0.1, 0.01], 'model.hiddenSize': [4, 8] })).toEqual([
      { 'optimizer.lr': 0.1, 'model.hiddenSize': 4 },
      { 'optimizer.lr': 0.1, 'model.hiddenSize': 8 },
      { 'optimizer.lr': 0.01, 'model.hiddenSize': 4 },
      { 'optimizer.lr': 0.01, 'model.hiddenSize': 8 },
    ])
  })

  it('has every combination once', () => {
    const points = [...gridPoints([2, 1, 3])].map((point) => point.join())
    expect([points.length, new Set(points).size]).toEqual([6, 6])
  })

  it('makes an experiment once, however often its values are named', () => {
    expect(fieldsOf({ 'optimizer.lr': [0.1, 0.1, 0.2] })).toHaveLength(2)
  })

  it('leaves a field alone where it has no effect, so that no training is made twice', () => {
    expect(fieldsOf({ 'optimizer.name': ['sgd', 'momentum'], 'optimizer.momentum': [0.5, 0.8] })).toEqual([
      { 'optimizer.name': 'sgd' },
      { 'optimizer.name': 'momentum', 'optimizer.momentum': 0.5 },
      { 'optimizer.name': 'momentum', 'optimizer.momentum': 0.8 },
    ])
  })

  it('gives a trial of another task the defaults of that, and the fields that it has', () => {
    const fields = { 'task.name': ['adding', 'copy'], 'task.seqLen': [30], 'task.length': [5] }
    const search = { strategy: 'grid' as const, trials: null, seed: 0, fields }
    const [adding, copy] = trialsOf({ experiment, search })
    expect(adding!.fields).toEqual({ 'task.name': 'adding', 'task.seqLen': 30 })
    expect(copy!.experiment.task).toEqual({ ...defaultExperiment('copy').task, length: 5 })
  })
})

describe('random search', () => {
  const lr = { min: 1e-4, max: 1e-1, scale: 'log' as const }

  it('finds the same trials by the same seed, and more of them begin with these', () => {
    const first = fieldsOf({ 'optimizer.lr': lr }, { strategy: 'random', trials: 5, seed: 3 })
    const more = fieldsOf({ 'optimizer.lr': lr }, { strategy: 'random', trials: 9, seed: 3 })
    expect(first).toHaveLength(5)
    expect(more.slice(0, 5)).toEqual(first)
    expect(fieldsOf({ 'optimizer.lr': lr }, { strategy: 'random', trials: 5, seed: 4 })).not.toEqual(first)
  })

  it('keeps within its ranges, whole numbers whole', () => {
    const size = { min: 2, max: 5, scale: 'linear' as const }
    const fields = { 'optimizer.lr': lr, 'model.hiddenSize': size, 'model.bias': [true, false] }
    const trials = fieldsOf(fields, { strategy: 'random', trials: 200 })
    const sizes = new Set(trials.map((trial) => trial['model.hiddenSize']))
    expect([...sizes].sort()).toEqual([2, 3, 4, 5])
    for (const trial of trials) {
      expect(trial['optimizer.lr']).toBeGreaterThanOrEqual(1e-4)
      expect(trial['optimizer.lr']).toBeLessThanOrEqual(1e-1)
    }
  })
})

it('a Sobol search begins at the least values and halves each range next', () => {
  const range = { min: 0, max: 1, scale: 'linear' as const }
  const fields = { 'optimizer.beta1': { ...range, max: 0.8 }, 'optimizer.weightDecay': range }
  expect(fieldsOf(fields, { strategy: 'sobol', trials: 3 })).toEqual([
    { 'optimizer.beta1': 0, 'optimizer.weightDecay': 0 },
    { 'optimizer.beta1': 0.4, 'optimizer.weightDecay': 0.5 },
    { 'optimizer.beta1': 0.8 * 0.75, 'optimizer.weightDecay': 0.25 },
  ])
})
