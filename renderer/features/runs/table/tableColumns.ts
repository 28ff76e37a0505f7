import { z } from '../../../../core/experiment/zod'
import type { Column } from '../sortRows'
import { columns } from '../sortRows'

/** Columns that a person can do without; the name always stands first. */
export type ChosenColumn = Exclude<Column, 'name'>

interface ColumnLook {
  /** Of the grid's track. */
  readonly width: string
  readonly rem: number
  readonly isNumber: boolean
  /** Whether it is of interest from the largest down. */
  readonly isDescendingFirst: boolean
  /** Whether it stands there before anybody has chosen. */
  readonly isUsual: boolean
}

const look = (rem: number, changes: Partial<ColumnLook> = {}): ColumnLook => ({
  ...{ width: `minmax(${rem}rem, 1fr)`, rem, isNumber: true, isDescendingFirst: false, isUsual: true },
  ...changes,
})
const text = { isNumber: false }
const extra = { isUsual: false }

export const columnLooks: Readonly<Record<Column, ColumnLook>> = {
  name: look(10, { width: 'minmax(10rem, 4fr)', ...text }),
  status: look(7, text),
  task: look(6.5, text),
  cell: look(5.25, text),
  numParameters: look(4.75, { isDescendingFirst: true }),
  seed: look(4.25, extra),
  updates: look(8.875, { isDescendingFirst: true }),
  lastLoss: look(4.25),
  bestLoss: look(4.25),
  smoothedLoss: look(5.25, extra),
  solvedAfter: look(5.25, extra),
  seconds: look(4.5, { isDescendingFirst: true }),
  bytes: look(4.75, { ...extra, isDescendingFirst: true }),
  written: look(6.5, { isDescendingFirst: true }),
}

export const choosableColumns = columns.filter((column): column is ChosenColumn => column !== 'name')
export const usualColumns = choosableColumns.filter((column) => columnLooks[column].isUsual)
export const chosenColumnsSchema = z.array(z.enum(choosableColumns as [ChosenColumn, ...ChosenColumn[]]))

/** Widths beside the columns: the box that selects, and the buttons. */
const CHECK = 1.125
const ACTS = 5.125
const GAP = 0.4375
const PADDING = 1.5

/** The tracks of the grid, and what the table takes at least. */
export function tracksOf(chosen: readonly Column[]): { readonly columns: string; readonly minWidth: string } {
  const tracks = chosen.map((column) => columnLooks[column])
  const rem = tracks.reduce((sum, track) => sum + track.rem + GAP, CHECK + GAP + ACTS + PADDING)
  return {
    columns: [`${CHECK}rem`, ...tracks.map(({ width }) => width), `${ACTS}rem`].join(' '),
    minWidth: `${rem}rem`,
  }
}
