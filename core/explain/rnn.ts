import { equation, reluOf, tanhOf } from './equation'
import { el, oneMinusSquare, positive, times } from './parts'
import type { CellDescription } from './description'

/**
 *     a_t = W_ih x_t + b_ih + W_hh h_{t-1} + b_hh        h_t = f(a_t)
 *     da_t = dh_t * f'(a_t)                              dh_{t-1} gets W_hhᵀ da_t
 */
export const rnn: CellDescription = {
  forward: (s) => s.activate(0, s.h, isRelu(s.scene.trace) ? reluOf : tanhOf),
  backward: (s) => {
    const slope = isRelu(s.scene.trace) ? positive(s.h) : oneMinusSquare(s.h)
    return [equation(s.da(0), [times(el(s.dh), slope)])]
  },
  toStateBefore: (s) => [s.back(0)],
}

function isRelu({ nonlinearity }: { readonly nonlinearity: string }): boolean {
  return nonlinearity === 'relu'
}
