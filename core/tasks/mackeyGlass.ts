import { integer } from '../fields/field'
import { mackeyGlassSeries, TAU } from './mackeyGlassSeries'
import { steps } from './settings'
import { supervisedFrom } from './supervision'
import { byLoss, defineTask, type NamedBaseline } from './task'

interface Window {
  readonly seqLen: number
  readonly horizon: number
}

/** How many windows of T steps and what comes h steps after them lie in the series. */
function numWindows({ seqLen, horizon }: Window): number {
  return mackeyGlassSeries().length - seqLen - horizon + 1
}

/** The mean of `errorOf(i)` over the steps i of all windows, each window as often as any other. */
function meanOverWindows(window: Window, errorOf: (i: number) => number): number {
  const count = numWindows(window)
  const { seqLen } = window
  let inWindow = 0
  for (let t = 0; t < seqLen; t++) inWindow += errorOf(t)
  let sum = inWindow
  for (let start = 1; start < count; start++) {
    inWindow += errorOf(start + seqLen - 1) - errorOf(start - 1)
    sum += inWindow
  }
  return sum / (count * seqLen)
}

/** What guessers lose that need no learning, the better one last. */
function guesses(window: Window): NamedBaseline[] {
  const { horizon } = window
  const x = mackeyGlassSeries()
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length
  return byLoss([
    {
      name: 'persistence',
      loss: meanOverWindows(window, (i) => (x[i + horizon] - x[i]) ** 2),
      formula: String.raw`\overline{(x_{t+${horizon}} - x_t)^2}`,
    },
    {
      name: 'mean',
      loss: meanOverWindows(window, (i) => (x[i + horizon] - mean) ** 2),
      formula: String.raw`\overline{(x_{t+${horizon}} - \bar{x})^2}`,
    },
  ])
}

/**
 * Mackey-Glass: say where a chaotic series will be some steps from now.
 *
 * A sequence is a stretch of the series x_t that `mackeyGlassSeries` integrates, from a place drawn at random.
 * Input (T, B, 1): x_t. Target at every step: x_{t+h} with h = `horizon`; 1, 6 and 84 are those of the papers.
 * Trivial guesser: the better one of persistence, "it stays as it is", and of the mean of the series. Both
 * losses are means over all stretches that can be drawn, so they are exact; the other one is a further line.
 * Persistence has a root mean square error of 0.15 and 0.82 standard deviations 1 and 6 steps ahead; at 84
 * (1.66) it is worse than the mean.
 *
 * @see Mackey and Glass, "Oscillation and Chaos in Physiological Control Systems", Science 197 (1977).
 * @see Jaeger and Haas, "Harnessing Nonlinearity", Science 304 (2004).
 */
export const mackeyGlass = defineTask({
  settings: {
    seqLen: steps(50),
    horizon: integer({ min: 1, max: 100, default: 6 }, { unit: 'steps' }),
  },
  loss: 'mse',
  sampleView: 'curves',
  solvedAt: 1 / 10,
  shape: ({ seqLen }) => ({ seqLen, inputSize: 1, outputSize: 1 }),
  supervised: ({ seqLen }) => supervisedFrom(seqLen, 0),
  baseline: (settings) => guesses(settings)[1]!,
  baselines: (settings) => guesses(settings).slice(0, 1),
  series({ seqLen, horizon }) {
    const x = [{ name: 'x', mean: 0, std: 1, values: mackeyGlassSeries() }]
    const { length } = mackeyGlassSeries()
    return { inputs: x, targets: x, numRows: length, numTrained: length, seqLen, horizon, season: null }
  },
  generate({ seqLen, horizon }, random, { batch, input, values }) {
    const x = mackeyGlassSeries()
    const count = numWindows({ seqLen, horizon })
    for (let b = 0; b < batch; b++) {
      const start = random.integer(count)
      for (let t = 0; t < seqLen; t++) {
        input[t * batch + b] = x[start + t]
        values[t * batch + b] = x[start + t + horizon]
      }
    }
  },
  /** As long as the series has room for it. */
  atLength: (settings, seqLen) => (numWindows({ ...settings, seqLen }) >= 1 ? { ...settings, seqLen } : null),
  /** No single step matters: the latest values together say where the series is. */
  remembered: () => [],
  /** What the series does next follows from its value now and that of tau steps before. */
  lag: () => TAU,
})
