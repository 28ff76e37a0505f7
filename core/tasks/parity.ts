import { uniformGuess } from '../kinds/losses'
import { steps } from './settings'
import { firstSteps, lossEvery, supervisedEvery, targetRows } from './supervision'
import { defineTask } from './task'

/**
 * Running parity: say at every step whether the number of ones so far is even or odd.
 *
 * Input (T, B, 1): a bit, 0 or 1. Target at every step, or at each `lossEvery`-th and the last: class 0 even, 1
 * odd. The fewer answers on the way, the harder: with the last one alone it is the task `parityEnd`.
 * Trivial guesser: both alike, ln 2 nats.
 *
 * @see Hochreiter and Schmidhuber, "LSTM can Solve Hard Long Time Lag Problems", NIPS 9 (1996), who use
 * parity
 *   to show which benchmarks are too easy.
 */
export const parity = defineTask({
  settings: { seqLen: steps(8), lossEvery },
  loss: 'crossEntropy',
  sampleView: 'symbols',
  shape: ({ seqLen }) => ({ seqLen, inputSize: 1, outputSize: 2 }),
  supervised: ({ seqLen, lossEvery: every }) => supervisedEvery(seqLen, 0, every),
  baseline: () => uniformGuess(2),
  generate({ seqLen, lossEvery: every }, random, { batch, input, classes }) {
    const rows = targetRows(supervisedEvery(seqLen, 0, every))
    for (let b = 0; b < batch; b++) {
      let odd = 0
      for (let t = 0; t < seqLen; t++) {
        const bit = random.integer(2)
        odd ^= bit
        input[t * batch + b] = bit
        if (rows[t] >= 0) classes[rows[t] * batch + b] = odd
      }
    }
  },
  /** Every bit. */
  remembered: ({ seqLen }) => firstSteps(seqLen),
  /**
   * The parity that was asked for last is all that an answer needs besides the bits since.
   */
  lag: ({ seqLen, lossEvery: every }) => Math.min(every, seqLen - 1),
})
