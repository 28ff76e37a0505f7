import { integer } from '../fields/field'
import { chainFacts, guessShares, statesOf, symbolAt, walk, type Chain } from './chain'
import { expectAtLeast, expectLess, steps } from './settings'
import { firstSteps, supervisedFrom } from './supervision'
import { defineTask } from './task'

const A = 0
const B = 1

/**
 * Strings of n times a and n times b, one after the other, n uniform over min .. max. State 0 is before a
 * string; state i, 1 .. max, after i times a; state max + r, r = 1 .. max - 1, where r times b are still to
 * come.
 */
function countingChain(min: number, max: number): Chain {
  const stillToCome = (r: number): number => (r === 0 ? 0 : max + r)
  return [
    [{ symbol: A, to: 1, probability: 1 }],
    ...firstSteps(max).map((index) => {
      const i = index + 1
      // Of the n that are left, i .. max, one is i.
      const stops = i < min ? 0 : 1 / (max - i + 1)
      return [
        ...(stops < 1 ? [{ symbol: A, to: i + 1, probability: 1 - stops }] : []),
        ...(stops > 0 ? [{ symbol: B, to: stillToCome(i - 1), probability: stops }] : []),
      ]
    }),
    ...firstSteps(max - 1).map((r) => [{ symbol: B, to: stillToCome(r), probability: 1 }]),
  ]
}

/**
 * a^n b^n: count the a, and know when the b are over.
 *
 * Strings of n times a and as many b stand one after the other, n drawn from `minCount` to `maxCount`. Input
 * (T, B, 2), one-hot a, b: s_0 .. s_{T-1}; target at every step: s_{t+1}. How many a come is chance; from the
 * first b on everything is sure for who has counted. A network that was trained up to some n shows by greater
 * ones whether it counts or has learnt them by heart.
 * Trivial guesser: each symbol as often as it comes, -sum p ln p. Floor: the entropy of "does another a come",
 * which is ln (maxCount - minCount + 1) nats a string.
 *
 * @see Gers and Schmidhuber, "LSTM Recurrent Networks Learn Simple Context-Free and Context-Sensitive Languages",
 *   IEEE Trans. Neural Networks 12 (2001).
 */
export const anbn = defineTask({
  settings: {
    seqLen: steps(20),
    minCount: integer({ min: 1, max: 200, default: 1 }),
    maxCount: integer({ min: 1, max: 200, default: 5 }),
  },
  problems: ({ seqLen, minCount, maxCount }) => [
    ...(maxCount < minCount ? [expectAtLeast('maxCount', 'minCount', minCount)] : []),
    ...(minCount < seqLen ? [] : [expectLess('minCount', 'seqLen', seqLen)]),
  ],
  loss: 'crossEntropy',
  sampleView: 'symbols',
  shape: ({ seqLen }) => ({ seqLen, inputSize: 2, outputSize: 2 }),
  supervised: ({ seqLen }) => supervisedFrom(seqLen, 0),
  baseline: ({ seqLen, minCount, maxCount }) =>
    guessShares(chainFacts(countingChain(minCount, maxCount), 2, seqLen).shares),
  floor({ seqLen, minCount, maxCount }) {
    const { entropy } = chainFacts(countingChain(minCount, maxCount), 2, seqLen)
    return { loss: entropy, formula: String.raw`H(s_{t+1} \mid s_1 \ldots s_t)` }
  },
  generate({ seqLen, minCount, maxCount }, random, batch) {
    walk(countingChain(minCount, maxCount), 2, seqLen, random, batch)
  },
  /** Every a counts. */
  remembered: ({ seqLen }, input) => firstSteps(seqLen).filter((t) => symbolAt(input, 2, t) === A),
  /** From the first a of the longest string to its last b, after which the next string begins. */
  lag: ({ seqLen, maxCount }) => Math.min(2 * maxCount, seqLen) - 1,
  legal({ seqLen, minCount, maxCount }, input) {
    const chain = countingChain(minCount, maxCount)
    return statesOf(chain, 2, seqLen, input).map((state) => chain[state].map(({ symbol }) => symbol))
  },
  /** In longer sequences n is greater in proportion, and greater than any that was trained. */
  atLength(settings, seqLen) {
    const { minCount, maxCount } = settings
    const most = Math.max(1, Math.round((maxCount * seqLen) / settings.seqLen))
    const isBeyond = most > maxCount
    const least = isBeyond ? Math.max(maxCount, Math.floor(most / 2)) + 1 : Math.min(minCount, most)
    return least < seqLen ? { ...settings, seqLen, minCount: least, maxCount: most } : null
  },
  inputSymbol: (_, index) => (index === A ? 'a' : 'b'),
})
