import { equation, sigmoidOf, tanhOf } from '../equation'
import type { Matrix } from '../matrix'
import { el, oneMinus, oneMinusSquare, plus, times } from '../terms'
import type { CellDescription } from './cellDescription'
import type { CellStep } from './cellStep'

const I = 0
const F = 1
const G = 2
const O = 3

/**
 *     i = s(a_i)   f = s(a_f)   g = tanh(a_g)   o = s(a_o)
 *     c_t = f c_{t-1} + i g                              h_t = o tanh(c_t)
 *     dc_t = dc_{t+1} f_{t+1} + dh_t o (1 - tanh²(c_t))
 *     da_i = dc_t g i (1 - i)   da_f = dc_t c_{t-1} f (1 - f)   da_g = dc_t i (1 - g²)
 *     da_o = dh_t tanh(c_t) o (1 - o)                    dh_{t-1} gets sum_q W_hqᵀ da_q
 */
export const lstm: CellDescription = {
  forward: (s) => [
    ...s.activate(I, s.gate(I), sigmoidOf),
    ...s.activate(F, s.gate(F), sigmoidOf),
    ...s.activate(G, s.gate(G), tanhOf),
    ...s.activate(O, s.gate(O), sigmoidOf),
    equation(s.c, [times(el(s.gate(F)), el(s.cBefore)), times(el(s.gate(I)), el(s.gate(G)))]),
    equation(tanhC(s), [plus(s.c)], tanhOf),
    equation(s.h, [times(el(s.gate(O)), el(tanhC(s)))]),
  ],
  backward(s) {
    const [i, f, g, o] = [s.gate(I), s.gate(F), s.gate(G), s.gate(O)]
    return [
      equation(s.da(I), [times(el(s.dc), el(g), el(i), oneMinus(i))]),
      equation(s.da(F), [times(el(s.dc), el(s.cBefore), el(f), oneMinus(f))]),
      equation(s.da(G), [times(el(s.dc), el(i), oneMinusSquare(g))]),
      equation(s.da(O), [times(el(s.dh), el(tanhC(s)), el(o), oneMinus(o))]),
    ]
  },
  toStateBefore: (s) => [s.back(I), s.back(F), s.back(G), s.back(O)],
  cellState: {
    fromState: (s) => [times(el(s.dh), el(s.gate(O)), oneMinusSquare(tanhC(s)))],
    toCellStateBefore: (s) => [times(el(s.dc), el(s.gate(F)))],
  },
  recurrentPair: (s, q) => s.statePair(q),
}

function tanhC(s: CellStep): Matrix {
  const { tex, text } = s.name('c')
  return s.symbols.extra({ tex: `\\tanh(${tex})`, text: `tanh(${text})` }, s.k, s.t)
}
