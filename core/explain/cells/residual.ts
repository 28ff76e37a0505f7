import { equation, tanhOf } from '../equation'
import type { Factor, Multiplier, Term } from '../terms'
import { constant, el, oneMinusSquare, plus, scaled, times } from '../terms'
import type { CellDescription } from './cellDescription'
import type { CellStep } from './cellStep'

/** α of `residualScale`; null where it is 1, which the equations leave out as the textbook does. */
function scaleOf(s: CellStep): Factor | null {
  const { residualScale } = s.symbols.trace
  return residualScale === 1 ? null : { tex: '\\alpha', value: residualScale }
}

/** α g_t */
function scaledGate(s: CellStep): Term {
  const scale = scaleOf(s)
  return scale ? scaled(scale, s.gate(0)) : plus(s.gate(0))
}

/** α, as what an elementwise product begins with. */
function scaleFactors(s: CellStep): Multiplier[] {
  const scale = scaleOf(s)
  return scale ? [constant(scale)] : []
}

/**
 *     a_t = W_ih x_t + b_ih + W_hh h_{t-1} + b_hh        g_t = tanh(a_t)        h_t = h_{t-1} + α g_t
 *     da_t = α dh_t * (1 - g_t²)                         dh_{t-1} gets dh_t + W_hhᵀ da_t
 */
export const residual: CellDescription = {
  forward: (s) => [...s.activate(0, s.gate(0), tanhOf), equation(s.h, [plus(s.hBefore), scaledGate(s)])],
  backward: (s) => [equation(s.da(0), [times(...scaleFactors(s), el(s.dh), oneMinusSquare(s.gate(0)))])],
  toStateBefore: (s) => [plus(s.dh), s.back(0)],
  cellState: null,
  recurrentPair: (s, q) => s.statePair(q),
}
