import { allocate, type Floats } from '../math/floats'
import { limitRowNorms } from '../math/norms'
import { clear } from '../math/pointwise'
import { Recording } from '../math/recording'
import type { Cell, CellKind, CellOptions, CellParameters, CellSizes } from './cell'
import { GateWeights } from './gateWeights'
import { replicate } from './replicate'

/**
 * What all cells share: the buffers, the way through time in either direction, and the products that need
 * not wait for the recurrence and so are done for all steps at once. A cell adds its equations: one step
 * forward and one step back.
 *
 * With x_t the input, h' the state before step t and a_q what gate q's nonlinearity is applied to,
 *
 *     a_q = W_iq x_t + b_iq + W_hq h' + b_hq
 *     dL/dW_iq = sum_t da_q x_tᵀ     dL/dW_hq = sum_t da_q h'ᵀ     dL/db_iq = dL/db_hq = sum_t da_q
 *     dL/dx_t = sum_q W_iqᵀ da_q     dL/dh' gets sum_q W_hqᵀ da_q
 *
 * (GRU's candidate departs from this in its recurrent half, see `gru.ts`.)
 */
export abstract class SequenceCell implements Cell {
  abstract readonly kind: CellKind
  readonly isReversed: boolean
  readonly h: Floats
  readonly c: Floats | null
  readonly gates: Floats
  readonly gradH: Floats
  readonly gradC: Floats | null
  readonly gradGates: Floats
  readonly gradH0: Floats
  readonly gradC0: Floats | null
  steps = 0
  numClipped = 0

  /** Elements of one block: B * H. */
  protected readonly block: number
  protected stepThreshold = Infinity
  private readonly weights: GateWeights
  private readonly recordings = createRecordings(() => this.buffers)
  /** The input of the pass, and where it starts. */
  private input: Floats
  private inputOffset = 0
  /** What `computeGradInput` writes to. */
  private gradInput: Floats
  private gradInputOffset = 0
  private isGradInputAdded = false

  constructor(
    readonly sizes: CellSizes,
    readonly parameters: CellParameters,
    readonly options: CellOptions,
    private readonly numGates: number,
    hasCellState: boolean,
  ) {
    const { seqLen, batch, hiddenSize } = sizes
    const { dtype } = options
    const block = batch * hiddenSize
    this.block = block
    this.isReversed = options.isReversed
    this.weights = new GateWeights(parameters, sizes, numGates, dtype)
    this.h = allocate(dtype, (seqLen + 1) * block)
    this.c = hasCellState ? allocate(dtype, (seqLen + 1) * block) : null
    this.gates = allocate(dtype, numGates * seqLen * block)
    this.gradH = allocate(dtype, seqLen * block)
    this.gradC = hasCellState ? allocate(dtype, seqLen * block) : null
    this.gradGates = allocate(dtype, numGates * seqLen * block)
    this.gradH0 = allocate(dtype, block)
    this.gradC0 = hasCellState ? allocate(dtype, block) : null
    this.input = this.h
    this.gradInput = this.h
  }

  get activations(): readonly Floats[] {
    return this.c === null ? [this.h, this.gates] : [this.h, this.c, this.gates]
  }

  /** All that passes read and write besides their input. */
  protected get buffers(): readonly Floats[] {
    const { activations, gradH, gradC, gradGates, gradH0, gradC0 } = this
    const gradients = [gradH, gradC, gradGates, gradH0, gradC0].filter((buffer) => buffer !== null)
    return [...activations, ...gradients, ...this.weights.buffers]
  }

  /** Step t forward: from the state at `before` in `h` (and `c`) to the one at `now`; `gates` holds W_iq x_t + biases. */
  protected abstract stepForward(t: number, before: number, now: number): void

  /**
   * Step t back: from dL/dh_t at `t * block` in `gradH` to `gradGates`; adds what flows to the state before to
   * `toH` (and `toC`) at `to`.
   */
  protected abstract stepBackward(
    t: number,
    before: number,
    now: number,
    toH: Floats,
    toC: Floats | null,
    to: number,
  ): void

  forward(input: Floats, inputOffset: number, steps: number): void {
    this.setPass(input, inputOffset, steps)
    this.recordings.prepareForward.inParts(this.h, 0, this.prepareForward)
    this.recordings.stepsForward.onRows(this.sizes.batch, input, inputOffset, this.stepsForward)
  }

  backwardSteps(stepThreshold: number): void {
    this.stepThreshold = stepThreshold
    this.numClipped = 0
    this.recordings.prepareBackward.inParts(this.h, 0, this.prepareBackward)
    // What a limit does depends on the numbers and is counted: it cannot be recorded.
    if (stepThreshold < Infinity) this.stepsBackward()
    else this.recordings.stepsBackward.onRows(this.sizes.batch, this.h, 0, this.stepsBackward)
  }

  accumulateGradients(input: Floats, inputOffset: number): void {
    this.setPass(input, inputOffset, this.steps)
    this.weights.prepareGradients()
    this.recordings.gradients.inParts(input, inputOffset, this.addGradients)
    this.recordings.addUpGradients.inParts(this.h, 0, this.addUpGradients)
  }

  computeGradInput(gradInput: Floats, gradInputOffset: number, accumulate: boolean): void {
    const { prepareInputBackward, inputBackward } = this.recordings
    if (accumulate !== this.isGradInputAdded) inputBackward.forget()
    this.gradInput = gradInput
    this.gradInputOffset = gradInputOffset
    this.isGradInputAdded = accumulate
    prepareInputBackward.inParts(this.h, 0, this.prepareInputBackward)
    inputBackward.onRows(this.sizes.batch, gradInput, gradInputOffset, this.inputBackward)
  }

  replicate(item: number, rows: number): Cell {
    return replicate(this, item, rows)
  }

  /** Where gate q of step t starts in `gates` and `gradGates`. */
  protected gateOffset(q: number, t: number): number {
    return (q * this.sizes.seqLen + t) * this.block
  }

  /** The first so many gates are plain: a_q = W_iq x + b_iq + W_hq h' + b_hq, with the state h' of the step before. */
  protected get numPlainGates(): number {
    return this.numGates
  }

  /** Whether b_hq is a plain part of a_q; otherwise the cell adds it where it belongs. */
  protected hasPlainHiddenBias(_q: number): boolean {
    return true
  }

  private setPass(input: Floats, inputOffset: number, steps: number): void {
    this.input = input
    this.inputOffset = inputOffset
    if (steps === this.steps) return
    this.steps = steps
    for (const recording of Object.values(this.recordings)) recording.forget()
  }

  private readonly prepareForward = (): void => {
    this.weights.prepareForward()
    for (let q = 0; q < this.numGates; q++) this.weights.prepareBias(q, this.hasPlainHiddenBias(q))
  }

  private readonly stepsForward = (): void => {
    const { block, steps } = this
    for (let s = 0; s < steps; s++) {
      const t = this.isReversed ? steps - 1 - s : s
      this.projectInput(t)
      const first = t * block
      const second = first + block
      if (this.isReversed) this.stepForward(t, second, first)
      else this.stepForward(t, first, second)
    }
  }

  /** a_q = W_iq x_t + b_iq + b_hq */
  private projectInput(t: number): void {
    const { batch, inputSize } = this.sizes
    const from = this.inputOffset + t * batch * inputSize
    for (let q = 0; q < this.numGates; q++) {
      this.weights.projectInput(q, this.gates, this.gateOffset(q, t), this.input, from, batch)
    }
  }

  private readonly prepareBackward = (): void => {
    this.weights.prepareRecurrentBackward()
  }

  private readonly stepsBackward = (): void => {
    const { block, steps, gradH, gradC, gradH0, gradC0 } = this
    clear(gradH0, 0, block)
    for (let s = steps - 1; s >= 0; s--) {
      const t = this.isReversed ? steps - 1 - s : s
      const first = t * block
      const second = first + block
      this.limit(gradH, first)
      // The step before in the order of the recurrence, or the initial state.
      const to = this.isReversed ? second : first - block
      const toH = s > 0 ? gradH : gradH0
      const toC = s > 0 ? gradC : gradC0
      if (toC !== null) clear(toC, s > 0 ? to : 0, block)
      if (this.isReversed) this.stepBackward(t, second, first, toH, toC, s > 0 ? to : 0)
      else this.stepBackward(t, first, second, toH, toC, s > 0 ? to : 0)
    }
  }

  private readonly addGradients = (): void => {
    const { weights, numPlainGates, gradGates, input, inputOffset, h, stateBefore, steps } = this
    const gateLength = this.gateOffset(1, 0)
    for (let p = 0; p < weights.numParts; p++) {
      weights.addGradients(p, numPlainGates, gradGates, gateLength, input, inputOffset, h, stateBefore, steps)
      for (let q = numPlainGates; q < this.numGates; q++) {
        weights.addInputGradients(p, q, gradGates, this.gateOffset(q, 0), input, inputOffset, steps)
        this.addRecurrentGradients(p, q)
      }
    }
  }

  private readonly addUpGradients = (): void => {
    this.weights.addUpGradients()
  }

  private readonly prepareInputBackward = (): void => {
    this.weights.prepareInputBackward()
  }

  private readonly inputBackward = (): void => {
    const { gradInput, gradInputOffset, gradGates, steps } = this
    const { batch, inputSize } = this.sizes
    for (let t = 0; t < steps; t++) {
      const to = gradInputOffset + t * batch * inputSize
      for (let q = 0; q < this.numGates; q++) {
        const from = this.gateOffset(q, t)
        const accumulate = this.isGradInputAdded || q > 0
        this.weights.applyInputBackward(q, gradInput, to, gradGates, from, batch, accumulate)
      }
    }
  }

  /** out (B, H) (+)= x W_hqᵀ for x (B, H). */
  protected addRecurrent(q: number, out: Floats, o: number, x: Floats, xo: number, accumulate = true): void {
    this.weights.applyRecurrent(q, out, o, x, xo, this.sizes.batch, accumulate)
  }

  /** out (B, H) += da W_hq for da (B, H): the gradient of `addRecurrent`. */
  protected addRecurrentBackward(q: number, out: Floats, o: number, da: Floats, dao: number): void {
    this.weights.addRecurrentBackward(q, out, o, da, dao, this.sizes.batch)
  }

  /** Where in `h` the states start that the steps came from. */
  protected get stateBefore(): number {
    return this.isReversed ? this.block : 0
  }

  /** Part p of the batch's share in dL/dW_hq and dL/db_hq of a gate that is not plain. */
  protected addRecurrentGradients(_p: number, _q: number): void {
    throw new Error('all gates of this cell are plain')
  }

  /** The same from buffers (T, B, H): what reached the product, and what it was computed from. */
  protected accumulateHidden(p: number, q: number, grad: Floats, go: number, x: Floats, xo: number): void {
    this.weights.addRecurrentGradients(p, q, grad, go, x, xo, this.steps)
  }

  /**
   * Clipping inside the recurrence: each batch item's gradient with respect to the state is scaled down to
   * the threshold before it flows on, so that no step can multiply it without bound. Graves limits each
   * element of the gradients that enter the LSTM; we limit the norm, which keeps the direction.
   * @see Graves, "Generating Sequences With Recurrent Neural Networks" (2013), section 2.1.
   */
  protected limit(grad: Floats, offset: number): void {
    if (this.stepThreshold === Infinity) return
    const { hiddenSize, batch } = this.sizes
    this.numClipped += limitRowNorms(grad, offset, batch, hiddenSize, this.stepThreshold)
  }
}

/** What a cell does in every update, see `Recording`. */
function createRecordings(buffers: () => readonly Floats[]) {
  const create = () => new Recording(buffers)
  return {
    prepareForward: create(),
    stepsForward: create(),
    prepareBackward: create(),
    stepsBackward: create(),
    gradients: create(),
    addUpGradients: create(),
    prepareInputBackward: create(),
    inputBackward: create(),
  }
}
