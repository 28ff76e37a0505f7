import { allocate, ShapeError, type Floats } from '../math/floats'
import { clear } from '../math/pointwise'
import { Recording } from '../math/recording'
import { LinearHead } from './head'
import type { Recurrent, RecurrentSizes } from './recurrent'

/** The linear head on the output of a recurrent net, at the supervised steps: score_t = W output_t + b. */
export class Readout {
  readonly head: LinearHead
  /** (T, B, O): a pass overwrites a block for each supervised step. */
  private readonly scores: Floats
  /** The used part of `scores`, kept so that passes of the same length make no new view. */
  private view: Floats
  /** Given to the last pass back. */
  private gradScores: Floats
  /** Copy of the last pass's flags; their number is that pass's number of steps. */
  private supervised = new Uint8Array(0)
  private stretches: readonly Stretch[] = []
  /** The one whose share in the gradients is being added. */
  private stretch: Stretch = { start: 0, end: 0, firstRow: 0 }
  private readonly forwardRecording = new Recording(() => this.buffers)
  private readonly backwardRecording = new Recording(() => this.buffers)
  /** One for each stretch; what follows one another is not on one tape. */
  private readonly gradientRecordings: Recording[] = []

  constructor(
    private readonly recurrent: Recurrent,
    private readonly sizes: RecurrentSizes,
    numFeatures: number,
    outputSize: number,
  ) {
    const { seqLen, batch, dtype } = sizes
    this.head = new LinearHead(numFeatures, outputSize, batch, dtype)
    this.scores = allocate(dtype, seqLen * batch * outputSize)
    this.view = this.scores
    this.gradScores = this.scores
  }

  private get buffers(): readonly Floats[] {
    const { recurrent, head, scores } = this
    return [recurrent.output, recurrent.gradOutput, scores, ...head.buffers]
  }

  /** From the net's output of a pass over `supervised.length` steps to scores, (numSupervised, B, O). */
  forward(supervised: Uint8Array): Floats {
    const { head, scores, sizes } = this
    this.setSupervised(supervised)
    head.prepareForward()
    this.forwardRecording.onRows(sizes.batch, scores, 0, this.forwardSteps)
    return this.view
  }

  /**
   * After `forward`: overwrites the net's `gradOutput`, 0 at the steps that are not supervised, and adds to the head's
   * gradients.
   * @throws {ShapeError} if `gradScores` has not as many elements as the scores.
   */
  backward(gradScores: Floats): void {
    if (gradScores.length !== this.view.length) {
      throw new ShapeError(
        `gradScores has ${gradScores.length} elements, expected ${this.view.length} as the scores`,
      )
    }
    this.gradScores = gradScores
    this.head.prepareBackward()
    this.backwardRecording.onRows(this.sizes.batch, gradScores, 0, this.backwardSteps)
    this.addGradients()
  }

  private setSupervised(supervised: Uint8Array): void {
    if (hasSameElements(this.supervised, supervised)) return
    this.supervised = supervised.slice()
    this.stretches = findStretches(supervised, this.sizes.batch)
    const { forwardRecording, backwardRecording, gradientRecordings } = this
    while (gradientRecordings.length < this.stretches.length) {
      gradientRecordings.push(new Recording(() => this.buffers))
    }
    for (const recording of [forwardRecording, backwardRecording, ...gradientRecordings]) recording.forget()
    const numSupervised = supervised.reduce((count, flag) => (flag === 0 ? count : count + 1), 0)
    this.view = this.scores.subarray(0, numSupervised * this.sizes.batch * this.head.outputSize)
  }

  private readonly forwardSteps = (): void => {
    const { recurrent, head, scores, supervised } = this
    const { batch } = this.sizes
    let to = 0
    for (let t = 0; t < supervised.length; t++) {
      if (supervised[t] === 0) continue
      const from = recurrent.outputOffset + t * batch * head.numFeatures
      head.forward(recurrent.output, from, scores, to, batch)
      to += batch * head.outputSize
    }
  }

  private readonly backwardSteps = (): void => {
    const { recurrent, head, gradScores, supervised } = this
    const { batch } = this.sizes
    const block = batch * head.numFeatures
    let from = 0
    for (let t = 0; t < supervised.length; t++) {
      if (supervised[t] === 0) {
        clear(recurrent.gradOutput, t * block, block)
      } else {
        head.backward(gradScores, from, recurrent.gradOutput, t * block, batch)
        from += batch * head.outputSize
      }
    }
  }

  private addGradients(): void {
    const { head, gradScores, stretches, gradientRecordings } = this
    head.prepareGradients()
    for (let i = 0; i < stretches.length; i++) {
      this.stretch = stretches[i]
      gradientRecordings[i].inParts(gradScores, 0, this.addStretch)
    }
    head.addUpGradients()
  }

  private readonly addStretch = (): void => {
    const { recurrent, head, gradScores } = this
    const { start, end, firstRow } = this.stretch
    const features = recurrent.outputOffset + start * this.sizes.batch * head.numFeatures
    const scores = firstRow * head.outputSize
    for (let p = 0; p < head.numParts; p++) {
      head.addGradients(p, recurrent.output, features, gradScores, scores, end - start)
    }
  }
}

/** Supervised steps that follow one another, whose scores begin at a row. */
interface Stretch {
  readonly start: number
  readonly end: number
  readonly firstRow: number
}

function findStretches(supervised: Uint8Array, batch: number): Stretch[] {
  const stretches: Stretch[] = []
  let firstRow = 0
  for (let start = 0; start < supervised.length; start++) {
    let end = start
    while (end < supervised.length && supervised[end] !== 0) end++
    if (end > start) stretches.push({ start, end, firstRow })
    firstRow += (end - start) * batch
    start = end
  }
  return stretches
}

function hasSameElements(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
