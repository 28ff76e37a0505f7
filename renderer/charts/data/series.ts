import type { Batch, ColumnName } from '../../../core/contract/run'
import { columnNames } from '../../../core/contract/run'
import { GrowableColumn } from './growableColumn'

export type SeriesColumns = Readonly<Record<ColumnName, GrowableColumn>>

/**
 * How far curves have grown. Handed on as one object that never changes, so that of the components on its way
 * only those follow every batch that read it.
 */
export interface Growth {
  /** Changes with the curves. */
  readonly version: number
  readonly numUpdates: number
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
