import { chainFacts, guessShares, statesOf, walk } from './chain'
import { REBER_SYMBOLS, reberChain } from './reberChain'
import { steps } from './settings'
import { supervisedFrom } from './supervision'
import { defineTask } from './task'

const K = REBER_SYMBOLS.length
const CHAIN = reberChain()

/**
 * Reber grammar: read strings that a small automaton has written, and say what can come next.
 *
 * Strings such as BTXSE stand one after the other. Input (T, B, 7), one-hot in the order of `REBER_SYMBOLS`:
 * s_0 .. s_{T-1}; target at every step: s_{t+1}, 7 classes. Inside a string two symbols are as likely, at every
 * place but before its E.
 * Trivial guesser: each symbol as often as it comes, -sum p ln p. Floor: ln 2 where there are two branches.
 * A string has 8 symbols in the mean. Of the 7 that follow its B six are a choice: 6/7 ln 2 = 0.594 nats each,
 * the floor of single strings. B after E is sure, which makes 6/8 ln 2 = 0.520 in a long row of strings.
 *
 * @see Reber, "Implicit Learning of Artificial Grammars", J. Verbal Learning and Verbal Behavior 6 (1967).
 * @see Cleeremans, Servan-Schreiber and McClelland, "Finite State Automata and Simple Recurrent Networks",
 *   Neural Computation 1 (1989).
 */
export const reber = defineTask({
  settings: { seqLen: steps(20) },
  loss: 'crossEntropy',
  sampleView: 'symbols',
  shape: ({ seqLen }) => ({ seqLen, inputSize: K, outputSize: K }),
  supervised: ({ seqLen }) => supervisedFrom(seqLen, 0),
  baseline: ({ seqLen }) => guessShares(chainFacts(CHAIN, K, seqLen).shares),
  floor({ seqLen }) {
    const { entropy, states } = chainFacts(CHAIN, K, seqLen)
    const choices = states.reduce((sum, share, state) => (CHAIN[state].length > 1 ? sum + share : sum), 0)
    return { loss: entropy, formula: String.raw`${choices.toFixed(3)} \ln 2` }
  },
  generate({ seqLen }, random, batch) {
    walk(CHAIN, K, seqLen, random, batch)
  },
  /** No single step matters: the two latest symbols tell the automaton's state. */
  remembered: () => [],
  lag: () => 1,
  legal: ({ seqLen }, input) =>
    statesOf(CHAIN, K, seqLen, input).map((state) => CHAIN[state].map(({ symbol }) => symbol)),
  inputSymbol: (_, index) => REBER_SYMBOLS[index] ?? String(index),
})
