import type { Matrix } from '../../../core/explain/matrix'
import type { GridPlace } from './useGridFocus'

/**
 * Where the elements of a matrix stand in its grid: its blocks of rows beside each other, of each block the columns that
 * are shown. A place is a column of a block.
 */
export interface MatrixPlaces {
  readonly numRows: number
  readonly numPlaces: number
  /** Of one block. */
  readonly blockPlaces: number
  /** Above the places: columns, and in place of the first of a block its name; null for a single column. */
  readonly heads: readonly string[] | null
  /** The largest of the shown numbers, without sign, that is finite. */
  readonly largest: number
  elementAt(at: GridPlace): { readonly row: number; readonly col: number }
  placeOf(row: number, col: number): GridPlace
  valueAt(at: GridPlace): number
}

/** `item` is the sequence whose column is shown; null shows all columns. */
export function placesOf(matrix: Matrix, item: number | null): MatrixPlaces {
  const columns = item !== null && matrix.hasItems ? [item] : [...Array(matrix.cols).keys()]
  const blocks = matrix.rowBlocks ?? ['']
  const numRows = matrix.rows / blocks.length
  const blockPlaces = columns.length
  const elementAt = ({ row, place }: GridPlace): { row: number; col: number } => ({
    row: Math.floor(place / blockPlaces) * numRows + row,
    col: columns[place % blockPlaces]!,
  })
  return {
    numRows,
    numPlaces: blocks.length * blockPlaces,
    blockPlaces,
    heads:
      blocks.length > 1 || matrix.cols > 1
        ? blocks.flatMap((name) => columns.map((col, i) => (i === 0 && name) || String(col)))
        : null,
    largest: largestOf(matrix, columns),
    elementAt,
    placeOf: (row, col) => ({
      row: row % numRows,
      place: Math.floor(row / numRows) * blockPlaces + columns.indexOf(col),
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
