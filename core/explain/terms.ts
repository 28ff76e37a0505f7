import type { Matrix, MatrixElement } from './matrix'
import { elementTex } from './matrix'

/** One number that a term multiplies. */
export interface Factor {
  readonly tex: string
  readonly value: number
  /** The elements that it is, or is computed from; absent where it is none of a matrix. */
  readonly sources?: readonly MatrixElement[]
}

/** One term of the sum that is one element: a product of numbers. */
export interface ElementTerm {
  readonly factors: readonly Factor[]
  readonly value: number
}

/** A term of a matrix formula, such as `W x`: each element of it is a sum of its own. */
export interface Term {
  readonly tex: string
  readonly operands: readonly Matrix[]
  /** The sum that an element is, term by term. */
  elementTerms(row: number, col: number): ElementTerm[]
  /** That sum as a number. */
  total(row: number, col: number): number
}

/** What an elementwise product multiplies. */
export interface Multiplier {
  readonly tex: string
  readonly operands: readonly Matrix[]
  factor(row: number, col: number): Factor
  value(row: number, col: number): number
}

const product = (...factors: Factor[]): ElementTerm => ({
  factors,
  value: factors.reduce((all, { value }) => all * value, 1),
})

const range = (length: number): number[] => Array.from({ length }, (_, i) => i)

/** A single column stands for all columns: a bias. */
const columnOf = ({ cols }: Matrix, col: number): number => (cols === 1 ? 0 : col)

function element(matrix: Matrix, row: number, col: number): Factor {
  const column = columnOf(matrix, col)
  const source = { matrix, row, col: column }
  return { tex: elementTex(matrix, row, column), value: matrix.at(row, column), sources: [source] }
}

/** W x:  sum_k W[i,k] x[k,b] */
export function linear(w: Matrix, x: Matrix): Term {
  return {
    tex: `${w.name.tex}\\,${x.name.tex}`,
    operands: [w, x],
    elementTerms: (i, b) => range(w.cols).map((k) => product(element(w, i, k), element(x, k, b))),
    total(i, b) {
      let sum = 0
      for (let k = 0; k < w.cols; k++) sum += w.at(i, k) * x.at(k, b)
      return sum
    },
  }
}

/** Wᵀ d from row `from` of the product on:  sum_j W[j,i] d[j,b] */
export function linearBack(w: Matrix, d: Matrix, from = 0): Term {
  return {
    tex: `${w.name.tex}^{\\top}\\,${d.name.tex}`,
    operands: [w, d],
    elementTerms: (i, b) => range(w.rows).map((j) => product(element(w, j, from + i), element(d, j, b))),
    total(i, b) {
      let sum = 0
      for (let j = 0; j < w.rows; j++) sum += w.at(j, from + i) * d.at(j, b)
      return sum
    },
  }
}

/** A term of which each element is multiplied with one of `mask`, from row `from` on. */
export function masked(mask: Matrix, term: Term, from = 0): Term {
  return {
    tex: `${mask.name.tex} \\odot (${term.tex})`,
    operands: [mask, ...term.operands],
    elementTerms: (i, b) =>
      term.elementTerms(i, b).map(({ factors }) => product(element(mask, from + i, b), ...factors)),
    total: (i, b) => mask.at(from + i, b) * term.total(i, b),
  }
}

/** The elements themselves. */
export function plus(matrix: Matrix): Term {
  return times(el(matrix))
}

/** An elementwise product. */
export function times(...multipliers: Multiplier[]): Term {
  return {
    tex: multipliers.map(({ tex }) => tex).join(' \\odot '),
    operands: multipliers.flatMap(({ operands }) => operands),
    elementTerms: (i, b) => [product(...multipliers.map((each) => each.factor(i, b)))],
    total(i, b) {
      let total = 1
      for (const each of multipliers) total *= each.value(i, b)
      return total
    },
  }
}

/** Numbers times one matrix: -lr g */
export function scaled(coefficient: Factor, matrix: Matrix): Term {
  return { ...times(constant(coefficient), el(matrix)), tex: `${coefficient.tex}\\,${matrix.name.tex}` }
}

/** sum_t d_t x_tᵀ:  sum over t and b of d_t[i,b] x_t[k,b] */
export function outerProducts(tex: string, pairs: readonly { d: Matrix; x: Matrix }[]): Term {
  return {
    tex,
    operands: [],
    elementTerms: (i, k) =>
      pairs.flatMap(({ d, x }) => range(d.cols).map((b) => product(element(d, i, b), element(x, k, b)))),
    total(i, k) {
      let sum = 0
      for (const { d, x } of pairs) for (let b = 0; b < d.cols; b++) sum += d.at(i, b) * x.at(k, b)
      return sum
    },
  }
}

/** sum_t d_t:  sum over t and b of d_t[i,b] */
export function sumOfColumns(tex: string, matrices: readonly Matrix[]): Term {
  return {
    tex,
    operands: [],
    elementTerms: (i) => matrices.flatMap((d) => range(d.cols).map((b) => product(element(d, i, b)))),
    total(i) {
      let sum = 0
      for (const d of matrices) for (let b = 0; b < d.cols; b++) sum += d.at(i, b)
      return sum
    },
  }
}

/** A term whose elements are sums without a pattern: their terms are given one by one. */
export function listed(
  tex: string,
  operands: readonly Matrix[],
  factors: (row: number, col: number) => Factor[],
): Term {
  const elementTerms = (row: number, col: number): ElementTerm[] =>
    factors(row, col).map((factor) => product(factor))
  return {
    tex,
    operands,
    elementTerms,
    total: (row, col) => elementTerms(row, col).reduce((sum, { value }) => sum + value, 0),
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
      sources: [a, b].map((matrix) => ({ matrix, row: i, col: k })),
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
    factor: (i, b) => ({
      tex: tex(elementTex(matrix, i, b)),
      value: compute(matrix.at(i, b)),
      sources: [{ matrix, row: i, col: b }],
    }),
    value: (i, b) => compute(matrix.at(i, b)),
  }
}
