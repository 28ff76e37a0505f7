import { integer, number } from '../fields/field'
import { expectLess, MAX_STEPS, steps } from './settings'
import { firstSteps, lossEvery, supervisedEvery, targetRows } from './supervision'
import { defineTask } from './task'

/**
 * Noisy echo: say at every step the number of d steps ago, heard through noise.
 *
 * With d = `delay` and a = `noise`: numbers u_t uniform over [-1, 1). Input (T, B, 1): u_t + a e_t with e_t
 * uniform over [-1, 1). Target at the steps t >= d, or at each `lossEvery`-th of them: u_{t-d},
 * without the noise.
 * Trivial guesser: always 0, the mean; its squared error is the variance, 1/3.
 * Floor: the noise of each number is its own, so nothing but the midpoint of what can have been said is
 * known of u. Of y = u + a e the possible u are an interval of length l: 2a where |y| <= 1 - a, else
 * 1 + a - |y|. The error is the mean of l² / 12, which is a²/3 - a³/6.
 *
 * Source: folklore; the delay lines of Jaeger, "Short Term Memory in Echo State Networks", GMD Report 152
 * (2001), with noise on what is heard.
 */
export const noisyEcho = defineTask({
  settings: {
    seqLen: steps(20),
    delay: integer({ min: 1, max: MAX_STEPS - 1, default: 3 }, { unit: 'steps' }),
    noise: number({ min: 0, max: 1, default: 0.1 }),
    lossEvery,
  },
  problems: ({ seqLen, delay }) => (delay < seqLen ? [] : [expectLess('delay', 'seqLen', seqLen)]),
  loss: 'mse',
  sampleView: 'curves',
  shape: ({ seqLen }) => ({ seqLen, inputSize: 1, outputSize: 1 }),
  supervised: ({ seqLen, delay, lossEvery: every }) => supervisedEvery(seqLen, delay, every),
  baseline: () => ({ loss: 1 / 3, formula: String.raw`\tfrac{1}{3}` }),
  floor: ({ noise }) => ({
    loss: (noise * noise) / 3 - (noise * noise * noise) / 6,
    formula: String.raw`\tfrac{a^2}{3} - \tfrac{a^3}{6},\; a = ${noise}`,
  }),
  generate({ seqLen, delay, noise, lossEvery: every }, random, { batch, input, values }) {
    const rows = targetRows(supervisedEvery(seqLen, delay, every))
    for (let b = 0; b < batch; b++) {
      for (let t = 0; t < seqLen; t++) {
        const value = random.uniform(-1, 1)
        input[t * batch + b] = value + noise * random.uniform(-1, 1)
        const row = t + delay < seqLen ? rows[t + delay] : -1
        if (row >= 0) values[row * batch + b] = value
      }
    }
  },
  /** Every step whose echo is still asked for before the end. */
  remembered({ seqLen, delay, lossEvery: every }) {
    const asked = supervisedEvery(seqLen, delay, every)
    return firstSteps(Math.max(0, seqLen - delay)).filter((t) => asked[t + delay] !== 0)
  },
  lag: ({ delay }) => delay,
})
