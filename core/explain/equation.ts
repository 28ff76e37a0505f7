import { sigmoid, tanh } from '../math/elementary'
import type { Matrix, MatrixIdentity, Name } from './matrix'
import { derivedMatrix, elementTex } from './matrix'
import type { Part, Term } from './parts'

/** What is done to the sum of the terms. */
export interface Outer {
  /** Around a formula. */
  tex(inner: string): string
  value(sum: number, row: number, col: number): number
}

/** How one element came about. */
export interface Explanation {
  /** Its name as LaTeX, such as `h_{3}[2,0]`. */
  readonly tex: string
  readonly terms: readonly Term[]
  /** The terms' sum. */
  readonly sum: number
  /** Around the sum, where it is not the element itself. */
  readonly outer: Outer | null
  /** What `outer` makes of the sum, or the sum: equal to `value` but for rounding. */
  readonly computed: number
  /** The number that is shown. */
  readonly value: number
}

/** One line of a step: a matrix and what made it. */
export interface Equation {
  readonly id: string
  readonly tex: string
  readonly result: Matrix
  readonly operands: readonly Matrix[]
  /** Null where the matrix is given. */
  readonly explain: ((row: number, col: number) => Explanation) | null
  /** The parameter whose gradient grows by this line; absent in the lines of the pass itself. */
  readonly addsTo?: Name
  /** Lines that made operands of this one in the same step and do not stand alone. */
  readonly within?: readonly Equation[]
}

export const tanhOf: Outer = { tex: (inner) => `\\tanh(${inner})`, value: tanh }
export const sigmoidOf: Outer = { tex: (inner) => `\\sigma(${inner})`, value: sigmoid }
export const reluOf: Outer = {
  tex: (inner) => `\\max(0, ${inner})`,
  value: (sum) => (sum <= 0 ? 0 : sum),
}
export const rootOf: Outer = { tex: (inner) => `\\sqrt{${inner}}`, value: Math.sqrt }

/** `result = outer(part + part + ...)`. */
export function equation(result: Matrix, parts: readonly Part[], outer: Outer | null = null): Equation {
  const inner = joined(parts)
  return {
    id: result.id,
    tex: `${result.name.tex} = ${outer ? outer.tex(inner) : inner}`,
    result,
    operands: distinct(parts),
    explain(row, col) {
      const terms = parts.flatMap((part) => part.terms(row, col))
      const sum = terms.reduce((total, { value }) => total + value, 0)
      return {
        tex: elementTex(result, row, col),
        terms,
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
  parts: readonly Part[],
  outer: Outer | null = null,
): Matrix {
  return derivedMatrix(identity, shape, (row, col) => {
    let sum = 0
    for (const part of parts) sum += part.total(row, col)
    return outer ? outer.value(sum, row, col) : sum
  })
}

/** Parts as one sum; a part whose sign is its first character brings it along. */
function joined(parts: readonly Part[]): string {
  if (parts.length === 0) return '0'
  return parts
    .map(({ tex }, p) => (p === 0 || tex.startsWith('-') ? tex : `+ ${tex}`))
    .join(' ')
    .replace(/^\+ /, '')
}

function distinct(parts: readonly Part[]): Matrix[] {
  const byId = new Map<string, Matrix>()
  for (const { operands } of parts) for (const matrix of operands) byId.set(matrix.id, matrix)
  return [...byId.values()]
}
