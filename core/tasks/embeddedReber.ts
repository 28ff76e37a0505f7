import { log } from '../math/elementary'
import { chainFacts, statesOf, stepsUntil, walk } from './chain'
import { embeddedReberChain, embeddedStates, REBER_SYMBOLS } from './reberChain'
import { steps } from './settings'
import { supervisedFrom } from './supervision'
import { defineTask } from './task'

const K = REBER_SYMBOLS.length
const CHAIN = embeddedReberChain()
/** T and P, which begin and end a string inside its B and E. */
const OUTER = [REBER_SYMBOLS.indexOf('T'), REBER_SYMBOLS.indexOf('P')]
const isAgain = (state: number): boolean => state === embeddedStates.againT || state === embeddedStates.againP
/** So many strings of 100 are no longer than the lag says. */
const USUAL = 0.99

/** The steps after which the outer symbol of a string comes again, each with the step where it came first. */
function echoes(
  seqLen: number,
  input: ArrayLike<number>,
): { readonly first: number; readonly again: number }[] {
  let first = 0
  return statesOf(CHAIN, K, seqLen, input).flatMap((state, t) => {
    if (state === embeddedStates.outer) first = t + 1
    return isAgain(state) ? [{ first, again: t }] : []
  })
}

/**
 * Embedded Reber grammar: a symbol from before a whole string has to come again after it.
 *
 * Strings such as B P BTXSE P E stand one after the other: B, a T or P by chance, a string of the Reber
 * grammar, the same T or P, E. Input (T, B, 7), one-hot: s_0 .. s_{T-1}; target at every step: s_{t+1}.
 * Trivial guesser: knows the grammar, but not which of T and P came first: ln 2 nats at each last symbol but
 * one beside the floor. Floor: ln 2 where the automaton has two branches; a string has 12 symbols in the mean,
 * of which 7 are a choice.
 *
 * @see Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 9 (1997), experiment 1.
 * @see Gers, Schmidhuber and Cummins, "Learning to Forget: Continual Prediction with LSTM", Neural Computation
 *   12 (2000), whose strings follow one another as here.
 */
export const embeddedReber = defineTask({
  settings: { seqLen: steps(30) },
  loss: 'crossEntropy',
  sampleView: 'symbols',
  shape: ({ seqLen }) => ({ seqLen, inputSize: K, outputSize: K }),
  supervised: ({ seqLen }) => supervisedFrom(seqLen, 0),
  baseline({ seqLen }) {
    const { entropy, states } = chainFacts(CHAIN, K, seqLen)
    const again = states[embeddedStates.againT] + states[embeddedStates.againP]
    return {
      loss: entropy + again * log(2),
      formula: String.raw`${((entropy + again * log(2)) / log(2)).toFixed(3)} \ln 2`,
    }
  },
  floor({ seqLen }) {
    const { entropy } = chainFacts(CHAIN, K, seqLen)
    return { loss: entropy, formula: String.raw`${(entropy / log(2)).toFixed(3)} \ln 2` }
  },
  generate({ seqLen }, random, batch) {
    walk(CHAIN, K, seqLen, random, batch)
  },
  /** The outer symbols that come again before the end. */
  remembered: ({ seqLen }, input) =>
    echoes(seqLen, input).flatMap(({ first }) => (first < seqLen ? [first] : [])),
  /** From the outer symbol over the inner string to its last symbol, in 99 of 100 strings. */
  lag: ({ seqLen }) => stepsUntil(CHAIN, embeddedStates.innerT, isAgain, USUAL, seqLen - 1),
  legal: ({ seqLen }, input) =>
    statesOf(CHAIN, K, seqLen, input).map((state) => CHAIN[state].map(({ symbol }) => symbol)),
  /** The last symbol but one of a string, a T or a P: who has forgotten the first is right at half of them. */
  focus: {
    name: 'outer',
    among: ({ seqLen }, input) =>
      statesOf(CHAIN, K, seqLen, input).map((state) => (isAgain(state) ? OUTER : [])),
  },
  inputSymbol: (_, index) => REBER_SYMBOLS[index] ?? String(index),
})
