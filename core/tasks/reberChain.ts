import { evenly, type Branch, type Chain } from './chain'

/** In the order of their one-hot positions. */
export const REBER_SYMBOLS = ['B', 'T', 'P', 'S', 'X', 'V', 'E'] as const

const B = 0
const T = 1
const P = 2
const S = 3
const X = 4
const V = 5
const E = 6

/** States of the automaton within one string, before its B to before its E. */
const NUM_STATES = 7

/** The automaton of one string, its states counted from `first` on; its E leads to `end`. */
function reberString(first: number, end: number): Branch[][] {
  const at = (state: number): number => first + state
  return [
    evenly([B, at(1)]),
    evenly([T, at(2)], [P, at(3)]),
    evenly([S, at(2)], [X, at(4)]),
    evenly([T, at(3)], [V, at(5)]),
    evenly([X, at(3)], [S, at(6)]),
    evenly([P, at(4)], [V, at(6)]),
    evenly([E, end]),
  ]
}

/** Strings of the Reber grammar, one after the other. */
export function reberChain(): Chain {
  return reberString(0, 0)
}

/** Where the parts of the embedded grammar's chain begin. */
const INNER_T = 2
const INNER_P = INNER_T + NUM_STATES + 1
const LAST = INNER_P + NUM_STATES + 1

/** Before the outer symbol, which is drawn; and before it comes back, for each of the two. */
export const embeddedStates = { outer: 1, innerT: INNER_T, againT: INNER_T + NUM_STATES, againP: LAST - 1 }

/** Strings of the embedded grammar, one after the other: B, T or P, a Reber string, the same T or P, E. */
export function embeddedReberChain(): Chain {
  return [
    evenly([B, embeddedStates.outer]),
    evenly([T, INNER_T], [P, INNER_P]),
    ...reberString(INNER_T, embeddedStates.againT),
    evenly([T, LAST]),
    ...reberString(INNER_P, embeddedStates.againP),
    evenly([P, LAST]),
    evenly([E, 0]),
  ]
}
