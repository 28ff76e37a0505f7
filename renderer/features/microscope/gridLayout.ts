import type { Matrix } from '../../../core/explain/matrix'
import { shortText } from './cellText'
import type { Area } from './litAreas'
import type { GridCell } from './useGridFocus'

/** Where the elements of a matrix stand: its blocks side by side, of each the columns that are shown. */
export interface GridLayout {
  readonly numRows: number
  readonly numColumns: number
  /** Of one block. */
  readonly blockColumns: number
  /** Column indices, with the name of a block in place of its first; null for a single column. */
  readonly heads: readonly string[] | null
  /** The largest of the shown numbers, without sign, that is finite. */
  readonly largest: number
  elementAt(at: GridCell): { readonly row: number; readonly col: number }
  cellOf(row: number, col: number): GridCell
  valueAt(at: GridCell): number
  /** Where an area of the matrix stands; null where none of it is shown. */
  placeOf(area: Area): GridArea | null
}

/** Cells beside and below each other, from the first one. */
export interface GridArea extends GridCell {
  readonly numRows: number
  readonly numColumns: number
}

/** Of more elements than this it is not asked how long each number is. */
const MANY = 4096
/** As long as a number is with sign, zeros or a power of ten, but for very small ones. */
const USUAL_CHARS = 8

/** The characters of the longest number that is shown, within what a cell is made for. */
export function longestNumber(matrix: Matrix, item: number | null): number {
  const columns = shownColumns(matrix, item)
  if (matrix.rows * columns.length > MANY) return USUAL_CHARS
  let longest = 4
  for (let row = 0; row < matrix.rows; row++) {
    for (const col of columns) longest = Math.max(longest, shortText(matrix.at(row, col)).length)
  }
  return longest
}

function shownColumns({ hasItems, cols }: Matrix, item: number | null): readonly number[] {
  return item !== null && hasItems ? [item] : [...Array(cols).keys()]
}

/** `item` is the sequence whose column is shown; null shows all columns. */
export function layOutGrid(matrix: Matrix, item: number | null): GridLayout {
  const columns = shownColumns(matrix, item)
  const blocks = matrix.rowBlocks ?? ['']
  const numRows = matrix.rows / blocks.length
  const blockColumns = columns.length
  const elementAt = ({ row, column }: GridCell): { row: number; col: number } => ({
    row: Math.floor(column / blockColumns) * numRows + row,
    col: columns[column % blockColumns]!,
  })
  const cellOf = (row: number, col: number): GridCell => ({
    row: row % numRows,
    column: Math.floor(row / numRows) * blockColumns + columns.indexOf(col),
  })
  return {
    numRows,
    numColumns: blocks.length * blockColumns,
    blockColumns,
    heads:
      blocks.length > 1 || matrix.cols > 1
        ? blocks.flatMap((name) => columns.map((col, i) => (i === 0 && name) || String(col)))
        : null,
    largest: largestOf(matrix, columns),
    elementAt,
    cellOf,
    placeOf({ rows, cols }) {
      const [first = -1, last = -1] = [
        columns.find((col) => col >= cols.from && col <= cols.to),
        columns.findLast((col) => col >= cols.from && col <= cols.to),
      ]
      if (first < 0) return null
      const [from, to] = [cellOf(rows.from, first), cellOf(rows.to, last)]
      return { ...from, numRows: to.row - from.row + 1, numColumns: to.column - from.column + 1 }
    },
    valueAt(at) {
      const { row, col } = elementAt(at)
      return matrix.at(row, col)
    },
  }
}

function largestOf(matrix: Matrix, columns: readonly number[]): number {
  let largest = 0
  for (let row = 0; row < matrix.rows; row++) {
    for (const col of columns) {
      const size = Math.abs(matrix.at(row, col))
      if (Number.isFinite(size) && size > largest) largest = size
    }
  }
  return largest
}
