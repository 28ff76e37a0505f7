import { equation, tanhOf } from '../equation'
import { el, oneMinusSquare, plus, times } from '../terms'
import type { CellDescription } from './cellDescription'

/**
 *     a_t = W_ih x_t + b_ih + W_hh h_{t-1} + b_hh        g_t = tanh(a_t)        h_t = h_{t-1} + g_t
 *     da_t = dh_t * (1 - g_t²)                           dh_{t-1} gets dh_t + W_hhᵀ da_t
 */
export const residual: CellDescription = {
  forward: (s) => [...s.activate(0, s.gate(0), tanhOf), equation(s.h, [plus(s.hBefore), plus(s.gate(0))])],
  backward: (s) => [equation(s.da(0), [times(el(s.dh), oneMinusSquare(s.gate(0)))])],
  toStateBefore: (s) => [plus(s.dh), s.back(0)],
  cellState: null,
  recurrentPair: (s, q) => s.statePair(q),
}
