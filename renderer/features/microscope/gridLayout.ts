import type { Matrix } from '../../../core/explain/matrix'
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
}

/** `item` is the sequence whose column is shown; null shows all columns. */
export function layOutGrid(matrix: Matrix, item: number | null): GridLayout {
  const columns = item !== null && matrix.hasItems ? [item] : [...Array(matrix.cols).keys()]
  const blocks = matrix.rowBlocks ?? ['']
  const numRows = matrix.rows / blocks.length
  const blockColumns = columns.length
  const elementAt = ({ row, column }: GridCell): { row: number; col: number } => ({
    row: Math.floor(column / blockColumns) * numRows + row,
    col: columns[column % blockColumns]!,
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
    cellOf: (row, col) => ({
      row: row % numRows,
      column: Math.floor(row / numRows) * blockColumns + columns.indexOf(col),
    }),
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
