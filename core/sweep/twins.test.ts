import { describe, expect, it } from 'vitest'
import { defaultExperiment } from '../experiment/defaults'
import { describeProblem } from '../experiment/problemText'
import { valueAt } from '../fields/path'
import { drawnFromSeed, seedsOf } from './seeds'
import type { FieldValue } from './sweep'
import { twinsOf } from './twins'

const experiment = defaultExperiment('adding', 'rnn')

describe('twins', () => {
  it('differ in one setting, and say so', () => {
    expect(twinsOf(experiment, 'model.cell', 'lstm')).toEqual({
      ok: true,
      twins: [
        { experiment, fields: { 'model.cell': 'rnn' } },
        {
          experiment: { ...experiment, model: { ...experiment.model, cell: 'lstm' } },
          fields: { 'model.cell': 'lstm' },
        },
      ],
    })
  })

  it.each<[string, FieldValue, string]>([
    ['model.cells', 'lstm', 'model.cells is "lstm": there is no such field'],
    ['task.delay', 3, 'task.delay is 3: there is no such field'],
    ['optimizer.lr', -1, 'optimizer.lr is -1: expected a number from 1e-9 to 1000'],
    ['model.cell', 'rnn', 'model.cell is "rnn": expected another value than it has'],
    [
      'model.forgetBias',
      2,
      'model.forgetBias is 2: the field has no effect where model.cell is rnn, only where it is lstm',
    ],
    ['train.tbptt', 30, 'train.tbptt is 30: expected less than task.seqLen (21)'],
  ])('are refused where %s becomes %j', (path, value, message) => {
    const twins = twinsOf(experiment, path, value)
    expect(twins.ok ? [] : twins.problems.map(describeProblem)).toEqual([message])
  })
})

describe('seeds', () => {
  it('are an experiment with its own seed and those that follow', () => {
    const base = { ...experiment, train: { ...experiment.train, seed: 2 ** 32 - 2 } }
    const seeds = seedsOf(base, 3)
    expect(seeds.map(({ fields }) => fields)).toEqual([
      { 'train.seed': 2 ** 32 - 2 },
      { 'train.seed': 2 ** 32 - 1 },
      { 'train.seed': 0 },
    ])
    expect(seeds[0]!.experiment).toEqual(base)
    for (const { experiment: each, fields } of seeds) {
      expect(valueAt(each, 'train.seed')).toBe(fields['train.seed'])
      expect({ ...each, train: { ...each.train, seed: 0 } }).toEqual({
        ...base,
        train: { ...base.train, seed: 0 },
      })
    }
  })

  it('change what has no seed of its own', () => {
    const withSeeds = (seeds: object) => ({ ...experiment, train: { ...experiment.train, ...seeds } })
    expect(drawnFromSeed(experiment)).toEqual({ weights: true, data: true })
    expect(drawnFromSeed(withSeeds({ initSeed: 0 }))).toEqual({ weights: false, data: true })
    expect(drawnFromSeed(withSeeds({ initSeed: 0, dataSeed: 0 }))).toEqual({ weights: false, data: false })
  })
})
