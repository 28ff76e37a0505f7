import type { Cell } from '../cells/cell'
import { JACOBIAN_ROWS } from '../experiment/viewLimits'

/** How strongly the last state of one layer depends on its earlier states, index t = 0 .. steps - 1. */
export interface JacobianNorms {
  /** ||dh_T/dh_t|| / √H, Frobenius: the root mean square of the singular values, 1 at the last step. */
  readonly h: Float64Array
  /** The LSTM's ||dh_T/dc_t|| / √H, else null. */
  readonly c: Float64Array | null
  /**
   * h[t] / h[t'] with t' the step after t in the order of the recurrence: the factor of one step back; NaN at
   * the last, from which no step leads there.
   */
  readonly factors: Float64Array
  /** The same of `c`. */
  readonly factorsC: Float64Array | null
}

/**
 * Norms of dh_T/dh_t, the product of the step Jacobians from t to the last step T, of one cell and the first
 * sequence of the batch at its last forward pass. This, and not dL/dW, shows whether a gradient vanishes: in
 * dL/dW the short paths hide the long ones.
 *
 * Exact: H unit vectors are sent back from h_T (vector-Jacobian products), in float64. dh_T/dh_t is the total
 * derivative with respect to the node h_t; for the LSTM c_t is a node of its own, whose path is `c`. A
 * reversed cell's last step is t = 0.
 *
 * Cost: H / B backward passes through time.
 * @see Pascanu, Mikolov and Bengio, "On the Difficulty of Training Recurrent Neural Networks" (2013), section
 * 2.
 */
export function jacobianNorms(cell: Cell): JacobianNorms {
  const { steps } = cell
  const H = cell.sizes.hiddenSize
  const h = new Float64Array(steps)
  const c = cell.kind.hasCellState ? new Float64Array(steps) : null
  const last = cell.isReversed ? 0 : steps - 1

  for (let first = 0; first < H; first += JACOBIAN_ROWS) {
    const rows = Math.min(JACOBIAN_ROWS, H - first)
    const probe = cell.replicate(0, rows)
    const block = rows * H
    for (let row = 0; row < rows; row++) probe.gradH[last * block + row * H + first + row] = 1
    probe.backwardSteps(Infinity)
    for (let t = 0; t < steps; t++) {
      h[t] += sumOfSquares(probe.gradH, t * block, block)
      if (c !== null && probe.gradC !== null) c[t] += sumOfSquares(probe.gradC, t * block, block)
    }
  }
  for (const norms of [h, c]) norms?.forEach((squares, t) => (norms[t] = Math.sqrt(squares / H)))
  const factorsOf = (norms: Float64Array) => stepFactors(norms, cell.isReversed)
  return { h, c, factors: factorsOf(h), factorsC: c && factorsOf(c) }
}

function sumOfSquares(x: ArrayLike<number>, offset: number, n: number): number {
  let squares = 0
  for (let i = 0; i < n; i++) squares += x[offset + i] * x[offset + i]
  return squares
}

function stepFactors(norms: Float64Array, isReversed: boolean): Float64Array {
  return norms.map((value, t) => {
    const later = isReversed ? t - 1 : t + 1
    if (later < 0 || later >= norms.length) return NaN
    // Once a product is exactly 0 (relu switched off everywhere) it stays 0.
    return norms[later] === 0 ? 0 : value / norms[later]
  })
}
