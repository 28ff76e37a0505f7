import type { ModelSettings } from '../contract/experiment'
import type { Cell } from '../cells/cell'
import type { Floats } from '../math/floats'
import type { Parameter } from './parameter'

/** A model's settings with the sizes that its task asks for. */
export type ModelSpec = ModelSettings & { readonly inputSize: number; readonly outputSize: number }

export interface ModelState {
  /** (numLayers * directions, B, H) */
  readonly h: Floats
  /** The LSTM's cell states, else null. */
  readonly c: Floats | null
}

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
  readonly seqLen: number
  readonly batch: number
  /** Recurrent parameters (`rnn.weight_ih_l0`, ...), then `head.weight` and `head.bias`. */
  readonly parameters: readonly Parameter[]
  /** layers[l][d]: the cell of layer l, d = 0 forward and 1 reverse, with the states, gates and gradients of the last pass. */
  readonly layers: readonly (readonly Cell[])[]
  /** Where passes start from: zeros until it is written to or carried. */
  readonly initialState: ModelState
  /** The state after the last forward pass. */
  readonly finalState: ModelState
  /** dL/d(initial state) of the last backward pass. */
  readonly gradInitialState: ModelState
  /** dL/dx of the last backward pass, (T, B, I); only computed on demand, see `computeGradInput`. */
  readonly gradInput: Floats
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
  /** After `backward`: fills and returns `gradInput`. Training has no use for it, so it is a call of its own. */
  computeGradInput(): Floats
  zeroGrad(): void
  /** Takes the final state, as a constant, for the next pass's initial state: truncated BPTT. */
  carryState(): void
  /** Sets the initial state to zeros. */
  resetState(): void
}
