/** How something is called: as LaTeX, and as plain text for readers and titles. */
export interface Name {
  readonly tex: string
  readonly text: string
}

/**
 * A matrix of a trace as the formulas read it: features down, so that W x + b stands as it is written. The columns
 * of a state are the sequences of the batch.
 */
export interface Matrix {
  /** Which one it is, such as `h.0.3`: cell 0, t = 3. */
  readonly id: string
  /** What it is whatever t: `h.0`. */
  readonly key: string
  readonly name: Name
  readonly rows: number
  readonly cols: number
  /** Whether the columns are the sequences of the batch. */
  readonly hasItems: boolean
  /** The step whose equation has it as its result; null where it is given. */
  readonly madeIn: string | null
  /** Names of the blocks of as many rows that it consists of, such as one for each gate; absent where it is one. */
  readonly rowBlocks?: readonly string[]
  /** What it is put together from, one above the other, if it is. */
  readonly stacked?: readonly Matrix[]
  at(row: number, col: number): number
}

export type MatrixIdentity = Pick<Matrix, 'id' | 'key' | 'name' | 'madeIn'>

/** States of one step: `items` blocks of `features` numbers from `offset` on, shown features x items. */
export function stateMatrix(
  identity: MatrixIdentity,
  data: Float64Array,
  offset: number,
  features: number,
  items: number,
): Matrix {
  return {
    ...identity,
    rows: features,
    cols: items,
    hasItems: true,
    at: (row, col) => data[offset + col * features + row],
  }
}

/** A row-major block of a parameter, as it lies; a vector is one column. */
export function plainMatrix(
  identity: MatrixIdentity,
  data: Float64Array,
  offset: number,
  rows: number,
  cols: number,
): Matrix {
  return {
    ...identity,
    rows,
    cols,
    hasItems: false,
    at: (row, col) => data[offset + row * cols + col],
  }
}

/** Two matrices, one above the other; made where the upper one is. */
export function stackedMatrix(
  identity: Pick<MatrixIdentity, 'id' | 'key'>,
  upper: Matrix,
  lower: Matrix,
): Matrix {
  return {
    ...upper,
    ...identity,
    name: {
      tex: `[${upper.name.tex}; ${lower.name.tex}]`,
      text: `[${upper.name.text}; ${lower.name.text}]`,
    },
    rows: upper.rows + lower.rows,
    stacked: [upper, lower],
    at: (row, col) => (row < upper.rows ? upper.at(row, col) : lower.at(row - upper.rows, col)),
  }
}

/** A matrix that no pass keeps: every element is computed when it is first asked for. */
export function derivedMatrix(
  identity: MatrixIdentity,
  { rows, cols, hasItems, rowBlocks }: Pick<Matrix, 'rows' | 'cols' | 'hasItems' | 'rowBlocks'>,
  compute: (row: number, col: number) => number,
): Matrix {
  const known = new Map<number, number>()
  return {
    ...identity,
    rows,
    cols,
    hasItems,
    ...(rowBlocks ? { rowBlocks } : {}),
    at(row, col) {
      const place = row * cols + col
      let value = known.get(place)
      if (value === undefined) known.set(place, (value = compute(row, col)))
      return value
    },
  }
}

/** Row-major numbers of a parameter's shape, fetched anew for every element: whoever keeps them may forget them. */
export function numbersMatrix(
  identity: MatrixIdentity,
  { rows, cols }: Pick<Matrix, 'rows' | 'cols'>,
  fetch: () => Float64Array,
): Matrix {
  return { ...identity, rows, cols, hasItems: false, at: (row, col) => fetch()[row * cols + col] }
}

/** `[row, column]`, or `[row]` in a single column. Elements count from 0, as in code. */
export function indexText({ cols }: Pick<Matrix, 'cols'>, row: number, col: number): string {
  return cols === 1 ? `[${row}]` : `[${row},${col}]`
}

/** An element's name as LaTeX. */
export function elementTex(matrix: Matrix, row: number, col: number): string {
  return `${matrix.name.tex}${indexText(matrix, row, col)}`
}
