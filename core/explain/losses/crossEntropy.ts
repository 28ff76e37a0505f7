import { exp, log } from '../../math/elementary'
import { derive, equation } from '../equation'
import type { Equation } from '../equation'
import type { Matrix, MatrixElement } from '../matrix'
import { elementTex } from '../matrix'
import type { OutputStep } from '../outputStep'
import type { Factor } from '../terms'
import { listed, scaled } from '../terms'
import type { LossDescription } from './lossDescription'
import { maximum, rounded, rowsOf, softmax } from './softmax'

/**
 *     p = softmax(s)     l = -ln p[y] = ln sum_j e^s[j] - s[y]     L = mean of l over steps and sequences
 *     ds = (p - onehot(y)) / (number of steps and sequences)
 */
export const crossEntropy: LossDescription = {
  predictions: (s) => [softmax(s)],
  loss: negativeLogLikelihood,
  meanWeight,
  gradScore(s) {
    const { tex, value } = meanWeight(s)
    const classes = s.targetClasses('y')
    const target = listed(`- ${tex}\\,\\mathbf{1}_{y}`, [classes], (row, col) =>
      row === classes.at(0, col)
        ? [{ tex: `-${tex}`, value: -value, sources: [{ matrix: classes, row: 0, col }] }]
        : [{ tex: '0', value: 0 }],
    )
    return [scaled({ tex, value }, softmax(s).result), target]
  },
}

function meanWeight(s: OutputStep): Factor {
  return s.meanWeight(1)
}

function sourcesOf(score: Matrix, col: number): MatrixElement[] {
  return rowsOf(score).map((row) => ({ matrix: score, row, col }))
}

/** -ln p of the target class, computed as in training: with the maximum subtracted. */
function negativeLogLikelihood(s: OutputStep): Equation {
  const { score } = s
  const classes = s.targetClasses('y')
  const terms = [
    listed(
      `\\ln \\textstyle\\sum_j e^{${score.name.tex}[j]} - ${score.name.tex}[y]`,
      [score, classes],
      (_, col) => {
        const max = maximum(score, col)
        const sum = rowsOf(score).reduce((total, j) => total + exp(score.at(j, col) - max), 0)
        const target = classes.at(0, col)
        return [
          {
            tex: `\\ln \\textstyle\\sum_j e^{s[j] - ${rounded(max)}}`,
            value: log(sum),
            sources: sourcesOf(score, col),
          },
          {
            tex: `-(${elementTex(score, target, col)} - ${rounded(max)})`,
            value: max - score.at(target, col),
            sources: [{ matrix: score, row: target, col }],
          },
        ]
      },
    ),
  ]
  return equation(derive(s.identity('l', '\\ell', 'loss'), { ...s.shape, rows: 1 }, terms), terms)
}
