import type { Batch, ColumnName, Overview } from '../../../core/contract/run'
import { columnNames } from '../../../core/contract/run'
import { GrowableColumn } from './growableColumn'

export type SeriesColumns = Readonly<Record<ColumnName, GrowableColumn>>

/** What curves look like that are on their way: some of their updates, with the values of each. */
export interface CurveOverview {
  /** The update behind the last of them all. */
  readonly length: number
  readonly updates: GrowableColumn
  readonly columns: SeriesColumns
}

/**
 * How far curves have grown. Handed on as one object that never changes, so that of the components on its way
 * only those follow every batch that read it.
 */
export interface Growth {
  /** Changes with the curves. */
  readonly version: number
  readonly numUpdates: number
  /** What is shown of them until they are here. */
  readonly overview?: CurveOverview | null
}

/** `first` is the update that they begin with. */
export function emptyColumns(first = 0): SeriesColumns {
  return Object.fromEntries(columnNames.map((name) => [name, new GrowableColumn(first)])) as SeriesColumns
}

/**
 * Appends what is new in a batch; what is known already is skipped.
 * @returns false if updates are missing before the batch, which then is not taken.
 */
export function appendBatch(columns: SeriesColumns, { firstUpdate, columns: added }: Batch): boolean {
  const known = columns.loss.length
  if (firstUpdate > known) return false
  for (const name of columnNames) columns[name].append(added[name], known - firstUpdate)
  return true
}

/** Copies of the curves as far as update `length`; these stay as they are, for those who still read them. */
export function cutColumns(columns: SeriesColumns, length: number): SeriesColumns {
  const cut = emptyColumns(columns.loss.first)
  for (const name of columnNames) cut[name].append(columns[name].view().subarray(cut.loss.first, length))
  return cut
}

export function overviewOf({ length, updates, columns }: Overview): CurveOverview {
  const columnOf = (values: Float64Array): GrowableColumn => {
    const column = new GrowableColumn()
    column.append(values)
    return column
  }
  const entries = columnNames.map((name) => [name, columnOf(columns[name])])
  return { length, updates: columnOf(updates), columns: Object.fromEntries(entries) as SeriesColumns }
}

/** A curve as plots take it: all of it, or what it looks like while it is on its way. */
export function shownCurve(
  { overview }: Growth,
  name: ColumnName,
  column: GrowableColumn,
): { readonly column: GrowableColumn; readonly updates?: GrowableColumn; readonly isOverview?: boolean } {
  return overview
    ? { column: overview.columns[name], updates: overview.updates, isOverview: true }
    : { column }
}
