import { exp } from '../../math/elementary'
import type { Equation } from '../equation'
import { derive, equation } from '../equation'
import type { Matrix } from '../matrix'
import { elementTex } from '../matrix'
import type { OutputStep } from '../outputStep'
import { listed } from '../terms'

/** The probabilities p = softmax(s), computed as in training: with the column's maximum subtracted. */
export function softmax(s: OutputStep): Equation {
  const { score } = s
  const { tex, text } = s.symbols.letters.probability
  const terms = [
    listed(`\\textstyle\\sum_j e^{${score.name.tex}[j]}`, [score], (_row, col) => {
      const max = maximum(score, col)
      return rowsOf(score).map((j) => ({
        tex: `e^{${elementTex(score, j, col)} - ${rounded(max)}}`,
        value: exp(score.at(j, col) - max),
        sources: [{ matrix: score, row: j, col }],
      }))
    }),
  ]
  const normalized = {
    tex: (inner: string) => `e^{${score.name.tex}} \\big/ \\left(${inner}\\right)`,
    value: (sum: number, row: number, col: number) => exp(score.at(row, col) - maximum(score, col)) / sum,
  }
  const probability = derive(s.identity('p', tex, text), s.shape, terms, normalized)
  return equation(probability, terms, normalized)
}

/** The largest score of a sequence. */
export function maximum(score: Matrix, col: number): number {
  return Math.max(...rowsOf(score).map((row) => score.at(row, col)))
}

export function rowsOf({ rows }: Matrix): number[] {
  return Array.from({ length: rows }, (_, row) => row)
}

/** A number in a formula, with three significant digits. */
export function rounded(value: number): string {
  return String(Number(value.toPrecision(3)))
}
