import type { MatrixId, MatrixKey, MatrixRef } from './matrixRef'
import { matrixId, matrixKey } from './matrixRef'
import type { StepId } from './stepId'

/** How something is called: as LaTeX, and as plain text for readers and titles. */
export interface Name {
  readonly tex: string
  readonly text: string
}

/**
 * A matrix of a trace as the formulas read it: features down, so that W x + b stands as it is written. The
 * columns of a state are the sequences of the batch.
 */
export interface Matrix {
  /** Which one it is. */
  readonly ref: MatrixRef
  /** Of `ref`, to compare by. */
  readonly id: MatrixId
  /** What it is, whatever t. */
  readonly key: MatrixKey
  readonly name: Name
  readonly rows: number
  readonly cols: number
  /** Whether the columns are the sequences of the batch. */
  readonly hasItems: boolean
  /** The step whose equation has it as its result; null where it is given. */
  readonly madeIn: StepId | null
  /** Names of the equally high blocks of rows that it consists of, one for each gate; absent in one block. */
  readonly rowBlocks?: readonly string[]
  /** The matrices that it consists of, one above the other; absent where it is one. */
  readonly stacked?: readonly Matrix[]
  at(row: number, col: number): number
}

/** One number of a matrix. */
export interface MatrixElement {
  readonly matrix: Matrix
  readonly row: number
  readonly col: number
}

/** What a matrix is, what it is called and where it is computed. */
export type MatrixIdentity = Pick<Matrix, 'ref' | 'name' | 'madeIn'>
type MatrixShape = Pick<Matrix, 'rows' | 'cols' | 'hasItems' | 'rowBlocks'>

function createMatrix({ ref, name, madeIn }: MatrixIdentity, shape: MatrixShape, at: Matrix['at']): Matrix {
  const { rows, cols, hasItems, rowBlocks } = shape
  return {
    ref,
    id: matrixId(ref),
    key: matrixKey(ref),
    name,
    madeIn,
    rows,
    cols,
    hasItems,
    ...(rowBlocks ? { rowBlocks } : {}),
    at,
  }
}

/** States of one step: `items` blocks of `features` numbers from `offset` on, shown features x items. */
export function stateMatrix(
  identity: MatrixIdentity,
  data: Float64Array,
  offset: number,
  features: number,
  items: number,
): Matrix {
  const shape = { rows: features, cols: items, hasItems: true }
  return createMatrix(identity, shape, (row, col) => data[offset + col * features + row])
}

/** A row-major block of a parameter, as it lies; a vector is one column. */
export function plainMatrix(
  identity: MatrixIdentity,
  data: Float64Array,
  offset: number,
  rows: number,
  cols: number,
): Matrix {
  const shape = { rows, cols, hasItems: false }
  return createMatrix(identity, shape, (row, col) => data[offset + row * cols + col])
}

/** Two matrices, one above the other; made where the upper one is. */
export function stackedMatrix(ref: MatrixRef, upper: Matrix, lower: Matrix): Matrix {
  const { cols, hasItems, madeIn } = upper
  const name = {
    tex: `[${upper.name.tex}; ${lower.name.tex}]`,
    text: `[${upper.name.text}; ${lower.name.text}]`,
  }
  const shape = { rows: upper.rows + lower.rows, cols, hasItems }
  const matrix = createMatrix({ ref, name, madeIn }, shape, (row, col) =>
    row < upper.rows ? upper.at(row, col) : lower.at(row - upper.rows, col),
  )
  return { ...matrix, stacked: [upper, lower] }
}

/** A matrix that no pass keeps: every element is computed when it is first asked for. */
export function derivedMatrix(
  identity: MatrixIdentity,
  shape: MatrixShape,
  compute: (row: number, col: number) => number,
): Matrix {
  const known = new Map<number, number>()
  return createMatrix(identity, shape, (row, col) => {
    const index = row * shape.cols + col
    let value = known.get(index)
    if (value === undefined) known.set(index, (value = compute(row, col)))
    return value
  })
}

/** Row-major numbers of a parameter's shape, fetched for every element: a cache may drop them meanwhile. */
export function numbersMatrix(
  identity: MatrixIdentity,
  { rows, cols }: Pick<Matrix, 'rows' | 'cols'>,
  fetch: () => Float64Array,
): Matrix {
  const shape = { rows, cols, hasItems: false }
  return createMatrix(identity, shape, (row, col) => fetch()[row * cols + col])
}

/** `[row, column]`, or `[row]` in a single column. Elements count from 0, as in code. */
export function indexText({ cols }: Pick<Matrix, 'cols'>, row: number, col: number): string {
  return cols === 1 ? `[${row}]` : `[${row},${col}]`
}

/** An element's name as plain text. */
export function elementText({ matrix, row, col }: MatrixElement): string {
  return `${matrix.name.text}${indexText(matrix, row, col)}`
}

/** An element's name as LaTeX. */
export function elementTex(matrix: Matrix, row: number, col: number): string {
  return `${matrix.name.tex}${indexText(matrix, row, col)}`
}
