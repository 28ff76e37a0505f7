import type { Equation } from './equation'
import { equation } from './equation'
import type { Matrix, Name } from './matrix'
import { stateMatrix } from './matrix'
import type { MatrixRef } from './matrixRef'
import { atTime } from './notation'
import type { StepId } from './stepId'
import { stepId } from './stepId'
import type { SymbolTable } from './symbolTable'
import type { Factor, Term } from './terms'
import { linear, linearBack, plus } from './terms'

/** The matrices of the output at step t, whatever the loss is: scores, targets, gradients. */
export class OutputStep {
  /** Which of the supervised steps t is. */
  private readonly index: number

  constructor(
    readonly symbols: SymbolTable,
    readonly t: number,
  ) {
    this.index = symbols.trace.output.steps.indexOf(t)
  }

  get score(): Matrix {
    const { letters, trace } = this.symbols
    const name = this.letterName(letters.score)
    return this.perScore({ kind: 'score', t: this.t }, name, trace.output.scores.data, this.madeIn)
  }

  /** The gradient of the loss at the scores; null without a loss. */
  get gradScore(): Matrix | null {
    const { letters, trace, firstTopCell } = this.symbols
    const { gradScores } = trace.output
    const name = letters.gradient(this.letterName(letters.score))
    const madeIn = stepId('backward', firstTopCell, this.t)
    return gradScores && this.perScore({ kind: 'dScore', t: this.t }, name, gradScores.data, madeIn)
  }

  /** Scores out of the states of the top layer. */
  scoreEquation(): Equation {
    const { parameters, trace } = this.symbols
    const state = this.symbols.output(trace.sizes.numLayers - 1, this.t)
    return equation(this.score, [linear(parameters.headWeight, state), plus(parameters.headBias)])
  }

  /** What reaches one direction's dh_t through the head: W_yᵀ ds_t; nothing without a loss. */
  toState(direction: number): Term[] {
    const { parameters, trace } = this.symbols
    const { gradScore } = this
    return gradScore ? [linearBack(parameters.headWeight, gradScore, direction * trace.sizes.hiddenSize)] : []
  }

  /** Target values, as many as scores. */
  targetValues(letter: string): Matrix {
    const ref = { kind: 'ofScores', letter, t: this.t } as const
    return this.perScore(ref, this.letterName(letter), this.symbols.trace.output.target!.data, null)
  }

  /** Target classes, a row. */
  targetClasses(letter: string): Matrix {
    const { batch } = this.symbols.trace.sizes
    const { data } = this.symbols.trace.output.target!
    const identity = { ...this.identity(letter, letter, letter), madeIn: null }
    return stateMatrix(identity, data, this.index * batch, 1, batch)
  }

  /** What a matrix is that the loss makes of the scores, by its letter and its name without the time. */
  identity(
    letter: string,
    tex: string,
    text: string,
  ): { readonly ref: MatrixRef; readonly name: Name; readonly madeIn: StepId } {
    const time = this.symbols.shownStep(this.t)
    return {
      ref: { kind: 'ofScores', letter, t: this.t },
      name: { tex: `${tex}_{${time}}`, text: `${text}_${time}` },
      madeIn: this.madeIn,
    }
  }

  /** The shape of the scores: a column a sequence. */
  get shape(): { readonly rows: number; readonly cols: number; readonly hasItems: true } {
    const { outputSize, batch } = this.symbols.trace.sizes
    return { rows: outputSize, cols: batch, hasItems: true }
  }

  /** 1 / (all numbers that the loss averages over), with so many of them a sequence and step. */
  meanWeight(perSequence: number): Factor {
    const { output, sizes } = this.symbols.trace
    const count = output.steps.length * sizes.batch * perSequence
    return { tex: `\\tfrac{1}{${count}}`, value: 1 / count }
  }

  private get madeIn(): StepId {
    return stepId('output', this.t)
  }

  private letterName(letter: string): Name {
    return atTime(letter, this.symbols.shownStep(this.t), null, this.symbols.marks)
  }

  private perScore(ref: MatrixRef, name: Name, data: Float64Array, madeIn: StepId | null): Matrix {
    const { rows: O, cols: B } = this.shape
    return stateMatrix({ ref, name, madeIn }, data, this.index * B * O, O, B)
  }
}
