import type { ModelSettings } from '../experiment/experiment'
import type { Cell } from '../cells/cell'
import { requireRange, type Floats } from '../math/floats'
import { Embedding } from './embedding'
import { LearnedState } from './learnedState'
import { zeroGrad, type Parameter } from './parameter'
import { Readout } from './readout'
import { Recurrent, type RecurrentSizes, type RecurrentState } from './recurrent'

/** A model's settings with the sizes that its task asks for; `inputSize` is that of the task. */
export type ModelSpec = ModelSettings & { readonly inputSize: number; readonly outputSize: number }

/** @see RecurrentState */
export type ModelState = RecurrentState

export interface BackwardOptions {
  /** Scales each batch item's dL/dh_t inside the recurrence down to this norm. @default no limit */
  readonly stepThreshold?: number
}

/**
 * A recurrent net with a linear head on the top layer: score_t = W output_t + b.
 *
 * Shapes: T steps (at most `seqLen`), B batch, I inputs, O outputs. Every buffer is made once; what `forward`
 * returns and what the fields hold is overwritten by the next pass.
 */
export interface Model {
  readonly spec: ModelSpec
  /** The most steps of a pass, the batch, and the kind of numbers. */
  readonly sizes: RecurrentSizes
  /**
   * Recurrent parameters (`rnn.weight_ih_l0`, ...), then `head.weight` and `head.bias`. Before them stands
   * `embedding.weight` (I, E) where symbols are embedded, behind them `h0` and `c0`, (L*D, H), where the initial
   * state is learned.
   */
  readonly parameters: readonly Parameter[]
  /**
   * layers[l][d]: the cell of layer l, d = 0 forward and 1 reverse, with the states, gates and gradients of
   * the last pass.
   */
  readonly layers: readonly (readonly Cell[])[]
  /**
   * Where passes start from: zeros, or `h0` and `c0` where they are learned, until it is written to or carried.
   */
  readonly initialState: ModelState
  /**
   * What the masks of dropout are drawn from in the passes from now on; null, as it is at first: nothing is
   * dropped, as in evaluation.
   */
  dropoutSeed: number | null
  /** The vectors of symbols, with the gradients of the last pass back; null where none are embedded. */
  readonly embedding: Embedding | null
  /** By layer, what it multiplied its outputs with in the last pass, (T, B, D*H); empty without dropout. */
  readonly dropoutMasks: readonly Floats[]
  /** The state after the last forward pass. */
  readonly finalState: ModelState
  /** dL/d(initial state) of the last backward pass. */
  readonly gradInitialState: ModelState
  /** (step, batch item, cell) gradients that the last backward pass cut down to `stepThreshold`. */
  readonly numClipped: number
  /**
   * Scores at the steps where `supervised` is not 0, (numSupervised, B, O). `supervised.length` is the number
   * of steps of this pass, and `input` holds (T, B, I).
   * @throws {ShapeError} if `input` does not fit, or if there are more steps than the model was made for.
   */
  forward(input: Floats, supervised: Uint8Array): Floats
  /** Adds dL/dparameter to every `grad`, given dL/dscores in the shape that `forward` returned. */
  backward(gradScores: Floats, options?: BackwardOptions): void
  /**
   * After `backward`: overwrites `gradInput`, (T, B, I), with dL/dx. Training has no use for it.
   * @throws {ShapeError} if `gradInput` is too short.
   */
  computeGradInput(gradInput: Floats): void
  /** What the cells of layer l read in the last pass, x (T, B, width) from `offset` on. */
  inputOf(l: number): { readonly x: Floats; readonly offset: number }
  /**
   * After `backward`: overwrites `out`, (T, B, D*H), with the part of dL/doutput of layer l that does not
   * come back through time: it comes from the layer above, at the top from dL/dscores. Training has no use
   * for it.
   */
  computeGradOutput(l: number, gradScores: Floats, out: Floats): void
  zeroGrad(): void
  /**
   * Takes the final state, as a constant, for the next pass's initial state: truncated BPTT. No gradient
   * flows back into it.
   * @throws {RangeError} if the net is bidirectional: its reverse half would need the future.
   */
  carryState(): void
  /** Starts from zeros, or from `h0` and `c0` as they are whenever a pass begins. */
  resetState(): void
}

/**
 * A model whose parameters are all 0; see `initializeModel` in `init.ts`. Allocates all that its passes need.
 */
export function createModel(spec: ModelSpec, sizes: RecurrentSizes): Model {
  return new RecurrentModel(spec, sizes)
}

class RecurrentModel implements Model {
  readonly parameters: readonly Parameter[]
  readonly layers: readonly (readonly Cell[])[]
  readonly embedding: Embedding | null
  private readonly recurrent: Recurrent
  private readonly readout: Readout
  private readonly learned: LearnedState | null
  /** Of the last pass. */
  private steps = 0

  constructor(
    readonly spec: ModelSpec,
    readonly sizes: RecurrentSizes,
  ) {
    const numFeatures = spec.hiddenSize * (spec.bidirectional ? 2 : 1)
    const { embeddingSize, inputSize: numSymbols } = spec
    this.embedding = embeddingSize ? new Embedding({ ...sizes, numSymbols, size: embeddingSize }) : null
    this.recurrent = new Recurrent({ ...spec, inputSize: embeddingSize ?? numSymbols }, sizes, 'rnn.')
    this.readout = new Readout(this.recurrent, sizes, numFeatures, spec.outputSize)
    this.learned = spec.learnInitialState ? new LearnedState(this.recurrent, sizes, spec.hiddenSize) : null
    const { weight, bias } = this.readout.head
    this.parameters = [
      ...(this.embedding ? [this.embedding.weight] : []),
      ...this.recurrent.parameters,
      ...[weight, bias],
      ...(this.learned?.parameters ?? []),
    ]
    this.layers = this.recurrent.layers.map((layer) => layer.cells)
  }

  get initialState(): ModelState {
    return this.recurrent.initialState
  }

  get finalState(): ModelState {
    return this.recurrent.finalState
  }

  get gradInitialState(): ModelState {
    return this.recurrent.gradInitialState
  }

  get numClipped(): number {
    return this.recurrent.numClipped
  }

  get dropoutSeed(): number | null {
    return this.recurrent.dropoutSeed
  }

  set dropoutSeed(seed: number | null) {
    this.recurrent.dropoutSeed = seed
  }

  get dropoutMasks(): readonly Floats[] {
    return this.recurrent.dropouts.map(({ mask }) => mask)
  }

  forward(input: Floats, supervised: Uint8Array): Floats {
    this.steps = supervised.length
    this.learned?.write()
    this.recurrent.forward(this.embed(input), this.steps)
    return this.readout.forward(supervised)
  }

  /** What the lowest layer reads. */
  private embed(input: Floats): Floats {
    if (this.embedding === null) return input
    requireRange('input', input, 0, this.steps * this.sizes.batch * this.spec.inputSize)
    if (this.steps <= this.sizes.seqLen) this.embedding.forward(input, this.steps)
    return this.embedding.output
  }

  backward(gradScores: Floats, options?: BackwardOptions): void {
    const stepThreshold = options?.stepThreshold ?? Infinity
    if (!(stepThreshold > 0)) throw new RangeError(`stepThreshold is ${stepThreshold}, expected above 0`)
    this.readout.backward(gradScores)
    this.recurrent.backward(stepThreshold)
    this.learned?.addGradients()
    if (this.embedding === null) return
    this.recurrent.computeGradInput(this.embedding.gradOutput)
    this.embedding.backward()
  }

  computeGradInput(gradInput: Floats): void {
    requireRange('gradInput', gradInput, 0, this.steps * this.sizes.batch * this.spec.inputSize)
    if (this.embedding) this.embedding.computeGradInput(gradInput)
    else this.recurrent.computeGradInput(gradInput)
  }

  inputOf(l: number): { readonly x: Floats; readonly offset: number } {
    return this.recurrent.inputOf(l)
  }

  computeGradOutput(l: number, gradScores: Floats, out: Floats): void {
    if (l === this.layers.length - 1) this.readout.computeGradOutput(gradScores, out)
    else this.recurrent.computeGradFromAbove(l, out)
  }

  zeroGrad(): void {
    zeroGrad(this.parameters)
  }

  carryState(): void {
    if (this.spec.bidirectional) {
      throw new RangeError(
        'the state of a bidirectional net cannot be carried on: half of it comes from the future',
      )
    }
    this.learned?.leave()
    this.initialState.h.set(this.finalState.h)
    if (this.finalState.c !== null) this.initialState.c?.set(this.finalState.c)
  }

  resetState(): void {
    this.initialState.h.fill(0)
    this.initialState.c?.fill(0)
    this.learned?.begin()
  }
}
