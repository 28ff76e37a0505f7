import type { Equation } from '../equation'
import { equation, sigmoidOf, tanhOf } from '../equation'
import type { Matrix } from '../matrix'
import type { Term } from '../terms'
import { difference, el, oneMinus, oneMinusSquare, times } from '../terms'
import type { CellDescription } from './cellDescription'
import type { CellStep } from './cellStep'

const R = 0
const Z = 1
const N = 2

/**
 *     r = s(a_r)   z = s(a_z)   n = tanh(a_n)            h_t = (1 - z) n + z h_{t-1}
 *     reset after the product:    m = W_hn h_{t-1} + b_hn        a_n = W_in x_t + b_in + r m
 *     reset before the product:   m = r h_{t-1}                  a_n = W_in x_t + b_in + W_hn m + b_hn
 *
 * Backward: see `core/cells/gru.ts`. dm is not kept by the passes; it follows from da_n.
 */
export const gru: CellDescription = {
  forward(s) {
    const m = memory(s)
    const candidate = isAfter(s)
      ? [
          equation(m, s.fromState(N)),
          ...s.activate(N, s.gate(N), tanhOf, [...s.fromInput(N), resetMemory(s)]),
        ]
      : [
          equation(m, [times(el(s.gate(R)), el(s.hBefore))]),
          ...s.activate(N, s.gate(N), tanhOf, [...s.fromInput(N), ...s.fromState(N, m)]),
        ]
    return [
      ...s.activate(R, s.gate(R), sigmoidOf),
      ...s.activate(Z, s.gate(Z), sigmoidOf),
      ...candidate,
      equation(s.h, [times(oneMinus(s.gate(Z)), el(s.gate(N))), times(el(s.gate(Z)), el(s.hBefore))]),
    ]
  },
  backward(s) {
    const [r, z, n] = [s.gate(R), s.gate(Z), s.gate(N)]
    const dm = gradMemory(s)
    const reset = isAfter(s)
      ? times(el(s.da(N)), el(memory(s)), el(r), oneMinus(r))
      : times(el(dm.result), el(s.hBefore), el(r), oneMinus(r))
    return [
      equation(s.da(N), [times(el(s.dh), oneMinus(z), oneMinusSquare(n))]),
      equation(s.da(Z), [times(el(s.dh), difference(s.hBefore, n), el(z), oneMinus(z))]),
      dm,
      equation(s.da(R), [reset]),
    ]
  },
  toStateBefore: (s) => [
    times(el(s.gate(Z)), el(s.dh)),
    s.back(R),
    s.back(Z),
    isAfter(s) ? s.back(N, gradMemory(s).result) : times(el(s.gate(R)), el(gradMemory(s).result)),
  ],
  cellState: null,
  recurrentPair(s, q) {
    const pair = s.statePair(q)
    if (q !== N) return pair
    return isAfter(s)
      ? { ...pair, d: gradMemory(s).result, dTex: s.symbols.letters.gradient({ tex: 'm_t', text: '' }).tex }
      : { ...pair, x: memory(s), xTex: 'm_t' }
  },
}

function isAfter(s: CellStep): boolean {
  return s.symbols.trace.gruVariant === 'resetAfter'
}

function memory(s: CellStep): Matrix {
  return s.symbols.extra(s.name('m'), s.k, s.t)
}

function resetMemory(s: CellStep): Term {
  return times(el(s.gate(R)), el(memory(s)))
}

/** dm = da_n r (reset after), or W_hnᵀ da_n (reset before). */
function gradMemory(s: CellStep): Equation {
  const terms = isAfter(s) ? [times(el(s.da(N)), el(s.gate(R)))] : [s.back(N)]
  return s.derivedGradient('m', terms)
}
