import { integer } from '../fields/field'
import { uniformGuess } from '../kinds/losses'
import { expectLess, MAX_STEPS, steps } from './settings'
import { firstSteps, lossEvery, supervisedEvery, targetRows } from './supervision'
import { letter } from './symbols'
import { defineTask } from './task'

/**
 * Delayed echo: say at every step what was heard d steps ago.
 *
 * With d = `delay` and K = `alphabet`: input (T, B, K), one-hot symbols drawn at random. Target at the steps
 * t >= d, or at each `lossEvery`-th of them: the symbol of step t - d, K classes.
 * Trivial guesser: all symbols alike, ln K nats (ln 2 for bits).
 *
 * Source: folklore, the plainest test of what a state remembers; compare the delay lines of
 * Jaeger, "Short Term Memory in Echo State Networks", GMD Report 152 (2001).
 */
export const echo = defineTask({
  settings: {
    seqLen: steps(20),
    delay: integer({ min: 1, max: MAX_STEPS - 1, default: 3 }, { unit: 'steps' }),
    alphabet: integer({ min: 2, max: 32, default: 2 }, { unit: 'symbols' }),
    lossEvery,
  },
  problems: ({ seqLen, delay }) => (delay < seqLen ? [] : [expectLess('delay', 'seqLen', seqLen)]),
  loss: 'crossEntropy',
  sampleView: 'symbols',
  shape: ({ seqLen, alphabet }) => ({ seqLen, inputSize: alphabet, outputSize: alphabet }),
  supervised: ({ seqLen, delay, lossEvery: every }) => supervisedEvery(seqLen, delay, every),
  baseline: ({ alphabet }) => uniformGuess(alphabet),
  generate({ seqLen, delay, alphabet, lossEvery: every }, random, { batch, input, classes }) {
    const rows = targetRows(supervisedEvery(seqLen, delay, every))
    input.fill(0)
    for (let b = 0; b < batch; b++) {
      for (let t = 0; t < seqLen; t++) {
        const symbol = random.integer(alphabet)
        input[(t * batch + b) * alphabet + symbol] = 1
        const row = t + delay < seqLen ? rows[t + delay] : -1
        if (row >= 0) classes[row * batch + b] = symbol
      }
    }
  },
  /** Every step whose echo is still asked for before the end. */
  remembered({ seqLen, delay, lossEvery: every }) {
    const asked = supervisedEvery(seqLen, delay, every)
    return firstSteps(Math.max(0, seqLen - delay)).filter((t) => asked[t + delay] !== 0)
  },
  lag: ({ delay }) => delay,
  inputSymbol: ({ alphabet }, index) => (alphabet > 10 ? letter(index) : String(index)),
})
