import { uniformGuess } from '../kinds/losses'
import { steps } from './settings'
import { firstSteps, supervisedFrom } from './supervision'
import { defineTask } from './task'

/**
 * Parity asked for only at the end: were there an even or an odd number of ones?
 *
 * Input (T, B, 1): a bit, 0 or 1. Target after the last step: class 0 even, 1 odd.
 * Trivial guesser: both alike, ln 2 nats. No single bit tells anything about the answer, so gradient descent
 * finds nothing to follow: a GRU with 32 units stands where it started after 5,000 updates at T = 10. It is
 * the lab's example of a task that a network can represent and yet does not learn.
 *
 * @see Hochreiter and Schmidhuber, "LSTM can Solve Hard Long Time Lag Problems", NIPS 9 (1996).
 */
export const parityEnd = defineTask({
  settings: { seqLen: steps(10) },
  loss: 'crossEntropy',
  sampleView: 'symbols',
  shape: ({ seqLen }) => ({ seqLen, inputSize: 1, outputSize: 2 }),
  supervised: ({ seqLen }) => supervisedFrom(seqLen, seqLen - 1),
  baseline: () => uniformGuess(2),
  generate({ seqLen }, random, { batch, input, classes }) {
    for (let b = 0; b < batch; b++) {
      let odd = 0
      for (let t = 0; t < seqLen; t++) {
        const bit = random.integer(2)
        odd ^= bit
        input[t * batch + b] = bit
      }
      classes[b] = odd
    }
  },
  /** Every bit. */
  remembered: ({ seqLen }) => firstSteps(seqLen),
  lag: ({ seqLen }) => seqLen - 1,
})
