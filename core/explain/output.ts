import { exp, log } from '../math/elementary'
import type { Equation, Outer } from './equation'
import { derive, equation } from './equation'
import type { Matrix } from './matrix'
import { derivedMatrix, elementTex, stateMatrix } from './matrix'
import { atTime, gradientOf } from './notation'
import type { Part } from './parts'
import { constant, difference, linear, linearBack, listed, plus, scaled, times } from './parts'
import type { Scene } from './scene'

/** The scores of step t and what the loss makes of them. */
export class OutputStep {
  /** Which of the supervised steps t is. */
  private readonly s: number
  private readonly size: { rows: number; cols: number; hasItems: true }
  /** 1 / (rows that the loss averages over). */
  private readonly share: { tex: string; value: number }

  constructor(
    readonly scene: Scene,
    readonly t: number,
  ) {
    const { output, sizes } = scene.trace
    this.s = output.steps.indexOf(t)
    this.size = { rows: sizes.outputSize, cols: sizes.batch, hasItems: true }
    const count = output.steps.length * sizes.batch * (output.kind === 'mse' ? sizes.outputSize : 1)
    this.share = { tex: `\\tfrac{1}{${count}}`, value: 1 / count }
  }

  get hasLoss(): boolean {
    return this.scene.trace.output.gradScores !== null
  }

  /** Scores, then probabilities or values, then the loss of every sequence. */
  equations(): Equation[] {
    const { kind } = this.scene.trace.output
    const score = equation(this.score, this.scoreParts())
    if (kind === 'mse') return [score, this.squaredError()]
    const probability = equation(this.probability, this.exponentials(), this.normalized())
    return kind === 'none' ? [score, probability] : [score, probability, this.surprise()]
  }

  get score(): Matrix {
    return this.cached('s', this.scene.letters.score, this.scene.trace.output.scores.data)
  }

  get gradScore(): Matrix {
    const { gradScores } = this.scene.trace.output
    const matrix = this.cached('ds', this.scene.letters.score, gradScores!.data)
    const madeIn = `backward.${this.scene.firstTopCell}.${this.t}`
    return { ...matrix, name: gradientOf(matrix.name), madeIn }
  }

  /** The loss's gradient at the scores. */
  gradEquation(): Equation {
    if (this.scene.trace.output.kind === 'mse') {
      const twice = { tex: `2 \\cdot ${this.share.tex}`, value: 2 * this.share.value }
      return equation(this.gradScore, [times(constant(twice), difference(this.score, this.target))])
    }
    const target = listed(`- ${this.share.tex}\\,\\mathbf{1}_{y}`, [this.classes], (row, col) =>
      row === this.classes.at(0, col)
        ? [{ tex: `-${this.share.tex}`, value: -this.share.value }]
        : [{ tex: '0', value: 0 }],
    )
    return equation(this.gradScore, [scaled(this.share, this.probability), target])
  }

  /** What reaches one direction's dh_t through the head: W_yᵀ ds_t. */
  toState(direction: number): Part[] {
    return [linearBack(headWeight(this.scene), this.gradScore, direction * this.scene.trace.sizes.hiddenSize)]
  }

  /** The loss of each sequence at this step, as a row. */
  get losses(): Matrix {
    return this.lossEquation().result
  }

  get meanWeight(): { tex: string; value: number } {
    return this.share
  }

  private lossEquation(): Equation {
    return this.scene.trace.output.kind === 'mse' ? this.squaredError() : this.surprise()
  }

  private scoreParts(): Part[] {
    const { letters, trace } = this.scene
    const bias = this.scene.parameters.find('head.bias')!
    return [
      linear(headWeight(this.scene), this.scene.output(trace.sizes.numLayers - 1, this.t)),
      plus(this.scene.parameters.whole(bias, bias.before, 'before', letters.headBias, null)),
    ]
  }

  /** The probabilities p = softmax(s), computed as the loss does: with the column's maximum subtracted. */
  private get probability(): Matrix {
    const { tex, text } = this.scene.letters.probability
    const time = this.scene.shownStep(this.t)
    const name = { tex: `${tex}_{${time}}`, text: `${text}_${time}` }
    return derive(this.identity('p', name), this.size, this.exponentials(), this.normalized())
  }

  private exponentials(): Part[] {
    const { score } = this
    return [
      listed(`\\textstyle\\sum_j e^{${score.name.tex}[j]}`, [score], (_row, col) => {
        const max = maximum(score, col)
        return rows(score).map((j) => ({
          tex: `e^{${elementTex(score, j, col)} - ${rounded(max)}}`,
          value: exp(score.at(j, col) - max),
        }))
      }),
    ]
  }

  private normalized(): Outer {
    const { score } = this
    return {
      tex: (inner) => `e^{${score.name.tex}} \\big/ \\left(${inner}\\right)`,
      value: (sum, row, col) => exp(score.at(row, col) - maximum(score, col)) / sum,
    }
  }

  /** -ln p of the target, computed as the loss does. */
  private surprise(): Equation {
    const { score, classes } = this
    const parts = [
      listed(
        `\\ln \\textstyle\\sum_j e^{${score.name.tex}[j]} - ${score.name.tex}[y]`,
        [score, classes],
        (_, col) => {
          const max = maximum(score, col)
          const sum = rows(score).reduce((total, j) => total + exp(score.at(j, col) - max), 0)
          const target = classes.at(0, col)
          return [
            { tex: `\\ln \\textstyle\\sum_j e^{s[j] - ${rounded(max)}}`, value: log(sum) },
            {
              tex: `-(${elementTex(score, target, col)} - ${rounded(max)})`,
              value: max - score.at(target, col),
            },
          ]
        },
      ),
    ]
    return equation(derive(this.identity('l', this.lossName()), { ...this.size, rows: 1 }, parts), parts)
  }

  private squaredError(): Equation {
    const { score, target } = this
    const parts = [times(difference(score, target), difference(score, target))]
    return equation(derive(this.identity('l', this.lossName()), this.size, parts), parts)
  }

  private lossName() {
    const time = this.scene.shownStep(this.t)
    return { tex: `\\ell_{${time}}`, text: `loss_${time}` }
  }

  /** Target values. */
  private get target(): Matrix {
    return { ...this.cached('v', 'v', this.scene.trace.output.target!.data), madeIn: null }
  }

  /** Target classes, a row. */
  private get classes(): Matrix {
    const { batch } = this.scene.trace.sizes
    const time = this.scene.shownStep(this.t)
    const identity = { ...this.identity('y', { tex: `y_{${time}}`, text: `y_${time}` }), madeIn: null }
    return stateMatrix(identity, this.scene.trace.output.target!.data, this.s * batch, 1, batch)
  }

  private cached(key: string, letter: string, data: Float64Array): Matrix {
    const { rows: O, cols: B } = this.size
    const name = atTime(letter, this.scene.shownStep(this.t), null, this.scene.marks)
    return stateMatrix(this.identity(key, name), data, this.s * B * O, O, B)
  }

  private identity(key: string, name: { tex: string; text: string }) {
    return { id: `${key}.${this.t}`, key, name, madeIn: `output.${this.t}` }
  }
}

/** The mean over all supervised steps and sequences. */
export function lossEquation(scene: Scene): Equation {
  const { output } = scene.trace
  const steps = output.steps.map((t) => new OutputStep(scene, t))
  const identity = { id: 'loss', key: 'loss', name: { tex: 'L', text: 'loss' }, madeIn: 'loss' }
  const result = derivedMatrix(identity, { rows: 1, cols: 1, hasItems: false }, () => output.loss ?? NaN)
  const parts: Part[] = [
    listed(`${steps[0]?.meanWeight.tex ?? ''} \\textstyle\\sum_{t,b} \\ell_t[b]`, [], () =>
      steps.flatMap(({ losses, meanWeight }) =>
        rows(losses).flatMap((row) =>
          Array.from({ length: losses.cols }, (_, b) => ({
            tex: `${meanWeight.tex}\\,${elementTex(losses, row, b)}`,
            value: meanWeight.value * losses.at(row, b),
          })),
        ),
      ),
    ),
  ]
  return equation(result, parts)
}

export function headWeight(scene: Scene): Matrix {
  const weight = scene.parameters.find('head.weight')!
  return scene.parameters.whole(weight, weight.before, 'before', scene.letters.headWeight, null)
}

function maximum(matrix: Matrix, col: number): number {
  return Math.max(...rows(matrix).map((row) => matrix.at(row, col)))
}

function rows(matrix: Matrix): number[] {
  return Array.from({ length: matrix.rows }, (_, row) => row)
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(4)))
}
