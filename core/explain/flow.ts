import { norm } from '../math/norms'
import type { Matrix } from './matrix'
import { flowToCellStateBefore, flowToStateBefore, fromAbove } from './passes'
import type { SymbolTable } from './symbolTable'
import type { Term } from './terms'

/** How large something is for one sequence, or over the whole batch (null). */
export type Item = number | null

/** The Euclidean norm of a matrix: of one sequence's column, or of all. */
export function magnitude(matrix: Matrix, item: Item): number {
  const columns = item !== null && matrix.hasItems ? [item] : [...Array(matrix.cols).keys()]
  const values = columns.flatMap((col) =>
    Array.from({ length: matrix.rows }, (_, row) => matrix.at(row, col)),
  )
  return norm(values, 0, values.length)
}

/** The norm of what a cell's step t passes back to the state before it. */
export function flowMagnitude(symbols: SymbolTable, k: number, t: number, item: Item): number {
  return sumMagnitude(symbols, flowToStateBefore(symbols, k, t), item)
}

/** The norm of what a cell's step t passes back to the cell state before it; 0 in cells without. */
export function cellFlowMagnitude(symbols: SymbolTable, k: number, t: number, item: Item): number {
  return sumMagnitude(symbols, flowToCellStateBefore(symbols, k, t), item)
}

/** The norm of what reaches dh_t from the head or the layer above; 0 where nothing does. */
export function flowFromAbove(symbols: SymbolTable, k: number, t: number, item: Item): number {
  return sumMagnitude(symbols, fromAbove(symbols, k, t), item)
}

function sumMagnitude(symbols: SymbolTable, terms: readonly Term[], item: Item): number {
  if (terms.length === 0) return 0
  const { batch, hiddenSize } = symbols.trace.sizes
  const columns = item === null ? [...Array(batch).keys()] : [item]
  const values = columns.flatMap((col) =>
    Array.from({ length: hiddenSize }, (_, row) =>
      terms.reduce((sum, term) => sum + term.total(row, col), 0),
    ),
  )
  return norm(values, 0, values.length)
}
