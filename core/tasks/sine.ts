import { cos, sin } from '../math/elementary'
import { meanOverPeriods, periodProblems, periods } from './periods'
import { steps } from './settings'
import { lossEvery, supervisedEvery, targetRows } from './supervision'
import { defineTask } from './task'

const TWO_PI = 2 * Math.PI

/**
 * Sine, one step ahead: say what comes next.
 *
 * Each sequence is s_t = sin(2 pi t / P + phase) with a period P drawn from the whole numbers `minPeriod` to
 * `maxPeriod` and a phase uniform over a turn. Input (T, B, 1): s_0 .. s_{T-1}. Target at every step, or at
 * each `lossEvery`-th and the last: s_{t+1}. Trivial guesser: persistence, "the next value is this one". Over
 * a random phase its squared error is ½ (2 sin(pi / P))² = 1 - cos(2 pi / P), and the baseline is the mean of
 * that over the periods, which are whole numbers so that this mean is a finite sum.
 *
 * Source: folklore; the usual first example of forecasting with a recurrent network.
 */
export const sine = defineTask({
  settings: { seqLen: steps(30), ...periods, lossEvery },
  problems: (settings) => periodProblems(settings),
  loss: 'mse',
  sampleView: 'curves',
  shape: ({ seqLen }) => ({ seqLen, inputSize: 1, outputSize: 1 }),
  supervised: ({ seqLen, lossEvery: every }) => supervisedEvery(seqLen, 0, every),
  baseline(settings) {
    const { minPeriod, maxPeriod } = settings
    const numPeriods = maxPeriod - minPeriod + 1
    return {
      loss: meanOverPeriods(settings, (angle) => 1 - cos(angle)),
      formula:
        minPeriod === maxPeriod
          ? String.raw`1 - \cos\frac{2\pi}{${minPeriod}}`
          : String.raw`\frac{1}{${numPeriods}} \sum_{P=${minPeriod}}^{${maxPeriod}} \Bigl(1 - \cos\frac{2\pi}{P}\Bigr)`,
    }
  },
  generate({ seqLen, minPeriod, maxPeriod, lossEvery: every }, random, { batch, input, values }) {
    const rows = targetRows(supervisedEvery(seqLen, 0, every))
    for (let b = 0; b < batch; b++) {
      const step = TWO_PI / (minPeriod + random.integer(maxPeriod - minPeriod + 1))
      const phase = random.uniform() * TWO_PI
      for (let t = 0; t <= seqLen; t++) {
        const value = sin(step * t + phase)
        if (t < seqLen) input[t * batch + b] = value
        const row = t > 0 ? rows[t - 1] : -1
        if (row >= 0) values[row * batch + b] = value
      }
    }
  },
  /** No single step matters: a few values in a row tell period and phase, wherever they stand. */
  remembered: () => [],
  /** Of a sine, s_{t+1} = s_t (s_t + s_{t-2}) / s_{t-1} - s_{t-1}: three values in a row. */
  lag: () => 2,
})
