import type { Equation } from '../equation'
import type { Term } from '../terms'
import type { CellStep, GradientPair } from './cellStep'

/** How a kind of cell computes, in the equations that stand above its code in `core/cells`. */
export interface CellDescription {
  /** Step t forward, in the order in which it is computed. */
  forward(s: CellStep): Equation[]
  /** Step t backward, from the complete dh_t (and dc_t) to the gradients before the nonlinearities. */
  backward(s: CellStep): Equation[]
  /** What flows from step t to dh of the state before. */
  toStateBefore(s: CellStep): Term[]
  /** The cell state's part of the backward pass; null in cells without. */
  readonly cellState: CellStateDescription | null
  /** What step t adds to dL/dW_hq and dL/db_hq. */
  recurrentPair(s: CellStep, q: number): GradientPair
}

export interface CellStateDescription {
  /** What reaches dc_t from dh_t. */
  fromState(s: CellStep): Term[]
  /** What flows from step t to dc of the state before. */
  toCellStateBefore(s: CellStep): Term[]
}
