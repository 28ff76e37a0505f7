import type { Backend, CommandBuffer } from '../kernels/backend'
import { backendFor } from '../kernels/backends'
import { Blocks } from '../kernels/blocks'
import { ShapeError, type Floats } from '../math/floats'
import { LinearHead } from './head'
import type { Recurrent, RecurrentSizes } from './recurrent'

/** The linear head on the output of a recurrent net, at the supervised steps: score_t = W output_t + b. */
export class Readout {
  readonly head: LinearHead
  private readonly backend: Backend
  /** dL/doutput by time, (B, F) each. */
  private readonly gradOutput: Blocks
  /** (T, B, O): a pass overwrites a block for each supervised step. */
  private readonly scores: Floats
  /** Given to the last pass back. */
  private gradScores: Floats
  /** Of all passes so far: a few, where truncated BPTT cuts sequences. */
  private readonly patterns: Pattern[] = []
  /** That of the last pass. */
  private pattern: Pattern

  constructor(
    private readonly recurrent: Recurrent,
    private readonly sizes: RecurrentSizes,
    numFeatures: number,
    outputSize: number,
  ) {
    const { seqLen, batch, dtype } = sizes
    this.head = new LinearHead(numFeatures, outputSize, batch, dtype)
    this.backend = backendFor(dtype)
    this.gradOutput = new Blocks(recurrent.gradOutput, batch * numFeatures)
    this.scores = this.backend.allocate(seqLen * batch * outputSize)
    this.gradScores = this.scores
    this.pattern = this.createPattern(new Uint8Array(0))
  }

  private get buffers(): readonly Floats[] {
    const { recurrent, head, scores } = this
    return [recurrent.output, recurrent.gradOutput, scores, ...head.buffers]
  }

  /** From the net's output of a pass over `supervised.length` steps to scores, (numSupervised, B, O). */
  forward(supervised: Uint8Array): Floats {
    const { head, scores, sizes } = this
    this.pattern = this.patternOf(supervised)
    head.prepareForward()
    this.pattern.forward.onRows(sizes.batch, scores, 0, this.forwardSteps)
    return this.pattern.scores
  }

  /**
   * After `forward`: overwrites the net's `gradOutput`, 0 at the steps that are not supervised, and adds to
   * the head's gradients.
   * @throws {ShapeError} if `gradScores` has not as many elements as the scores.
   */
  backward(gradScores: Floats): void {
    const { scores, backward } = this.pattern
    if (gradScores.length !== scores.length) {
      throw new ShapeError(
        `gradScores has ${gradScores.length} elements, expected ${scores.length} as the scores`,
      )
    }
    this.gradScores = gradScores
    this.head.prepareBackward()
    backward.onRows(this.sizes.batch, gradScores, 0, this.backwardSteps)
    this.addGradients()
  }

  /**
   * After `forward`: overwrites `out`, (steps, B, F), with what reaches the net's output from these gradients
   * of the scores: what `backward` writes to the net's `gradOutput`.
   */
  computeGradOutput(gradScores: Floats, out: Floats): void {
    const { head, sizes, pattern } = this
    const { batch } = sizes
    head.prepareBackward()
    out.fill(0)
    let from = 0
    for (let t = 0; t < pattern.supervised.length; t++) {
      if (pattern.supervised[t] === 0) continue
      head.backward(gradScores, from, out, t * batch * head.numFeatures, batch)
      from += batch * head.outputSize
    }
  }

  private patternOf(supervised: Uint8Array): Pattern {
    for (const pattern of this.patterns) {
      if (hasSameElements(pattern.supervised, supervised)) return pattern
    }
    const created = this.createPattern(supervised.slice())
    this.patterns.push(created)
    return created
  }

  private createPattern(supervised: Uint8Array): Pattern {
    const { batch } = this.sizes
    const create = (): CommandBuffer => this.backend.createCommandBuffer(() => this.buffers)
    const stretches = findStretches(supervised, batch)
    const numSupervised = stretches.reduce((count, { start, end }) => count + end - start, 0)
    return {
      supervised,
      scores: this.scores.subarray(0, numSupervised * batch * this.head.outputSize),
      forward: create(),
      backward: create(),
      // Stretches add to the same gradients, so they are not independent parts of one buffer.
      gradients: stretches.map((stretch) => ({
        commands: create(),
        add: () => {
          this.addStretch(stretch)
        },
      })),
    }
  }

  private readonly forwardSteps = (): void => {
    const { recurrent, head, scores, pattern } = this
    const { supervised } = pattern
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
    const { recurrent, head, gradScores, pattern } = this
    const { supervised } = pattern
    const { batch } = this.sizes
    const block = batch * head.numFeatures
    let from = 0
    for (let t = 0; t < supervised.length; t++) {
      if (supervised[t] === 0) {
        this.backend.operations.clear(this.gradOutput.at(t))
      } else {
        head.backward(gradScores, from, recurrent.gradOutput, t * block, batch)
        from += batch * head.outputSize
      }
    }
  }

  private addGradients(): void {
    const { head, gradScores, pattern } = this
    head.prepareGradients()
    for (const { commands, add } of pattern.gradients) commands.inParts(gradScores, 0, add)
    head.addUpGradients()
  }

  private addStretch({ start, end, firstRow }: Stretch): void {
    const { recurrent, head, gradScores } = this
    const features = recurrent.outputOffset + start * this.sizes.batch * head.numFeatures
    const scores = firstRow * head.outputSize
    for (let p = 0; p < head.numParts; p++) {
      head.addGradients(p, recurrent.output, features, gradScores, scores, end - start)
    }
  }
}

/** Which steps are supervised, with all that follows from it and is made once. */
interface Pattern {
  /** One flag a step. */
  readonly supervised: Uint8Array
  /** The used part of the scores. */
  readonly scores: Floats
  readonly forward: CommandBuffer
  readonly backward: CommandBuffer
  /** One for each stretch of them. */
  readonly gradients: readonly { readonly commands: CommandBuffer; readonly add: () => void }[]
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
