import { describe, expect, it } from 'vitest'
import { provideData } from '../data/table'
import type { OwnSeries } from '../data/series'
import type { ExperimentInput } from '../experiment/experiment'
import { parseExperiment } from '../experiment/parse'
import { isOutputDue, outputCost, outputSchedule, untilOutput } from '../experiment/outputs'
import { forecastErrors, forecastRows, naiveForecasts } from '../tasks/forecast'
import { taskNamed } from '../tasks/registry'
import { complete, makeUpdates } from '../train/trainer.testing'
import { createTrainer } from '../train/trainer'
import { createOutputs } from './outputs'

const CYCLE = [1, 5, 3]
const ROWS = 140

/** A table that goes round a cycle, with a column that counts the rows. */
function provide(sha256: string) {
  const columnOf = (name: string, column: number, of: (row: number) => number) => ({
    ...{
      name,
      column,
      kind: 'number' as const,
      values: Float64Array.from({ length: ROWS }, (_, i) => of(i)),
    },
    ...{ numMissing: 0, firstMissing: 0, firstText: null, firstUnordered: 0 },
  })
  const table: OwnSeries = {
    kind: 'series',
    format: { encoding: 'utf-8', separator: 'comma', decimal: 'point', header: 'yes' },
    columns: [columnOf('cycle', 1, (row) => CYCLE[row % 3]!), columnOf('row', 2, (row) => row)],
    numRows: ROWS,
    preview: [],
  }
  const format = { encoding: 'auto', separator: 'auto', decimal: 'auto', header: 'auto' } as const
  provideData({ kind: 'series', sha256, file: 'a.csv', ...format }, table)
  return sha256
}

const own = { name: 'series', source: 'file', file: 'a.csv', data: provide('5'.repeat(64)) } as const
const input: ExperimentInput = {
  task: { ...own, target: 'cycle', seqLen: 14, season: 3, validation: 0.2 },
  model: { cell: 'gru', hiddenSize: 12 },
  optimizer: { lr: 0.02 },
  train: { batch: 8, updates: 2000 },
}

function trained(updates: number, changes: Partial<ExperimentInput> = {}) {
  const trainer = createTrainer(complete({ ...input, ...changes }))
  makeUpdates(trainer, updates)
  return trainer
}

type Trained = ReturnType<typeof trained>
const seriesOf = ({ experiment }: Trained) => taskNamed(experiment.task.name).series!(experiment.task)
function actualOf(trainer: Trained) {
  const series = seriesOf(trainer)
  const { from, to } = forecastRows(series)
  return series.targets[0]!.values.slice(from, to)
}

describe('a forecast', () => {
  it('is of what is held out, one step ahead and free-running, and is right where the series was learned', () => {
    const trainer = trained(150)
    const { forecast } = createOutputs(trainer).make()
    const actual = actualOf(trainer)
    expect(actual).toHaveLength(28)
    expect(forecastErrors(forecast!.ahead, actual).rmse).toBeLessThan(0.3)
    expect(forecastErrors(forecast!.free!, actual).rmse).toBeLessThan(0.3)
  })

  it.each([1, 3])(
    'is what the network says %i steps before, and then what it says of its own answers',
    (horizon) => {
      const trainer = trained(5, { task: { ...input.task, horizon } as ExperimentInput['task'] })
      const { ahead, free } = createOutputs(trainer).make().forecast!
      const [series, { model }] = [seriesOf(trainer), trainer]
      const { readFrom, from, to } = forecastRows(series)
      const { batch } = model.sizes
      /** The answers of training's own network, row by row; in the first sequence of its batch. */
      function answers(valueOf: (row: number, before: readonly number[]) => number): number[] {
        const said: number[] = []
        model.resetState()
        for (let row = readFrom; row + horizon < to; row++) {
          const read = new Float64Array(batch).fill(valueOf(row, said))
          said.push(model.forward(read, Uint8Array.of(1))[0]!)
          model.carryState()
        }
        return said.slice(from - horizon - readFrom)
      }
      const { values } = series.targets[0]!
      expect([...ahead]).toEqual(answers((row) => values[row]!).map((x) => expect.closeTo(x, 12)))
      const own = answers((row, said) => (row < from ? values[row]! : said[row - horizon - readFrom]!))
      expect([...free!]).toEqual(own.map((x) => expect.closeTo(x, 12)))
      if (horizon === 1) expect(free![1]).not.toBeCloseTo(ahead[1]!, 12)
    },
  )

  it('does not go on by itself where the network reads what it does not say', () => {
    const task = { ...input.task, inputs: 'cycle, row' } as ExperimentInput['task']
    const { forecast } = createOutputs(trained(1, { task })).make()
    expect(forecast!.free).toBeNull()
    expect(forecast!.ahead).toHaveLength(28)
  })

  it('stands beside "as it was" and "as it was a season before", each of what was known', () => {
    const series = { ...seriesOf(trained(0)), horizon: 2, season: 7 }
    const rows = { readFrom: 0, from: 112, to: 122 }
    const row = { ...series.targets[0]!, values: Float64Array.from({ length: ROWS }, (_, i) => i) }
    const [stays, season] = naiveForecasts(series, rows, row, false)
    expect([...stays!.values].slice(0, 3)).toEqual([110, 111, 112])
    expect([...season!.values].slice(0, 3)).toEqual([105, 106, 107])
    const [freeStays, freeSeason] = naiveForecasts(series, rows, row, true)
    expect(new Set(freeStays!.values)).toEqual(new Set([111]))
    expect([...freeSeason!.values]).toEqual([105, 106, 107, 108, 109, 110, 111, 105, 106, 107])
  })

  it('of a chaotic series begins at the end of it, since nothing is held out', () => {
    const trainer = trained(1, { task: { name: 'mackeyGlass', horizon: 6 } })
    expect(forecastRows(seriesOf(trainer))).toEqual({ readFrom: 9745, from: 9800, to: 10_000 })
    const { forecast } = createOutputs(trainer).make()
    expect(forecast!.free!.every(Number.isFinite)).toBe(true)
  })
})

describe('what a network makes by itself', () => {
  it('changes no bit of the training', () => {
    const [alone, beside] = [trained(3), trained(3)]
    createOutputs(beside).make()
    expect(makeUpdates(beside, 3)).toEqual(makeUpdates(alone, 3))
  })

  it('is a text, written as a person has asked for last', () => {
    const outputs = createOutputs(trained(1, { task: { name: 'text' } }))
    const { written } = outputs.make()
    expect(written).toMatchObject({ writing: { temperature: 0.8, prompt: '' }, reach: 12 })
    expect([...written!.text]).toHaveLength(120)
    expect(written!.influence).toHaveLength(120 * 12)
    const asked = { length: 5, temperature: 0, topK: 3, prompt: 'the', seed: 4 }
    expect(outputs.write(asked).written!.writing).toEqual(asked)
    expect([...outputs.make().written!.text]).toHaveLength(5)
    expect(() => outputs.write({ ...asked, prompt: '\u4e2d' })).toThrow('the prompt has "中"')
    expect(outputs.make().written!.writing).toEqual(asked)
  })
})

describe('the schedule', () => {
  const experimentOf = (task: ExperimentInput['task'], updates: number, model = input.model) =>
    complete({ ...input, task, model, train: { batch: 32, updates } })

  it.each([
    ['text', 100],
    ['text', 2000],
    ['text', 1_000_000],
    ['series', 2000],
    ['mackeyGlass', 50_000],
  ] as const)('of %s takes no more than a fiftieth of the work of %i updates', (name, updates) => {
    const experiment = experimentOf({ name }, updates)
    const schedule = outputSchedule(experiment)!
    let count = 0
    for (let at = untilOutput(schedule, 0); at <= updates; at += untilOutput(schedule, at)) {
      expect(isOutputDue(schedule, at)).toBe(true)
      count++
    }
    expect(count * outputCost(experiment)).toBeLessThanOrEqual(0.02 * updates)
    expect(count).toBeLessThanOrEqual(204)
  })

  it('begins close together and then is even', () => {
    expect(outputSchedule(experimentOf({ name: 'text' }, 2000))).toEqual({
      first: [1, 3, 10, 30],
      every: 200,
    })
    expect(isOutputDue({ first: [1, 3], every: 10 }, 0)).toBe(false)
  })

  it('is what the experiment says, as often as a run can keep them', () => {
    const often = (outputEvery: number) =>
      parseExperiment({
        task: { name: 'text' },
        model: { cell: 'gru' },
        evaluation: { outputEvery },
        train: { updates: 20_000 },
      })
    const parsed = often(4)
    expect(parsed.ok && outputSchedule(parsed.value)).toEqual({ first: [], every: 4 })
    expect(often(3)).toMatchObject({
      problems: [{ path: 'evaluation.outputEvery', code: 'tooOften', params: { limit: 4, most: 5000 } }],
    })
  })

  it('is none of other tasks, and of a network that reads from the end', () => {
    expect(outputSchedule(experimentOf({ name: 'parity' }, 2000))).toBeNull()
    const both = { cell: 'gru', bidirectional: true } as const
    expect(outputSchedule(experimentOf({ name: 'series' }, 2000, both))).toBeNull()
  })
})
