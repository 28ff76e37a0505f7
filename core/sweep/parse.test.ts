import { describe, expect, it } from 'vitest'
import { describeProblems } from '../experiment/problemText'
import { parseSweep } from './parse'
import { sweepSchema } from './schema'

const experiment = { task: { name: 'adding' }, model: { cell: 'gru' } }
const lr = [0.1, 0.01]
const grid = { strategy: 'grid', fields: { 'optimizer.lr': lr } }
const sweep = (search: object, base: object = experiment) => ({ experiment: base, search })
const tried = (fields: object, search: object = {}) =>
  sweep({ strategy: 'random', trials: 3, fields, ...search })

function said(document: unknown): string {
  const parsed = parseSweep(document)
  return parsed.ok ? 'fine' : describeProblems(parsed)
}

describe('a sweep', () => {
  it('is read with its defaults and its trials', () => {
    const parsed = parseSweep({ $schema: 'x', ...sweep(grid) })
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        experiment: { optimizer: { lr: 0.005 } },
        search: { strategy: 'grid', trials: null, seed: 0 },
        trials: [{ experiment: { optimizer: { lr: 0.1 } } }, { experiment: { optimizer: { lr: 0.01 } } }],
      },
    })
    const range = { 'optimizer.lr': { min: 0.1, max: 1 } }
    expect(parseSweep(tried(range))).toMatchObject({
      value: { search: { fields: { 'optimizer.lr': { min: 0.1, max: 1, scale: 'linear' } } } },
    })
  })

  it('need not name in its experiment what it tries', () => {
    const fields = { 'task.name': ['copy', 'echo'], 'model.cell': ['rnn', 'lstm'] }
    expect(parseSweep(sweep({ strategy: 'grid', fields }, {}))).toMatchObject({
      value: { trials: { length: 4 } },
    })
    expect(said(sweep(grid, {}))).toContain('experiment.task')
  })

  it.each([
    [7, 'the sweep is 7: expected an object with fields'],
    [{}, 'experiment is missing: expected an object with fields; search is missing: expected an object'],
    [{ ...sweep(grid), extra: 1 }, 'extra is 1: there is no such field'],
    [sweep({ ...grid, points: 3 }), 'search.points is 3: there is no such field'],
    [sweep({ ...grid, strategy: 'tpe' }), 'search.strategy is "tpe": expected one of grid, random, sobol'],
    [sweep({ strategy: 'grid' }), 'search.fields is missing: expected an object with fields'],
    [sweep({ ...grid, trials: 3 }), 'search.trials is 3: expected none: a grid has a trial for every'],
    [
      sweep({ ...grid, strategy: 'sobol' }),
      'search.trials is missing: expected a whole number from 1 to 10000',
    ],
    [sweep({ ...grid, strategy: 'random', trials: 0.5 }), 'search.trials is 0.5: expected a whole number'],
    [sweep({ ...grid, strategy: 'random', trials: 10_001 }), 'search.trials is 10001: expected a whole'],
    [sweep({ ...grid, seed: -1 }), 'search.seed is -1: expected a whole number from 0 to 4294967295'],
    [sweep({ strategy: 'grid', fields: {} }), 'search.fields is {}: expected at least one field'],
    [sweep(grid, { ...experiment, model: { cell: 'tcn' } }), 'experiment.model.cell is "tcn": expected one'],
    [sweep(grid, { ...experiment, x: 1 }), 'experiment.x is 1: there is no such field'],
    [tried({ 'optimizer.rate': lr }), 'search.fields.optimizer.rate is [0.1,0.01]: there is no such field'],
    [tried({ __proto__x: lr }), 'search.fields.__proto__x is [0.1,0.01]: there is no such field'],
    [
      tried({ 'task.delay': [3] }),
      'the field has no effect where task.name is adding, only where it is copy, echo',
    ],
    [tried({ 'optimizer.lr': [] }), 'search.fields.optimizer.lr is []: expected at least one value'],
    [tried({ 'optimizer.lr': 0.1 }), 'search.fields.optimizer.lr is 0.1: expected a list of values, or a'],
    [tried({ 'optimizer.lr': [1, 5000] }), 'optimizer.lr[1] is 5000: expected a number from 1e-9 to 1000'],
    [tried({ 'model.cell': ['rnn', 3] }), 'search.fields.model.cell[1] is 3: expected one of rnn, residual'],
    [tried({ 'model.bias': [true, null] }), 'search.fields.model.bias[1] is null: expected true or false'],
    [tried({ 'model.bias': { min: 0, max: 1 } }), 'expected a list of values: a range is for numbers'],
    [
      sweep({ ...grid, fields: { 'optimizer.lr': { min: 0.1, max: 1 } } }),
      'expected a list of values: a range',
    ],
    [tried({ 'optimizer.lr': { min: 1 } }), 'search.fields.optimizer.lr.max is missing: expected a number'],
    [tried({ 'optimizer.lr': { min: 0, max: 1 } }), 'search.fields.optimizer.lr.min is 0: expected a number'],
    [
      tried({ 'optimizer.lr': { min: 1, max: 1 } }),
      'search.fields.optimizer.lr.min is 1: expected less than search.fields.optimizer.lr.max (1)',
    ],
    [
      tried({ 'model.hiddenSize': { min: 1.5, max: 4 } }),
      'model.hiddenSize.min is 1.5: expected a whole number',
    ],
    [
      tried({ 'train.tbptt': { min: null, max: 4 } }),
      'search.fields.train.tbptt.min is null: expected a whole',
    ],
    [
      tried({ 'model.forgetBias': [1] }),
      'the field has no effect where model.cell is gru, only where it is lstm',
    ],
    [
      tried({ 'optimizer.weightDecay': { min: 0, max: 1, scale: 'log' } }),
      'search.fields.optimizer.weightDecay.min is 0: expected more than 0, as the scale is logarithmic',
    ],
    [
      tried({ 'optimizer.lr': { min: 0.1, max: 1, scale: 'cubic' } }),
      'search.fields.optimizer.lr.scale is "cubic": expected one of linear, log',
    ],
    [
      tried({ 'optimizer.lr': { min: 0.1, max: 1, step: 2 } }),
      'search.fields.optimizer.lr.step is 2: there is no such field',
    ],
  ])('refuses %j in words', (document, message) => {
    expect(said(document)).toContain(message)
  })

  it('tells of all that is wrong at once', () => {
    const problems = said(tried({ 'optimizer.lr': [-1], x: [1] }, { trials: 0, y: 1 }))
    for (const name of ['optimizer.lr[0] is -1', 'fields.x is', 'search.trials is 0', 'search.y is 1']) {
      expect(problems).toContain(name)
    }
  })

  it('counts the points of a grid that is too large, and makes none of them', () => {
    const values = Array.from({ length: 1000 }, (_, i) => i + 1)
    const fields = { 'model.hiddenSize': values, 'optimizer.stepSize': values, 'train.seed': values }
    const base = { ...experiment, optimizer: { schedule: 'step' } }
    const begun = performance.now()
    expect(said(sweep({ strategy: 'grid', fields }, base))).toBe(
      'search.fields is 1000000000: expected at most 10000 trials, of which each combination is one',
    )
    expect(performance.now() - begun).toBeLessThan(10_000)
  })

  it('refuses a trial whose fields do not go together, and says which', () => {
    const fields = { 'train.tbptt': [5, 30], 'task.seqLen': [40, 20] }
    expect(said(sweep({ strategy: 'grid', fields }))).toBe(
      'trial 4 (train.tbptt 30, task.seqLen 20): train.tbptt is 30: expected less than task.seqLen (21)',
    )
  })

  it('refuses a field of two tasks where one of them does not allow the value', () => {
    const fields = { 'task.name': ['adding', 'echo'], 'task.seqLen': [1] }
    expect(said(sweep({ strategy: 'grid', fields }))).toContain(
      'search.fields.task.seqLen[0] is 1: expected a',
    )
  })
})

describe('the JSON Schema of a sweep', () => {
  const fine = [
    sweep(grid),
    tried({
      'optimizer.lr': { min: 0.1, max: 1, scale: 'log' },
      'model.bias': [true],
      'train.tbptt': [null, 3],
    }),
  ]
  const refused = [
    tried({ 'optimizer.rate': lr }),
    tried({ 'optimizer.lr': [] }),
    tried({ 'optimizer.lr': [5000] }),
    tried({ 'model.bias': { min: 0, max: 1 } }),
    tried({ 'optimizer.lr': { min: 1 } }),
    sweep({ ...grid, strategy: 'tpe' }),
    sweep({ ...grid, seed: -1 }),
  ]

  it('agrees with what is read', () => {
    for (const document of fine) {
      expect([sweepSchema.safeParse(document).success, parseSweep(document).ok]).toEqual([true, true])
    }
    for (const document of refused) {
      expect([sweepSchema.safeParse(document).success, parseSweep(document).ok]).toEqual([false, false])
    }
  })
})
