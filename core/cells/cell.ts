import type { CellKind, CellName } from '../kinds/cells'
import type { Dtype, ModelSettings } from '../experiment/experiment'
import type { Floats } from '../math/floats'
import type { Parameter } from './parameter'

/*
 * Shape letters of this folder: T steps, B batch, I input size, H hidden size, G gates (row blocks of the
 * weights). All tensors are row-major. Gates lie gate by gate, (G, T, B, H): every gate of every step is one
 * contiguous block of B*H numbers, and all steps of a gate are one matrix (T*B, H) for the products.
 */

export interface CellSizes {
  /** The most steps that a pass may have. */
  readonly seqLen: number
  readonly batch: number
  readonly inputSize: number
  readonly hiddenSize: number
}

/** What else a cell is made from. */
export interface CellOptions extends Pick<ModelSettings, 'nonlinearity' | 'gruVariant' | 'residualScale'> {
  readonly dtype: Dtype
  /** Whether it reads the sequence from its end. */
  readonly isReversed: boolean
}

/** The parameters of one direction of one layer; a net without bias has none of the two biases. */
export interface CellParameters {
  /** (G*H, I) */
  readonly weightIh: Parameter
  /** (G*H, H) */
  readonly weightHh: Parameter
  /** (G*H) */
  readonly biasIh: Parameter | null
  /** (G*H) */
  readonly biasHh: Parameter | null
}

/** One of the paths on which the gradient flows back to a state. */
export interface GradientPath {
  /** Whether it leads to h or to the LSTM's c. */
  readonly to: 'h' | 'c'
  /** The block of weights that it leads through, or what it is called where it leads through none. */
  readonly name: string
  /** What flows along it, (B, H). */
  readonly values: Floats
}

/** A kind of cell, and how one is made. */
export interface CellType extends CellKind {
  readonly name: CellName
  create(sizes: CellSizes, parameters: CellParameters, options: CellOptions): Cell
}

/**
 * One direction of one layer over a sequence, with all that its passes remember.
 *
 * A pass runs over the first `steps` of the buffers. Times t are those of the input, in both directions:
 * a reversed cell starts from its initial state at t = steps - 1 and ends at t = 0.
 */
export interface Cell {
  readonly kind: CellType
  readonly sizes: CellSizes
  readonly parameters: CellParameters
  readonly options: CellOptions
  readonly isReversed: boolean
  /** Steps of the last forward pass. */
  steps: number
  /**
   * States with the initial one, (T+1, B, H): h_t is at index t + 1 with the initial state at 0; reversed,
   * h_t is at index t with the initial state at `steps`.
   */
  readonly h: Floats
  /** The LSTM's cell states, laid out as `h`. */
  readonly c: Floats | null
  /** Gate values after their nonlinearity, (G, T, B, H). */
  readonly gates: Floats
  /** dL/dh_t in full, (T, B, H): see `backwardSteps`. */
  readonly gradH: Floats
  /** The LSTM's dL/dc_t in full, (T, B, H). */
  readonly gradC: Floats | null
  /** dL/d(what each gate's nonlinearity is applied to), (G, T, B, H). */
  readonly gradGates: Floats
  /** dL/dh of the initial state, (B, H). */
  readonly gradH0: Floats
  readonly gradC0: Floats | null
  /** All that a forward pass stores, each made of blocks of B rows of H numbers. */
  readonly activations: readonly Floats[]
  /** How many (step, batch item) gradients the last backward pass cut down to `stepThreshold`. */
  readonly numClipped: number

  /**
   * Fills `h`, `c` and `gates` from x = input[inputOffset ...], (steps, B, I), and the initial state in
   * place.
   */
  forward(input: Floats, inputOffset: number, steps: number): void

  /**
   * Back through time over the steps of the last forward pass. On entry `gradH` holds the gradients that
   * reach each state from outside the recurrence (0 where there is none), and so does `gradC` for the state
   * of the last step alone; on return both are complete, and `gradGates`, `gradH0` and `gradC0` are
   * overwritten.
   *
   * With `stepThreshold`, each batch item's dL/dh_t (and dL/dc_t) is scaled down to that norm before it flows
   * on.
   */
  backwardSteps(stepThreshold: number): void

  /** After `backwardSteps`: adds to the parameters' gradients. `input` is that of the forward pass. */
  accumulateGradients(input: Floats, inputOffset: number): void

  /**
   * After `backwardSteps`: adds to the parameters' gradients what step t alone contributes, dW|_t: over all
   * steps these add up to what `accumulateGradients` adds. `input` is that of the forward pass.
   */
  accumulateStepGradients(input: Floats, inputOffset: number, t: number): void

  /**
   * After `backwardSteps`, with the parameters of the pass: what dL/dh_t and the LSTM's dL/dc_t are sums of,
   * path by path. Besides these h_t gets what reaches it from outside the recurrence. At the last step, to
   * which nothing flows back, the paths from the step after it hold zeros. The numbers are valid until the
   * next call.
   */
  gradientPaths(t: number): readonly GradientPath[]

  /**
   * A float64 cell of `rows` batch items that all remember item `item` of this cell's last forward pass, on
   * the same parameters: `rows` different gradients can then flow back through one trajectory. It is for
   * `backwardSteps` only, until it is replicated into as many rows again.
   */
  replicate(item: number, rows: number): Cell

  /** After `backwardSteps`: gradInput[gradInputOffset ...] (+)= dL/dx, (steps, B, I). */
  computeGradInput(gradInput: Floats, gradInputOffset: number, accumulate: boolean): void
}

/** Where h_t (or c_t) starts in the buffers of a cell. */
export function stateOffset(cell: Cell, t: number): number {
  return (t + (cell.isReversed ? 0 : 1)) * cell.sizes.batch * cell.sizes.hiddenSize
}

/** Where the state before step t starts: the one that step t computes from. */
export function previousOffset(cell: Cell, t: number): number {
  return (t + (cell.isReversed ? 1 : 0)) * cell.sizes.batch * cell.sizes.hiddenSize
}
