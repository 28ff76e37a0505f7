import { steps } from './settings'
import { firstSteps, supervisedFrom } from './supervision'
import { defineTask } from './task'

/**
 * The adding problem: add the two marked numbers out of a long row of unmarked ones.
 *
 * Input (T, B, 2): a number uniform over [0, 1) and a mark, 1 at one step of each half and 0 elsewhere.
 * Target: after the last step, the sum of the two marked numbers.
 * Trivial guesser: always 1, the mean; its squared error is the variance of a sum of two, 2/12.
 * (0.1767, which is often quoted, is a copying error.)
 *
 * @see Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 9 (1997), experiment 4.
 * @see Le, Jaitly and Hinton, "A Simple Way to Initialize Recurrent Networks", arXiv:1504.00941.
 */
export const adding = defineTask({
  settings: { seqLen: steps(20) },
  loss: 'mse',
  sampleView: 'markedSum',
  channels: ['value', 'mark'],
  shape: ({ seqLen }) => ({ seqLen, inputSize: 2, outputSize: 1 }),
  supervised: ({ seqLen }) => supervisedFrom(seqLen, seqLen - 1),
  baseline: () => ({ loss: 1 / 6, formula: String.raw`\tfrac{1}{12} + \tfrac{1}{12} = \tfrac{1}{6}` }),
  generate({ seqLen }, random, { batch, input, values }) {
    const half = Math.floor(seqLen / 2)
    for (let b = 0; b < batch; b++) {
      const first = random.integer(half)
      const second = half + random.integer(seqLen - half)
      let sum = 0
      for (let t = 0; t < seqLen; t++) {
        const value = random.uniform()
        const isMarked = t === first || t === second
        const offset = (t * batch + b) * 2
        input[offset] = value
        input[offset + 1] = isMarked ? 1 : 0
        if (isMarked) sum += value
      }
      values[b] = sum
    }
  },
  /** The two marked steps. */
  remembered: ({ seqLen }, input) => firstSteps(seqLen).filter((t) => input[t * 2 + 1] !== 0),
  /** The first mark may stand at the first step. */
  lag: ({ seqLen }) => seqLen - 1,
})
