import { choice } from '../fields/field'
import { log } from '../math/elementary'
import { steps } from './settings'
import { firstSteps, supervisedFrom } from './supervision'
import { defineTask } from './task'

const DIGITS = 10
const SUMS = 2 * DIGITS - 1

/** Entropy of the sum of two digits, in nats: sum s comes in 10 - |s - 9| of 100 pairs. */
function entropyOfSum(): number {
  let entropy = 0
  for (let sum = 0; sum < SUMS; sum++) {
    const share = (DIGITS - Math.abs(sum - (DIGITS - 1))) / (DIGITS * DIGITS)
    entropy -= share * log(share)
  }
  return entropy
}

/**
 * Digit sum: add two digits that stand somewhere in a sequence of zeros.
 *
 * Input (T, B, 10), one-hot digits: two drawn from 0 to 9, zeros elsewhere. The two stand at two different
 * steps drawn at random, or at the first two as in the textbook. Target after the last step: their sum, 19
 * classes. A drawn 0 looks like the zeros around it, and adds as little.
 * Trivial guesser: each sum as often as it comes, whatever was read, -sum p ln p with p = (10 - |s - 9|) / 100.
 *
 * @see Qiu, "Neural Networks and Deep Learning: Practice", section 6.1, with lengths from 10 to 35.
 */
export const digitSum = defineTask({
  settings: { seqLen: steps(10), places: choice(['anywhere', 'first'], 'anywhere') },
  loss: 'crossEntropy',
  sampleView: 'symbols',
  shape: ({ seqLen }) => ({ seqLen, inputSize: DIGITS, outputSize: SUMS }),
  supervised: ({ seqLen }) => supervisedFrom(seqLen, seqLen - 1),
  baseline: () => ({
    loss: entropyOfSum(),
    formula: String.raw`-\sum_{s=0}^{18} p_s \ln p_s,\; p_s = \tfrac{10 - |s - 9|}{100}`,
  }),
  generate({ seqLen, places }, random, { batch, input, classes }) {
    input.fill(0)
    for (let b = 0; b < batch; b++) {
      // The second is drawn among the others: those behind the first move up by one.
      const first = places === 'first' ? 0 : random.integer(seqLen)
      const other = places === 'first' ? 0 : random.integer(seqLen - 1)
      const second = other < first ? other : other + 1
      let sum = 0
      for (let t = 0; t < seqLen; t++) {
        const digit = t === first || t === second ? random.integer(DIGITS) : 0
        input[(t * batch + b) * DIGITS + digit] = 1
        sum += digit
      }
      classes[b] = sum
    }
  },
  /** The digits that are not 0. */
  remembered: ({ seqLen }, input) => firstSteps(seqLen).filter((t) => input[t * DIGITS] === 0),
  /** A digit may stand at the first step. */
  lag: ({ seqLen }) => seqLen - 1,
})
