import { equation, reluOf, tanhOf } from '../equation'
import { el, oneMinusSquare, positive, times } from '../terms'
import type { CellDescription } from './cellDescription'

/**
 *     a_t = W_ih x_t + b_ih + W_hh h_{t-1} + b_hh        h_t = f(a_t)
 *     da_t = dh_t * f'(a_t)                              dh_{t-1} gets W_hhᵀ da_t
 */
export const rnn: CellDescription = {
  forward: (s) => s.activate(0, s.h, isRelu(s.symbols.trace) ? reluOf : tanhOf),
  backward: (s) => {
    const slope = isRelu(s.symbols.trace) ? positive(s.h) : oneMinusSquare(s.h)
    return [equation(s.da(0), [times(el(s.dh), slope)])]
  },
  toStateBefore: (s) => [s.back(0)],
  cellState: null,
  recurrentPair: (s, q) => s.statePair(q),
}

function isRelu({ nonlinearity }: { readonly nonlinearity: string }): boolean {
  return nonlinearity === 'relu'
}
