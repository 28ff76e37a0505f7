import { sigmoid, tanh } from '../math/elementary'
import type { Matrix, MatrixIdentity, Name } from './matrix'
import { derivedMatrix, elementTex } from './matrix'
import type { MatrixId } from './matrixRef'
import type { ElementTerm, Term } from './terms'

/** The function that is applied to the sum of an equation's terms. */
export interface OuterFunction {
  /** Around a formula. */
  tex(inner: string): string
  value(sum: number, row: number, col: number): number
}

/** How one element is computed. */
export interface Explanation {
  /** Its name as LaTeX, such as `h_{3}[2,0]`. */
  readonly tex: string
  readonly terms: readonly ElementTerm[]
  /** What each time step adds, where the sum is one over time; absent where it is not. */
  readonly subtotals?: readonly ElementTerm[]
  /** The terms' sum. */
  readonly sum: number
  /** Around the sum, where it is not the element itself. */
  readonly outer: OuterFunction | null
  /** What `outer` makes of the sum, or the sum: equal to `value` but for rounding. */
  readonly computed: number
  /** The number that is shown. */
  readonly value: number
}

/** One line of a step: a matrix and how it is computed. */
export interface Equation {
  /** Of its result. */
  readonly id: MatrixId
  readonly tex: string
  readonly result: Matrix
  readonly operands: readonly Matrix[]
  /** Null where the matrix is given. */
  readonly explain: ((row: number, col: number) => Explanation) | null
  /** The parameter whose gradient grows by this line; absent in the lines of the pass itself. */
  readonly addsTo?: Name
  /** Lines that compute operands of this one in the same step and do not stand alone. */
  readonly within?: readonly Equation[]
}

export const tanhOf: OuterFunction = { tex: (inner) => `\\tanh(${inner})`, value: tanh }
export const sigmoidOf: OuterFunction = { tex: (inner) => `\\sigma(${inner})`, value: sigmoid }
export const reluOf: OuterFunction = {
  tex: (inner) => `\\max(0, ${inner})`,
  value: (sum) => (sum <= 0 ? 0 : sum),
}
export const rootOf: OuterFunction = { tex: (inner) => `\\sqrt{${inner}}`, value: Math.sqrt }

/** `result = outer(term + term + ...)`. */
export function equation(
  result: Matrix,
  terms: readonly Term[],
  outer: OuterFunction | null = null,
): Equation {
  const inner = joined(terms)
  return {
    id: result.id,
    tex: `${result.name.tex} = ${outer ? outer.tex(inner) : inner}`,
    result,
    operands: distinct(terms),
    explain(row, col) {
      const elementTerms = terms.flatMap((term) => term.elementTerms(row, col))
      const sum = elementTerms.reduce((total, { value }) => total + value, 0)
      return {
        tex: elementTex(result, row, col),
        terms: elementTerms,
        sum,
        outer,
        computed: outer ? outer.value(sum, row, col) : sum,
        value: result.at(row, col),
      }
    },
  }
}

/** A matrix that the update starts from. */
export function given(matrix: Matrix): Equation {
  return { id: matrix.id, tex: matrix.name.tex, result: matrix, operands: [], explain: null }
}

/** A matrix that no pass keeps, out of its formula. */
export function derive(
  identity: MatrixIdentity,
  shape: Pick<Matrix, 'rows' | 'cols' | 'hasItems' | 'rowBlocks'>,
  terms: readonly Term[],
  outer: OuterFunction | null = null,
): Matrix {
  return derivedMatrix(identity, shape, (row, col) => {
    let sum = 0
    for (const term of terms) sum += term.total(row, col)
    return outer ? outer.value(sum, row, col) : sum
  })
}

/** Terms as one sum; a term whose first character is its sign brings it along. */
function joined(terms: readonly Term[]): string {
  if (terms.length === 0) return '0'
  return terms
    .map(({ tex }, p) => (p === 0 || tex.startsWith('-') ? tex : `+ ${tex}`))
    .join(' ')
    .replace(/^\+ /, '')
}

function distinct(terms: readonly Term[]): Matrix[] {
  const byId = new Map<MatrixId, Matrix>()
  for (const { operands } of terms) for (const matrix of operands) byId.set(matrix.id, matrix)
  return [...byId.values()]
}
