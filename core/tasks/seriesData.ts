import { columnsNamed, namesIn, type OwnSeries, type SeriesColumn, type TableFormat } from '../data/series'
import type { ScaledColumn, WholeSeries } from './task'

/** What becomes of empty cells. */
export const missingChoices = ['refuse', 'previous', 'interpolate', 'drop'] as const
export type Missing = (typeof missingChoices)[number]

/**
 * The columns that a network reads and says, of the rows that are left; scaled by those that are trained on.
 */
export type ScaledSeries = Pick<WholeSeries, 'inputs' | 'targets' | 'numRows' | 'numTrained'>

export interface SeriesSettings extends TableFormat {
  readonly source: 'example' | 'file'
  readonly file: string | null
  readonly data: string | null
  readonly target: string | null
  readonly inputs: string | null
  readonly horizon: number
  readonly seqLen: number
  readonly stride: number
  readonly season: number | null
  readonly missing: Missing
  readonly validation: number
}

/** How many windows of T rows, with what comes h rows later, begin in a part, one every `stride` rows. */
export function numWindows(length: number, { seqLen, horizon, stride }: SeriesSettings): number {
  return Math.max(0, Math.floor((length - seqLen - horizon) / stride) + 1)
}

export interface SeriesChoice {
  readonly source: 'example' | 'file'
  /** Null: the first column, of the table that comes along; of another it has to be named. */
  readonly target: string | null
  /** Null: the targets. */
  readonly inputs: string | null
  readonly missing: Missing
  readonly validation: number
}

/** The columns of a choice, each once. */
export function chosenColumns(series: OwnSeries, { source, target, inputs }: SeriesChoice) {
  const named = target ?? (source === 'example' ? series.columns[0].name : '')
  const targets = columnsNamed(series, namesIn(named))
  return { targets, inputs: inputs === null ? targets : columnsNamed(series, namesIn(inputs)) }
}

/** The columns with their gaps closed, as far as that is possible; NaN where it is not. */
function withoutGaps(values: Float64Array, missing: Missing): Float64Array {
  const filled = values.slice()
  if (missing === 'previous') {
    for (let i = 1; i < filled.length; i++) if (Number.isNaN(filled[i])) filled[i] = filled[i - 1]
  }
  if (missing === 'interpolate') {
    let last = -1
    for (let i = 0; i < filled.length; i++) {
      if (Number.isNaN(filled[i])) continue
      for (let gap = last + 1; gap < i && last >= 0; gap++) {
        filled[gap] = filled[last] + ((filled[i] - filled[last]) * (gap - last)) / (i - last)
      }
      last = i
    }
  }
  return filled
}

/** Rows in which every one of the columns has a number. */
function completeRows(columns: readonly Float64Array[], numRows: number): Int32Array {
  const rows: number[] = []
  for (let i = 0; i < numRows; i++) if (columns.every((values) => !Number.isNaN(values[i]))) rows.push(i)
  return Int32Array.from(rows)
}

/** What a column is at the rows that are left, scaled by those that are trained on. */
function scale(
  { name }: SeriesColumn,
  values: Float64Array,
  rows: Int32Array,
  numTrained: number,
): ScaledColumn {
  const kept = Float64Array.from(rows, (row) => values[row])
  let mean = 0
  for (let i = 0; i < numTrained; i++) mean += kept[i]
  mean /= numTrained
  let variance = 0
  for (let i = 0; i < numTrained; i++) variance += (kept[i] - mean) ** 2
  const std = Math.sqrt(variance / numTrained)
  // What does not change is 0 wherever it is read; a constant target is refused.
  return { name, mean, std, values: kept.map((value) => (std > 0 ? (value - mean) / std : 0)) }
}

const known = new WeakMap<OwnSeries, Map<string, ScaledSeries>>()

/**
 * The chosen columns, gaps closed as was chosen and what still has gaps left out, each scaled to mean 0 and
 * standard deviation 1 over the part that is trained on, which the rest knows nothing of. Computed once a
 * choice.
 */
export function scaledSeries(series: OwnSeries, choice: SeriesChoice): ScaledSeries {
  const { source, target, inputs: read, missing, validation } = choice
  const key = JSON.stringify([source, target, read, missing, validation])
  const computed = known.get(series) ?? new Map<string, ScaledSeries>()
  known.set(series, computed)
  const before = computed.get(key)
  if (before) return before
  const chosen = chosenColumns(series, choice)
  const isThere = (column: SeriesColumn | undefined): column is SeriesColumn => column !== undefined
  const all = [...new Set([...chosen.inputs, ...chosen.targets].filter(isThere))]
  const filled = new Map(all.map((column) => [column, withoutGaps(column.values, missing)]))
  const rows = completeRows([...filled.values()], series.numRows)
  const numTrained = rows.length - Math.floor(rows.length * validation)
  const scaled = new Map(all.map((column) => [column, scale(column, filled.get(column)!, rows, numTrained)]))
  const pick = (columns: readonly (SeriesColumn | undefined)[]) =>
    columns.filter(isThere).map((column) => scaled.get(column)!)
  const result = {
    inputs: pick(chosen.inputs),
    targets: pick(chosen.targets),
    numRows: rows.length,
    numTrained,
  }
  computed.set(key, result)
  return result
}
