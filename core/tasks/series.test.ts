import { describe, expect, it } from 'vitest'
import type { OwnSeries, SeriesColumn } from '../data/series'
import { provideData } from '../data/table'
import { createRandom } from '../math/random'
import { createBatch } from '../train/createBatch'
import { bindTask } from './bind'
import { taskNamed, type TaskSettings } from './registry'
import { settingsOf } from './settings.testing'

type SeriesSettings = TaskSettings<'series'>
type Columns = Record<string, readonly number[]>

let made = 0
/** Settings of the task on a table of these columns. */
function ofTable(columns: Columns, given: Partial<SeriesSettings> = {}, changes: Partial<SeriesColumn> = {}) {
  const sha256 = String(made++).padStart(64, '0')
  const format = { encoding: 'auto', separator: 'auto', decimal: 'auto', header: 'auto' } as const
  const table: OwnSeries = {
    kind: 'series',
    format: { encoding: 'utf-8', separator: 'comma', decimal: 'point', header: 'yes' },
    columns: Object.entries(columns).map(([name, values], i) => ({
      ...{ name, column: i + 1, kind: 'number', values: Float64Array.from(values), firstText: null },
      ...{ numMissing: values.filter(Number.isNaN).length, firstUnordered: 0 },
      firstMissing: values.findIndex(Number.isNaN) + 2,
      ...changes,
    })),
    numRows: Object.values(columns)[0]!.length,
    preview: [],
  }
  provideData({ kind: 'series', sha256, file: 'a.csv', ...format }, table)
  const own = { source: 'file', file: 'a.csv', data: sha256, target: Object.keys(columns)[0]! } as const
  return settingsOf('series', { ...own, validation: 0, seqLen: 2, ...given }) as SeriesSettings
}

const problems = (settings: SeriesSettings) => taskNamed('series').problems!(settings)

function draw(settings: SeriesSettings, count: number, split: 'train' | 'validation' = 'train') {
  const task = bindTask(settings)
  const batch = createBatch(task.shape, task.numSupervised, task.loss, count, 'float64')
  task.generate(createRandom(1), batch, { split, batches: 0 })
  return batch
}

describe('windows of a series', () => {
  it('have rows that follow one another, and what comes `horizon` rows later', () => {
    const settings = ofTable({ x: [0, 1, 2, 3, 4, 5, 6, 7] }, { seqLen: 3, horizon: 2 })
    const { scales } = taskNamed('series')
    const { mean, std } = scales!(settings).targets[0]!
    const { input, values } = draw(settings, 20)
    const asWas = (scaled: number) => Math.round(1e9 * (mean + std * scaled)) / 1e9
    for (let b = 0; b < 20; b++) {
      const read = [0, 1, 2].map((t) => asWas(input[t * 20 + b]!))
      expect(read).toEqual([read[0], read[0]! + 1, read[0]! + 2])
      expect([0, 1, 2].map((t) => asWas(values[t * 20 + b]!))).toEqual(read.map((x) => x + 2))
    }
  })

  it('begin at every so many rows', () => {
    const settings = ofTable({ x: [0, 1, 2, 3, 4, 5, 6, 7, 8] }, { stride: 3 })
    const { mean, std } = taskNamed('series').scales!(settings).inputs[0]!
    const { input } = draw(settings, 40)
    const starts = new Set(Array.from({ length: 40 }, (_, b) => Math.round(mean + std * input[b]!)))
    expect([...starts].sort()).toEqual([0, 3, 6])
  })

  it('of several columns have them in the order in which they are named', () => {
    const settings = ofTable(
      { a: [0, 2, 0, 2, 0, 2], 'b, c': [5, 5, 5, 9, 9, 9] },
      { inputs: '"b, c", a', target: 'a' },
    )
    const { inputs, targets } = taskNamed('series').scales!(settings)
    expect(inputs).toEqual([
      { name: 'b, c', mean: 7, std: 2 },
      { name: 'a', mean: 1, std: 1 },
    ])
    expect(targets.map(({ name }) => name)).toEqual(['a'])
    expect(bindTask(settings).shape).toEqual({ seqLen: 2, inputSize: 2, outputSize: 1 })
  })

  it('are scaled by the part that is trained on, and the held-out end is drawn from by itself', () => {
    const settings = ofTable({ x: [1, 3, 1, 3, 100, 100, 100, 100] }, { validation: 0.5 })
    expect(taskNamed('series').scales!(settings).targets).toEqual([{ name: 'x', mean: 2, std: 1 }])
    expect([...new Set(draw(settings, 5).input)].sort()).toEqual([-1, 1])
    expect([...new Set(draw(settings, 5, 'validation').input)]).toEqual([98])
  })
})

describe('empty cells', () => {
  const gap = [1, NaN, 3, 5, 4, 2]
  const filled = (missing: SeriesSettings['missing']) => {
    const settings = ofTable({ x: gap }, { missing })
    const { mean } = taskNamed('series').scales!(settings).targets[0]!
    return mean
  }

  it('are the value before, on a line between their neighbors, or left out with their row', () => {
    expect(filled('previous')).toBeCloseTo((1 + 1 + 3 + 5 + 4 + 2) / 6, 12)
    expect(filled('interpolate')).toBeCloseTo((1 + 2 + 3 + 5 + 4 + 2) / 6, 12)
    expect(filled('drop')).toBeCloseTo((1 + 3 + 5 + 4 + 2) / 5, 12)
  })

  it('are refused where nobody has chosen', () => {
    expect(problems(ofTable({ x: gap }))).toEqual([
      {
        setting: 'missing',
        code: 'emptyCell',
        params: { name: 'x', column: 1, line: 3, count: 1 },
      },
    ])
  })
})

describe('what who does not learn loses on a series', () => {
  it('is what changes from one step to the next', () => {
    // Scaled: -1 1 -1 1 ...: each step is 2 away from the next; the mean is 1 away.
    const settings = ofTable({ x: [0, 2, 0, 2, 0, 2, 0, 2] })
    expect(bindTask(settings).baseline).toBeCloseTo(1, 12)
    expect(bindTask(settings).baselineFormula).toContain('\\bar{x}')
    // Scaled: four times -1, four times 1. Of the 12 steps of the 6 windows two are the one jump, of 2.
    const steps = ofTable({ x: [0, 0, 0, 0, 4, 4, 4, 4] })
    expect(bindTask(steps).baseline).toBeCloseTo((2 * 2 ** 2) / 12, 12)
    expect(bindTask(steps).baselineFormula).toContain('- x_t')
    // What the other one loses is a line by itself.
    const other = (of: SeriesSettings) => taskNamed('series').baselines!(of).map(({ name }) => name)
    expect([other(settings), other(steps)]).toEqual([['persistence'], ['mean']])
  })

  it('is nothing for who knows the season of a series that has one', () => {
    const week = [3, 1, 4, 1, 5, 9, 2]
    const settings = ofTable({ x: [...week, ...week, ...week] }, { season: 7, seqLen: 3 })
    const seasonal = taskNamed('series').baselines!(settings).at(-1)
    expect(seasonal).toMatchObject({ name: 'seasonal' })
    expect(seasonal!.loss).toBeCloseTo(0, 12)
    expect(seasonal!.formula).toContain('x_{t-6}')
  })
})

describe('a table that cannot be trained on', () => {
  it.each([
    ['a column that it does not have', { target: 'y' }, 'target', 'columnNames'],
    ['no target', { target: null }, 'target', 'columnNames'],
    ['inputs that it does not have', { inputs: 'x, z' }, 'inputs', 'columnNames'],
    ['windows longer than it', { seqLen: 6 }, 'seqLen', 'beyondData'],
    ['windows longer than its end', { validation: 0.4 }, 'seqLen', 'beyondData'],
  ] as const)('is asked for %s', (_, given, setting, code) => {
    expect(problems(ofTable({ x: [1, 2, 3, 4, 5, 7] }, given))).toMatchObject([{ setting, code }])
  })

  it('holds a text, dates that are out of order, or one value: what is wrong in a cell comes first', () => {
    const text = { kind: 'text', firstText: { line: 4, value: 'x' } } as const
    expect(problems(ofTable({ x: [1, 2] }, {}, text))).toEqual([
      { setting: 'target', code: 'notNumber', params: { name: 'x', column: 1, line: 4, cell: 'x' } },
    ])
    expect(problems(ofTable({ x: [1, 2] }, {}, { kind: 'date', firstUnordered: 9 }))).toMatchObject([
      { code: 'dateColumn' },
      { setting: 'file', code: 'unordered', params: { line: 9 } },
    ])
    expect(problems(ofTable({ x: [3, 3, 3, 3, 3] }))).toMatchObject([{ code: 'constantColumn' }])
  })

  it('is told of by the names of its columns, shortened and with what would not be shown escaped', () => {
    const columns = { '\u202ex\u0007': [1, 2], ['long'.repeat(50)]: [1, 2] }
    const [problem] = problems(ofTable(columns, { target: 'y' }))
    expect(problem!.params['columns']).toMatch(/^\\u202ex\\u0007, long\S*…\S*long$/)
    expect(String(problem!.params['columns']).length).toBeLessThan(60)
  })

  it('is one of the person, of which none is named', () => {
    expect(problems(settingsOf('series', { source: 'file' }) as SeriesSettings)).toMatchObject([
      { setting: 'file', code: 'noFile' },
    ])
  })
})

it('the series that comes along has no gaps, and something to learn', () => {
  const settings = settingsOf('series') as SeriesSettings
  expect(problems(settings)).toEqual([])
  expect(problems({ ...settings, inputs: 'guests, temperature', season: 7 })).toEqual([])
  const seasonal = taskNamed('series').baselines!({ ...settings, season: 7 }).at(-1)
  expect(seasonal!.loss).toBeLessThan(bindTask(settings).baseline / 2)
})
