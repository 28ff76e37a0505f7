import { log } from '../math/elementary'
import { firstSteps, supervisedFrom } from './batch'
import type { Task } from './task'

/**
 * Delayed echo: say at every step what was heard d steps ago.
 *
 * With d = `delay` and K = `alphabet`: input (T, B, K), one-hot symbols drawn at random. Target at the steps
 * t >= d: the symbol of step t - d, K classes.
 * Trivial guesser: all symbols alike, ln K nats (ln 2 for bits).
 *
 * Source: folklore, the plainest test of what a state remembers; compare the delay lines of
 * Jaeger, "Short Term Memory in Echo State Networks", GMD Report 152 (2001).
 */
export const echo: Task<'echo'> = {
  name: 'echo',
  loss: 'crossEntropy',
  shape: ({ seqLen, alphabet }) => ({ seqLen, inputSize: alphabet, outputSize: alphabet }),
  supervised: ({ seqLen, delay }) => supervisedFrom(seqLen, delay),
  baseline: ({ alphabet }) => log(alphabet),
  baselineFormula: ({ alphabet }) => String.raw`\ln ${alphabet}`,
  generate({ seqLen, delay, alphabet }, random, { batch, input, classes }) {
    input.fill(0)
    for (let b = 0; b < batch; b++) {
      for (let t = 0; t < seqLen; t++) {
        const symbol = random.integer(alphabet)
        input[(t * batch + b) * alphabet + symbol] = 1
        // Supervised steps start at `delay`, so the row of the answer due at t + delay is t.
        if (t + delay < seqLen) classes[t * batch + b] = symbol
      }
    }
  },
  /** Every step whose echo is still asked for before the end. */
  remembered: ({ seqLen, delay }) => firstSteps(Math.max(0, seqLen - delay)),
}
