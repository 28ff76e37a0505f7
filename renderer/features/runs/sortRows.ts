import type { RunRow } from '../../stores/runRow'
import { isTraining, rowStatuses } from '../../stores/runRow'

/** By what the table can be ordered. */
export const columns = [
  'name',
  'status',
  'task',
  'cell',
  'numParameters',
  'seed',
  'updates',
  'lastLoss',
  'bestLoss',
  'smoothedLoss',
  'solvedAfter',
  'seconds',
  'bytes',
  'written',
] as const
export type Column = (typeof columns)[number]

export interface Sorting {
  readonly column: Column
  readonly isDescending: boolean
}

/** The newest first. */
export const newestFirst: Sorting = { column: 'written', isDescending: true }

/** What a row is called, in the window's language. */
export interface RowWords {
  name(row: RunRow): string
  status(row: RunRow): string
  task(row: RunRow): string
  cell(row: RunRow): string
}

/** Later than all instants. */
const NOW = '~'

/**
 * When it was written, with what is written now behind all else, by when it was begun, so that it keeps its
 * place; and before that what will be written next, the first of it last.
 */
function writtenKey(row: RunRow): string {
  if (isTraining(row)) return `${NOW}2${row.created || NOW}`
  if (row.place !== null) return `${NOW}1${String(1e6 - row.place).padStart(7, '0')}`
  if (row.status === 'unreadable') return ''
  return row.written || `${NOW}0`
}

function keyOf(row: RunRow, column: Column, words: RowWords): string | number {
  switch (column) {
    case 'name':
    case 'task':
    case 'cell':
      return words[column](row)
    case 'status':
      return rowStatuses.indexOf(row.status) + (row.place ?? 0) / 1e6
    case 'written':
      return writtenKey(row)
    case 'solvedAfter':
      return row.solvedAfter ?? NaN
    default:
      return row[column]
  }
}

/** Which of two keys comes first. What is not known comes last, in either direction. */
function compare(a: string | number, b: string | number, sign: number): number {
  if (typeof a === 'string' || typeof b === 'string') {
    const [one, other] = [String(a), String(b)]
    if (one === '' || other === '') return Number(one === '') - Number(other === '')
    return sign * one.localeCompare(other, undefined, { numeric: true })
  }
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return a === b ? 0 : sign * (a - b)
}

/** The rows in order; of equal ones the newest first. */
export function sortRows(
  rows: readonly RunRow[],
  { column, isDescending }: Sorting,
  words: RowWords,
): readonly RunRow[] {
  const sign = isDescending ? -1 : 1
  const isText = column === 'written'
  const keyed = rows.map((row) => ({ row, key: keyOf(row, column, words), created: row.created || NOW }))
  const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
  keyed.sort((a, b) => {
    const order = isText ? sign * byText(String(a.key), String(b.key)) : compare(a.key, b.key, sign)
    return order || byText(b.created, a.created) || byText(b.row.runId, a.row.runId)
  })
  return keyed.map(({ row }) => row)
}
