import type { SeriesReading } from '../data/reading'
import { decimals, headers, separators, tableEncodings, type OwnSeries } from '../data/series'
import { providedData } from '../data/table'
import { choice, integer, number, optionalInteger, sha256, text } from '../fields/field'
import {
  missingChoices,
  numWindows,
  scaledSeries,
  type ScaledSeries,
  type SeriesSettings,
} from './seriesData'
import { exampleSeries } from './exampleSeries'
import { seriesProblems } from './seriesProblems'
import { steps } from './settings'
import { supervisedFrom } from './supervision'
import { byLoss, defineTask, type NamedBaseline, type Scale } from './task'

const NAME_LENGTH = 255
const LIST_LENGTH = 1000
/** What a forecast mostly depends on, where no season says more. */
const USUAL_LAG = 10

function readingOf({ source, file, data, ...settings }: SeriesSettings): SeriesReading | null {
  if (source === 'example' || data === null) return null
  const { encoding, separator, decimal, header } = settings
  return { kind: 'series', sha256: data, file: file ?? '', encoding, separator, decimal, header }
}

/** @throws {MissingDataError} where it has not been read. */
export function tableOf(settings: SeriesSettings): OwnSeries {
  const reading = readingOf(settings)
  return reading ? (providedData(reading) as OwnSeries) : exampleSeries()
}

function scaledOf(settings: SeriesSettings): ScaledSeries {
  return scaledSeries(tableOf(settings), settings)
}

/** The rows of a part: from, and until before. */
function partOf({ numRows, numTrained }: ScaledSeries, split: 'train' | 'validation') {
  return split === 'train' ? { from: 0, to: numTrained } : { from: numTrained, to: numRows }
}

/**
 * The mean of `errorOf(i, target)` over the steps i of all windows to train on and over the targets; rows
 * before `first` cannot be guessed, so windows begin behind them.
 */
function meanOverWindows(
  settings: SeriesSettings,
  errorOf: (i: number, values: Float64Array) => number,
  first = 0,
): number {
  const scaled = scaledOf(settings)
  const { seqLen, stride } = settings
  const count = numWindows(scaled.numTrained - first, settings)
  let sum = 0
  for (const { values } of scaled.targets) {
    const upTo = new Float64Array(scaled.numTrained + 1)
    for (let i = first; i + settings.horizon < scaled.numTrained; i++)
      upTo[i + 1] = upTo[i] + errorOf(i, values)
    for (let k = 0; k < count; k++) {
      const start = first + k * stride
      sum += upTo[start + seqLen] - upTo[start]
    }
  }
  return sum / (count * seqLen * scaled.targets.length)
}

const computedBaselines = new WeakMap<ScaledSeries, Map<string, number>>()

function once(name: string, settings: SeriesSettings, compute: () => number): number {
  const scaled = scaledOf(settings)
  const known = computedBaselines.get(scaled) ?? new Map<string, number>()
  computedBaselines.set(scaled, known)
  const { seqLen, horizon, stride, season } = settings
  const key = JSON.stringify([name, seqLen, horizon, stride, season])
  const value = known.get(key) ?? compute()
  known.set(key, value)
  return value
}

function persistence(settings: SeriesSettings): NamedBaseline {
  const h = settings.horizon
  return {
    name: 'persistence',
    loss: once('persistence', settings, () => meanOverWindows(settings, (i, x) => (x[i + h] - x[i]) ** 2)),
    formula: String.raw`\overline{(x_{t+${h}} - x_t)^2}`,
  }
}

function spread(settings: SeriesSettings): NamedBaseline {
  const h = settings.horizon
  return {
    name: 'mean',
    loss: once('spread', settings, () => meanOverWindows(settings, (i, x) => x[i + h] ** 2)),
    formula: String.raw`\overline{(x_{t+${h}} - \bar{x})^2}`,
  }
}

/** As it was one season before, or as many as it takes to have been seen. */
function seasonal(settings: SeriesSettings, season: number): NamedBaseline {
  const h = settings.horizon
  const back = Math.ceil(h / season) * season - h
  return {
    name: 'seasonal',
    loss: once('seasonal', settings, () =>
      meanOverWindows(settings, (i, x) => (x[i + h] - x[i - back]) ** 2, back),
    ),
    formula: String.raw`\overline{(x_{t+${h}} - x_{t-${back}})^2}`,
  }
}

const ofFile = { when: { 'task.source': ['file'] } }
const ofTable = { ...ofFile, advanced: true } as const

/**
 * A series of a person's own: read rows of a table, and say what stands some rows later. A computed one comes
 * along.
 *
 * Inputs and targets are columns of the table, each scaled to mean 0 and standard deviation 1 over the part
 * that is trained on; the end, a share `validation` of the rows, is held out. A sequence is a window of T
 * rows that begins anywhere, or at every `stride`-th row. Input (T, B, I): x_t. Target at every step: y_{t+h}
 * with h = `horizon`. Trivial guesser: the better one of persistence, "it stays as it is", and of the mean,
 * the other one being a further line; both are means over all windows to train on, so they are exact. With a
 * `season` also "as it was one season before".
 *
 * @see Hyndman and Athanasopoulos, "Forecasting: Principles and Practice", 3rd edition (2021), section 5.2.
 */
export const series = defineTask({
  settings: {
    source: choice(['example', 'file'], 'example'),
    file: text(NAME_LENGTH, ofFile),
    data: sha256(ofFile),
    target: text(LIST_LENGTH),
    inputs: text(LIST_LENGTH),
    horizon: integer({ min: 1, max: 1000, default: 1 }, { unit: 'steps', scale: 'log' }),
    seqLen: steps(50),
    stride: integer({ min: 1, max: 1000, default: 1 }, { unit: 'steps', advanced: true }),
    season: optionalInteger({ min: 2, max: 100_000 }, { unit: 'steps' }),
    missing: choice(missingChoices, 'refuse'),
    validation: number({ min: 0, max: 0.9, default: 0.2 }),
    separator: choice(separators, 'auto', ofTable),
    decimal: choice(decimals, 'auto', ofTable),
    header: choice(headers, 'auto', ofTable),
    encoding: choice(tableEncodings, 'auto', ofTable),
  },
  loss: 'mse',
  sampleView: 'curves',
  data: readingOf,
  supply: ({ validation }) => (validation === 0 ? 'whole' : 'parted'),
  table: tableOf,
  problems: (settings) => seriesProblems(settings, tableOf(settings), scaledOf(settings)),
  shape(settings) {
    const { inputs, targets } = scaledOf(settings)
    return {
      seqLen: settings.seqLen,
      inputSize: Math.max(1, inputs.length),
      outputSize: Math.max(1, targets.length),
    }
  },
  supervised: ({ seqLen }) => supervisedFrom(seqLen, 0),
  baseline: (settings) => byLoss([persistence(settings), spread(settings)])[1]!,
  baselines(settings) {
    const [worse] = byLoss([persistence(settings), spread(settings)])
    return byLoss([worse!, ...(settings.season === null ? [] : [seasonal(settings, settings.season)])])
  },
  series(settings) {
    const { seqLen, horizon, season } = settings
    return { ...scaledOf(settings), seqLen, horizon, season }
  },
  generate(settings, random, { batch, input, values }, { split }) {
    const { seqLen, horizon, stride } = settings
    const scaled = scaledOf(settings)
    const { from, to } = partOf(scaled, split)
    const { inputs, targets } = scaled
    const count = numWindows(to - from, settings)
    for (let b = 0; b < batch; b++) {
      const start = from + stride * random.integer(count)
      for (let t = 0; t < seqLen; t++) {
        const row = t * batch + b
        inputs.forEach((column, i) => (input[row * inputs.length + i] = column.values[start + t]))
        targets.forEach(
          (column, o) => (values[row * targets.length + o] = column.values[start + t + horizon]),
        )
      }
    }
  },
  scales(settings) {
    const { inputs, targets } = scaledOf(settings)
    const of = ({ name, mean, std }: Scale): Scale => ({ name, mean, std })
    return { inputs: inputs.map(of), targets: targets.map(of) }
  },
  /** No single step matters: the latest values together say where the series is. */
  remembered: () => [],
  lag: ({ season, seqLen }) => Math.min(season ?? USUAL_LAG, seqLen - 1),
})
