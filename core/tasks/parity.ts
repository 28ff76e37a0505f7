import { uniformGuess } from '../kinds/losses'
import { steps } from './settings'
import { firstSteps, supervisedFrom } from './supervision'
import { defineTask } from './task'

/**
 * Running parity: say at every step whether the number of ones so far is even or odd.
 *
 * Input (T, B, 1): a bit, 0 or 1. Target at every step: class 0 even, 1 odd.
 * Trivial guesser: both alike, ln 2 nats.
 *
 * @see Hochreiter and Schmidhuber, "LSTM can Solve Hard Long Time Lag Problems", NIPS 9 (1996), who use
 * parity
 *   to show which benchmarks are too easy.
 */
export const parity = defineTask({
  settings: { seqLen: steps(8) },
  loss: 'crossEntropy',
  sampleView: 'symbols',
  shape: ({ seqLen }) => ({ seqLen, inputSize: 1, outputSize: 2 }),
  supervised: ({ seqLen }) => supervisedFrom(seqLen, 0),
  baseline: () => uniformGuess(2),
  generate({ seqLen }, random, { batch, input, classes }) {
    for (let b = 0; b < batch; b++) {
      let odd = 0
      for (let t = 0; t < seqLen; t++) {
        const bit = random.integer(2)
        odd ^= bit
        input[t * batch + b] = bit
        classes[t * batch + b] = odd
      }
    }
  },
  /** Every bit. */
  remembered: ({ seqLen }) => firstSteps(seqLen),
  /**
   * The parity of one step before, which was asked for there, is all that an answer needs besides its bit.
   */
  lag: () => 1,
})
