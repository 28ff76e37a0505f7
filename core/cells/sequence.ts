import type { Backend, CommandBuffer } from '../kernels/backend'
import { backendFor } from '../kernels/backends'
import { Blocks } from '../kernels/blocks'
import { limitRowNorms } from '../kernels/norms'
import type { Operations } from '../kernels/operations'
import type { Floats } from '../math/floats'
import type { Cell, CellType, CellOptions, CellParameters, CellSizes, GradientPath } from './cell'
import { GateWeights } from './gateWeights'
import { replicate } from './replicate'

/**
 * Blocks of B x H numbers of one step, by the letters of the equations: d marks gradients, Before the state
 * at t - 1.
 */
export interface SequenceStep {
  /** a_q before and q after its nonlinearity, in the order of the weights' row blocks. */
  readonly gates: readonly Floats[]
  /** da_q */
  readonly gradGates: readonly Floats[]
  readonly hBefore: Floats
  readonly h: Floats
  readonly dh: Floats
  readonly dhBefore: Floats
}

/** The names of a step's single blocks. */
export type StepBlock<Step> = {
  [name in keyof Step]: Step[name] extends Floats ? name : never
}[keyof Step] &
  string

/** A path by which a gradient flows back, and what computes what flows along it: see `GradientPath`. */
export interface PathBack {
  readonly to: 'h' | 'c'
  readonly name: string
  /** Overwrites `out`, (B, H). */
  readonly fill: (out: Floats) => void
}

/**
 * Where a step's blocks lie in the buffers: those of (T, B, H) at t, those of (T+1, B, H) at `before` and
 * `now`.
 */
export interface StepPlace {
  readonly t: number
  readonly before: number
  readonly now: number
  /** The t of the step before in the order of the recurrence; null for the first. */
  readonly previous: number | null
}

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
export abstract class SequenceCell<Step extends SequenceStep> implements Cell {
  abstract readonly kind: CellType
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
  protected readonly backend: Backend
  protected readonly operations: Operations
  private stepThreshold = Infinity
  private readonly weights: GateWeights
  private readonly commands: Commands
  /** Those of the steps so far, made once; in a reversed cell they depend on the number of steps. */
  private stepBlocks: Step[] = []
  private readonly views: Readonly<Record<'h' | 'gates' | 'gradH' | 'gradGates', Blocks>>
  /** The input of the pass, and where it starts. */
  private input: Floats
  private inputOffset = 0
  /** What `computeGradInput` writes to. */
  private gradInput: Floats
  private gradInputOffset = 0
  private isGradInputAdded = false
  /** What `gradientPaths` returns the numbers in, made when it is first called. */
  private readonly pathBlocks: Floats[] = []

  constructor(
    readonly sizes: CellSizes,
    readonly parameters: CellParameters,
    readonly options: CellOptions,
    private readonly numGates: number,
    hasCellState: boolean,
  ) {
    const { seqLen, batch, hiddenSize } = sizes
    const backend = backendFor(options.dtype)
    const allocate = backend.allocate
    const block = batch * hiddenSize
    this.backend = backend
    this.operations = backend.operations
    this.commands = createCommands(backend, () => this.buffers)
    this.block = block
    this.isReversed = options.isReversed
    this.weights = new GateWeights(backend, parameters, sizes, numGates)
    this.h = allocate((seqLen + 1) * block)
    this.c = hasCellState ? allocate((seqLen + 1) * block) : null
    this.gates = allocate(numGates * seqLen * block)
    this.gradH = allocate(seqLen * block)
    this.gradC = hasCellState ? allocate(seqLen * block) : null
    this.gradGates = allocate(numGates * seqLen * block)
    this.gradH0 = allocate(block)
    this.gradC0 = hasCellState ? allocate(block) : null
    this.views = {
      h: new Blocks(this.h, block),
      gates: new Blocks(this.gates, block),
      gradH: new Blocks(this.gradH, block),
      gradGates: new Blocks(this.gradGates, block),
    }
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

  /** The blocks of a step of this kind of cell. */
  protected abstract createStep(step: SequenceStep, place: StepPlace): Step

  /** From the state before, and gates that hold W_iq x_t + biases, to the state. */
  protected abstract forwardStep(step: Step): void

  /** From dh to `gradGates`; adds what flows to the state before to `dhBefore`. */
  protected abstract backwardStep(step: Step): void

  forward(input: Floats, inputOffset: number, steps: number): void {
    this.setPass(input, inputOffset, steps)
    this.commands.prepareForward.inParts(this.h, 0, this.prepareForward)
    this.commands.stepsForward.onRows(this.sizes.batch, input, inputOffset, this.stepsForward)
  }

  backwardSteps(stepThreshold: number): void {
    this.stepThreshold = stepThreshold
    this.numClipped = 0
    this.commands.prepareBackward.inParts(this.h, 0, this.prepareBackward)
    // What a limit does depends on the numbers and is counted: it cannot be recorded.
    if (this.isLimited) this.stepsBackward()
    else this.commands.stepsBackward.onRows(this.sizes.batch, this.h, 0, this.stepsBackward)
  }

  accumulateGradients(input: Floats, inputOffset: number): void {
    this.setPass(input, inputOffset, this.steps)
    this.weights.prepareGradients()
    this.commands.gradients.inParts(input, inputOffset, this.addGradients)
    this.commands.addUpGradients.inParts(this.h, 0, this.addUpGradients)
  }

  computeGradInput(gradInput: Floats, gradInputOffset: number, accumulate: boolean): void {
    const { prepareInputBackward, inputBackward } = this.commands
    if (accumulate !== this.isGradInputAdded) inputBackward.forget()
    this.gradInput = gradInput
    this.gradInputOffset = gradInputOffset
    this.isGradInputAdded = accumulate
    prepareInputBackward.inParts(this.h, 0, this.prepareInputBackward)
    inputBackward.onRows(this.sizes.batch, gradInput, gradInputOffset, this.inputBackward)
  }

  accumulateStepGradients(input: Floats, inputOffset: number, t: number): void {
    this.weights.prepareGradients()
    this.addGradientsOf(input, inputOffset, t, 1)
    this.weights.addUpGradients()
  }

  gradientPaths(t: number): readonly GradientPath[] {
    this.weights.prepareRecurrentBackward()
    const isLast = t === (this.isReversed ? 0 : this.steps - 1)
    const now = this.stepAt(t)
    const later = isLast ? null : this.stepAt(this.isReversed ? t - 1 : t + 1)
    const fromLater = this.pathsBack(later ?? now)
    const none = (out: Floats): void => this.operations.clear(out)
    const paths = [
      ...(later ? fromLater : fromLater.map((path) => ({ ...path, fill: none }))),
      ...this.pathsWithin(now),
    ]
    return paths.map(({ to, name, fill }, p) => {
      const values = (this.pathBlocks[p] ??= this.backend.allocate(this.block))
      fill(values)
      return { to, name, values }
    })
  }

  replicate(item: number, rows: number): Cell {
    return replicate(this, item, rows)
  }

  /** Where gate q of step t starts in `gates` and `gradGates`. */
  protected gateOffset(q: number, t: number): number {
    return (q * this.sizes.seqLen + t) * this.block
  }

  /**
   * The first so many gates are plain: a_q = W_iq x + b_iq + W_hq h' + b_hq, with the state h' of the step
   * before.
   */
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
    if (this.isReversed) this.stepBlocks = []
    for (const buffer of Object.values(this.commands)) buffer.forget()
  }

  private readonly prepareForward = (): void => {
    this.weights.prepareForward()
    for (let q = 0; q < this.numGates; q++) this.weights.prepareBias(q, this.hasPlainHiddenBias(q))
  }

  private readonly stepsForward = (): void => {
    const { steps } = this
    for (let s = 0; s < steps; s++) {
      const t = this.isReversed ? steps - 1 - s : s
      this.projectInput(t)
      this.forwardStep(this.stepAt(t))
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
    const { steps } = this
    this.operations.clear(this.gradH0)
    for (let s = steps - 1; s >= 0; s--) {
      const step = this.stepAt(this.isReversed ? steps - 1 - s : s)
      this.limit(step.dh)
      this.backwardStep(step)
    }
  }

  private stepAt(t: number): Step {
    return (this.stepBlocks[t] ??= this.createStepAt(t))
  }

  private createStepAt(t: number): Step {
    const { isReversed, numGates, steps } = this
    const { seqLen } = this.sizes
    const [before, now] = isReversed ? [t + 1, t] : [t, t + 1]
    const isFirst = t === (isReversed ? steps - 1 : 0)
    const previous = isFirst ? null : isReversed ? t + 1 : t - 1
    const { h, gates, gradH, gradGates } = this.views
    const blocksOfGates = (buffer: Blocks) =>
      Array.from({ length: numGates }, (_, q) => buffer.at(q * seqLen + t))
    const step: SequenceStep = {
      gates: blocksOfGates(gates),
      gradGates: blocksOfGates(gradGates),
      hBefore: h.at(before),
      h: h.at(now),
      dh: gradH.at(t),
      dhBefore: previous === null ? this.gradH0 : gradH.at(previous),
    }
    return this.createStep(step, { t, before, now, previous })
  }

  private readonly addGradients = (): void => {
    this.addGradientsOf(this.input, this.inputOffset, 0, this.steps)
  }

  /** Over `steps` steps from `first` on. */
  private addGradientsOf(input: Floats, inputOffset: number, first: number, steps: number): void {
    const { weights, numPlainGates, gradGates, h } = this
    const { batch, inputSize } = this.sizes
    const gateLength = this.gateOffset(1, 0)
    const da = this.gateOffset(0, first)
    const x = inputOffset + first * batch * inputSize
    const before = this.stateBefore + first * this.block
    for (let p = 0; p < weights.numParts; p++) {
      weights.addGradients(p, numPlainGates, gradGates, da, gateLength, input, x, h, before, steps)
      for (let q = numPlainGates; q < this.numGates; q++) {
        weights.addInputGradients(p, q, gradGates, this.gateOffset(q, first), input, x, steps)
        this.addRecurrentGradients(p, q, first, steps)
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

  /** a_q += W_hq x for x (B, H) and the first gates q, (B, H) each. */
  protected addRecurrent(gates: readonly Floats[], x: Floats): void {
    for (let q = 0; q < gates.length; q++) this.addRecurrentOf(q, gates[q], x)
  }

  /** out (B, H) += x W_hqᵀ for x (B, H). */
  protected addRecurrentOf(q: number, out: Floats, x: Floats): void {
    this.weights.applyRecurrent(q, out, 0, x, 0, this.sizes.batch, true)
  }

  /** out (B, H) = x W_hqᵀ for x (B, H). */
  protected applyRecurrent(q: number, out: Floats, x: Floats): void {
    this.weights.applyRecurrent(q, out, 0, x, 0, this.sizes.batch, false)
  }

  /** out (B, H) += b_hq in every row. */
  protected addHiddenBias(q: number, out: Floats): void {
    const { hiddenSize } = this.sizes
    const { biasHh } = this.parameters
    if (biasHh !== null) this.backend.addToRows(out, biasHh.value, q * hiddenSize, hiddenSize)
  }

  /** out (B, H) += sum of da_q W_hq over the first gates q, (B, H) each: the gradient of `addRecurrent`. */
  protected addRecurrentBackward(out: Floats, gradGates: readonly Floats[]): void {
    for (let q = 0; q < gradGates.length; q++) this.addRecurrentBackwardOf(q, out, gradGates[q])
  }

  /** out (B, H) += da W_hq for da (B, H). */
  protected addRecurrentBackwardOf(q: number, out: Floats, da: Floats): void {
    this.weights.addRecurrentBackward(q, out, 0, da, 0, this.sizes.batch)
  }

  /**
   * The paths on which the gradient flows from a step to the state before it, in the order of the equations:
   * what they hold adds up to what `backwardStep` adds to `dhBefore`, and to `dcBefore`.
   */
  protected pathsBack({ gradGates }: Step): readonly PathBack[] {
    return this.kind.gateNames.map((_, q) => this.pathThrough(q, gradGates[q]))
  }

  /** The paths on which it flows from h to c within a step. */
  protected pathsWithin(_step: Step): readonly PathBack[] {
    return []
  }

  /** W_hqᵀ d */
  protected pathThrough(q: number, d: Floats): PathBack {
    return {
      to: 'h',
      name: this.kind.gateNames[q],
      fill: (out) => {
        this.operations.clear(out)
        this.addRecurrentBackwardOf(q, out, d)
      },
    }
  }

  /** Where in `h` the states start that the steps came from. */
  protected get stateBefore(): number {
    return this.isReversed ? this.block : 0
  }

  /**
   * Part p of the batch's share in dL/dW_hq and dL/db_hq of a gate that is not plain, over `steps` steps from
   * `first` on.
   */
  protected addRecurrentGradients(_p: number, _q: number, _first: number, _steps: number): void {
    throw new Error('all gates of this cell are plain')
  }

  /** The same from buffers (T, B, H): what reached the product, and what it was computed from. */
  protected accumulateHidden(
    p: number,
    q: number,
    grad: Floats,
    go: number,
    x: Floats,
    xo: number,
    first: number,
    steps: number,
  ): void {
    const from = first * this.block
    this.weights.addRecurrentGradients(p, q, grad, go + from, x, xo + from, steps)
  }

  /**
   * Clipping inside the recurrence: each batch item's gradient with respect to the state is scaled down to
   * the threshold before it flows on, so that no step can multiply it without bound. Graves limits each
   * element of the gradients that enter the LSTM; we limit the norm, which keeps the direction.
   * @see Graves, "Generating Sequences With Recurrent Neural Networks" (2013), section 2.1.
   */
  protected limit(grad: Floats): void {
    if (!this.isLimited) return
    const { hiddenSize, batch } = this.sizes
    this.numClipped += limitRowNorms(grad, 0, batch, hiddenSize, this.stepThreshold)
  }

  protected get isLimited(): boolean {
    return this.stepThreshold < Infinity
  }
}

type Commands = Readonly<
  Record<
    | 'prepareForward'
    | 'stepsForward'
    | 'prepareBackward'
    | 'stepsBackward'
    | 'gradients'
    | 'addUpGradients'
    | 'prepareInputBackward'
    | 'inputBackward',
    CommandBuffer
  >
>

/** What a cell does in every update. */
function createCommands(backend: Backend, buffers: () => readonly Floats[]): Commands {
  const create = () => backend.createCommandBuffer(buffers)
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
