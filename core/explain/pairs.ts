import type { CellStep } from './description'
import { descriptions } from './descriptions'
import type { Matrix } from './matrix'

/** Two vectors of a step whose product d xᵀ is what the step adds to a weight's gradient; d alone to a bias's. */
export interface Pair {
  readonly d: Matrix
  readonly x: Matrix
}

/** da_q and x_t: for W_iq and b_iq. */
export function inputPair(s: CellStep, q: number): Pair {
  return { d: s.da(q), x: s.x }
}

/** da_q and h_{t-1}, or what a cell has instead of them: for W_hq and b_hq. */
export function statePair(s: CellStep, q: number): Pair {
  return descriptions[s.scene.trace.cell].recurrentPair?.(s, q) ?? { d: s.da(q), x: s.hBefore }
}
