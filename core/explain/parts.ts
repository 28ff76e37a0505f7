import type { Matrix } from './matrix'
import { elementTex } from './matrix'

/** One number that a term multiplies, with the element that it is. */
export interface Factor {
  readonly tex: string
  readonly value: number
}

/** One summand of one element. */
export interface Term {
  readonly factors: readonly Factor[]
  readonly value: number
}

/** A summand of a matrix formula: element by element it is a sum of terms. */
export interface Part {
  readonly tex: string
  readonly operands: readonly Matrix[]
  terms(row: number, col: number): Term[]
  /** The terms' sum, without making them. */
  total(row: number, col: number): number
}

/** What an elementwise product multiplies. */
export interface Multiplier {
  readonly tex: string
  readonly operands: readonly Matrix[]
  factor(row: number, col: number): Factor
  value(row: number, col: number): number
}

const term = (...factors: Factor[]): Term => ({
  factors,
  value: factors.reduce((product, { value }) => product * value, 1),
})

const range = (length: number): number[] => Array.from({ length }, (_, i) => i)

/** A single column stands for all columns: a bias. */
const columnOf = ({ cols }: Matrix, col: number): number => (cols === 1 ? 0 : col)

function element(matrix: Matrix, row: number, col: number): Factor {
  const column = columnOf(matrix, col)
  return { tex: elementTex(matrix, row, column), value: matrix.at(row, column) }
}

/** W x:  sum_k W[i,k] x[k,b] */
export function linear(w: Matrix, x: Matrix): Part {
  return {
    tex: `${w.name.tex}\\,${x.name.tex}`,
    operands: [w, x],
    terms: (i, b) => range(w.cols).map((k) => term(element(w, i, k), element(x, k, b))),
    total(i, b) {
      let sum = 0
      for (let k = 0; k < w.cols; k++) sum += w.at(i, k) * x.at(k, b)
      return sum
    },
  }
}

/** Wᵀ d from row `from` of the product on:  sum_j W[j,i] d[j,b] */
export function linearBack(w: Matrix, d: Matrix, from = 0): Part {
  return {
    tex: `${w.name.tex}^{\\top}\\,${d.name.tex}`,
    operands: [w, d],
    terms: (i, b) => range(w.rows).map((j) => term(element(w, j, from + i), element(d, j, b))),
    total(i, b) {
      let sum = 0
      for (let j = 0; j < w.rows; j++) sum += w.at(j, from + i) * d.at(j, b)
      return sum
    },
  }
}

/** The elements themselves. */
export function plus(matrix: Matrix): Part {
  return times(el(matrix))
}

/** An elementwise product. */
export function times(...multipliers: Multiplier[]): Part {
  return {
    tex: multipliers.map(({ tex }) => tex).join(' \\odot '),
    operands: multipliers.flatMap(({ operands }) => operands),
    terms: (i, b) => [term(...multipliers.map((each) => each.factor(i, b)))],
    total(i, b) {
      let product = 1
      for (const each of multipliers) product *= each.value(i, b)
      return product
    },
  }
}

/** Numbers times one matrix: -lr g */
export function scaled(coefficient: Factor, matrix: Matrix): Part {
  return { ...times(constant(coefficient), el(matrix)), tex: `${coefficient.tex}\\,${matrix.name.tex}` }
}

/** sum_t d_t x_tᵀ:  sum over t and b of d_t[i,b] x_t[k,b] */
export function outer(tex: string, pairs: readonly { d: Matrix; x: Matrix }[]): Part {
  return {
    tex,
    operands: [],
    terms: (i, k) =>
      pairs.flatMap(({ d, x }) => range(d.cols).map((b) => term(element(d, i, b), element(x, k, b)))),
    total(i, k) {
      let sum = 0
      for (const { d, x } of pairs) for (let b = 0; b < d.cols; b++) sum += d.at(i, b) * x.at(k, b)
      return sum
    },
  }
}

/** sum_t d_t:  sum over t and b of d_t[i,b] */
export function sumOfColumns(tex: string, matrices: readonly Matrix[]): Part {
  return {
    tex,
    operands: [],
    terms: (i) => matrices.flatMap((d) => range(d.cols).map((b) => term(element(d, i, b)))),
    total(i) {
      let sum = 0
      for (const d of matrices) for (let b = 0; b < d.cols; b++) sum += d.at(i, b)
      return sum
    },
  }
}

/** Terms that are no pattern of the others: given one by one. */
export function listed(
  tex: string,
  operands: readonly Matrix[],
  factors: (row: number, col: number) => Factor[],
): Part {
  const terms = (row: number, col: number): Term[] => factors(row, col).map((factor) => term(factor))
  return {
    tex,
    operands,
    terms,
    total: (row, col) => terms(row, col).reduce((sum, { value }) => sum + value, 0),
  }
}

/** An element as a multiplier; a single column stands for all. */
export function el(matrix: Matrix): Multiplier {
  return {
    tex: matrix.name.tex,
    operands: [matrix],
    factor: (i, b) => element(matrix, i, b),
    value: (i, b) => matrix.at(i, columnOf(matrix, b)),
  }
}

/** 1 - z */
export function oneMinus(z: Matrix): Multiplier {
  return ofElement(
    z,
    (tex) => `(1 - ${tex})`,
    (value) => 1 - value,
  )
}

/** 1 - n² */
export function oneMinusSquare(n: Matrix): Multiplier {
  return ofElement(
    n,
    (tex) => `(1 - ${tex}^2)`,
    (value) => 1 - value * value,
  )
}

/** 1 where h > 0, else 0: the slope of relu. */
export function positive(h: Matrix): Multiplier {
  return ofElement(
    h,
    (tex) => `[${tex} > 0]`,
    (value) => (value > 0 ? 1 : 0),
  )
}

/** x² */
export function square(x: Matrix): Multiplier {
  return ofElement(
    x,
    (tex) => `${tex}^2`,
    (value) => value * value,
  )
}

/** a - b */
export function difference(a: Matrix, b: Matrix): Multiplier {
  const value = (i: number, k: number): number => a.at(i, k) - b.at(i, k)
  return {
    tex: `(${a.name.tex} - ${b.name.tex})`,
    operands: [a, b],
    factor: (i, k) => ({
      tex: `(${elementTex(a, i, k)} - ${elementTex(b, i, k)})`,
      value: value(i, k),
    }),
    value,
  }
}

export function constant(factor: Factor): Multiplier {
  return { tex: factor.tex, operands: [], factor: () => factor, value: () => factor.value }
}

function ofElement(
  matrix: Matrix,
  tex: (inner: string) => string,
  compute: (value: number) => number,
): Multiplier {
  return {
    tex: tex(matrix.name.tex),
    operands: [matrix],
    factor: (i, b) => ({ tex: tex(elementTex(matrix, i, b)), value: compute(matrix.at(i, b)) }),
    value: (i, b) => compute(matrix.at(i, b)),
  }
}
