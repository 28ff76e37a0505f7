import { cos, sin } from '../math/elementary'
import { periods, periodProblems, meanOverPeriods } from './periods'
import { steps } from './settings'
import { supervisedFrom } from './supervision'
import { defineTask } from './task'

const TWO_PI = 2 * Math.PI

/** The steps at which the phase may jump, both ends included: the middle third. */
function middleThird(seqLen: number): { first: number; last: number } {
  return { first: Math.floor(seqLen / 3), last: Math.floor((2 * seqLen) / 3) }
}

/**
 * Sine with a phase jump, one step ahead: say what comes next, and find the wave again when it is lost.
 *
 * Each sequence is s_t = sin(2 pi t / P + phase) with a period P drawn from the whole numbers `minPeriod` to
 * `maxPeriod`; at a step j, drawn from the middle third, a new phase begins. Both phases are uniform over a
 * turn, and nothing announces j. Input (T, B, 1): s_0 .. s_{T-1}. Target at every step: s_{t+1}.
 * Trivial guesser: persistence, as for a sine, 1 - cos(2 pi / P), but for the one step to s_j: two phases that
 * know nothing of each other differ by 1 in the mean square.
 * Floor: what is lost by who knows P and the first phase, and learns of the jump when it has happened. Where n
 * steps are left at which it can come, it comes at the next one with chance h = 1 / n. The best guess of s_t is
 * then (1 - h) times the wave, and both outcomes together lose ½ h (2 - h); over the n steps of the middle
 * third this makes 1 - H_n / (2 n), H_n = 1 + 1/2 + .. + 1/n. Of s_{j+1} only s_j cos w + c sin w is known, with
 * w = 2 pi / P and c = ± cos(phase), ½ sin² w; after that everything.
 *
 * Source: folklore.
 */
export const phaseJump = defineTask({
  settings: { seqLen: steps(40, 10), ...periods },
  problems: (settings) => periodProblems(settings),
  loss: 'mse',
  sampleView: 'curves',
  solvedAt: 1 / 5,
  shape: ({ seqLen }) => ({ seqLen, inputSize: 1, outputSize: 1 }),
  supervised: ({ seqLen }) => supervisedFrom(seqLen, 0),
  baseline(settings) {
    const { seqLen } = settings
    const smooth = meanOverPeriods(settings, (w) => 1 - cos(w))
    return {
      loss: ((seqLen - 1) * smooth + 1) / seqLen,
      formula: String.raw`\frac{${seqLen - 1}\,\overline{(1 - \cos\tfrac{2\pi}{P})} + 1}{${seqLen}}`,
    }
  },
  floor(settings) {
    const { seqLen } = settings
    const { first, last } = middleThird(seqLen)
    const n = last - first + 1
    let harmonic = 0
    for (let k = 1; k <= n; k++) harmonic += 1 / k
    const second = meanOverPeriods(settings, (w) => sin(w) * sin(w)) / 2
    return {
      loss: (1 - harmonic / (2 * n) + second) / seqLen,
      formula: String.raw`\tfrac{1}{${seqLen}} \Bigl(1 - \tfrac{H_{${n}}}{${2 * n}} + \tfrac{1}{2}\,\overline{\sin^2\tfrac{2\pi}{P}}\Bigr)`,
    }
  },
  generate({ seqLen, minPeriod, maxPeriod }, random, { batch, input, values }) {
    const { first, last } = middleThird(seqLen)
    for (let b = 0; b < batch; b++) {
      const jump = first + random.integer(last - first + 1)
      const before = random.uniform() * TWO_PI
      const step = TWO_PI / (minPeriod + random.integer(maxPeriod - minPeriod + 1))
      const after = random.uniform() * TWO_PI
      for (let t = 0; t <= seqLen; t++) {
        const value = sin(step * t + (t < jump ? before : after))
        if (t < seqLen) input[t * batch + b] = value
        if (t > 0) values[(t - 1) * batch + b] = value
      }
    }
  },
  /** No single step matters: a few values in a row tell period and phase, wherever they stand. */
  remembered: () => [],
  /** As for a sine: three values in a row tell the next. */
  lag: () => 2,
})
