import type { Observation } from '../../core/contract/observation'
import type { Sample } from '../../core/contract/run'
import { emptyObservation } from '../../core/contract/views'

/** An observation with the given views; null for the others. */
export function observation(update: number, views: Partial<Omit<Observation, 'update'>>): Observation {
  return { ...emptyObservation(update), ...views }
}

/** Numbers that shrink by `factor` from the last of `steps` to the first. */
export function shrinking(steps: number, factor: number, last = 1): Float64Array {
  return Float64Array.from({ length: steps }, (_, t) => last * factor ** (steps - 1 - t))
}

/** A sequence of the adding problem, marked at t = 3 and t = 10. */
export function addingSample(update: number, steps = 20): Sample {
  const marks = [2, 9]
  return {
    update,
    seqLen: steps,
    inputSize: 2,
    outputSize: 1,
    loss: 'mse',
    input: Float64Array.from({ length: 2 * steps }, (_, i) =>
      i % 2 === 0 ? ((7 * i) % 20) / 20 : Number(marks.includes((i - 1) / 2)),
    ),
    target: Float64Array.from({ length: steps }, (_, t) => (t === steps - 1 ? 0.75 : NaN)),
    prediction: new Float64Array(steps).fill(0.7),
  }
}

/** Every view of a made-up LSTM of four units that looks at sequences of 20 steps. */
export function everyView(update: number, factor = 0.5): Observation {
  const steps = 20
  const units = 4
  const h = shrinking(steps, factor)
  const wave = (phase: number) =>
    Float64Array.from({ length: steps * units }, (_, i) => Math.sin(i / units + (i % units) + phase))
  const gates = ['i', 'f', 'g', 'o']
  const bins = { min: -0.5, max: 0.5, counts: Float64Array.of(1, 4, 6, 4, 1) }
  return {
    update,
    ...{ evaluation: null, written: null, forecast: null },
    flow: {
      layers: [
        { name: 'l0', h: h.map((value) => value * 0.12), c: shrinking(steps, 0.9, 0.2), unclipped: null },
      ],
    },
    norms: {
      clipping: {
        mode: 'value',
        threshold: 0.5,
        normBefore: 2,
        normAfter: 0.5,
        cosine: 0.6,
        cutShare: 0.25,
      },
      parameters: [
        {
          name: 'rnn.weight_hh_l0',
          gradNorm: 2,
          gradNormClipped: 0.5,
          updateRatio: 1e-3,
          gates: gates.map((gate, i) => ({ gate, gradNorm: 10 ** -i })),
        },
        { name: 'head.weight', gradNorm: Infinity, gradNormClipped: NaN, updateRatio: NaN, gates: [] },
      ],
    },
    jacobian: {
      layer: 'l0',
      h,
      c: shrinking(steps, 0.9),
      factors: new Float64Array(steps).fill(factor),
      factorsC: new Float64Array(steps).fill(0.9),
      verdict: {
        verdict: 'vanishing',
        path: 'h',
        gain: h[0]!,
        factor,
        lag: steps - 1,
        needed: steps - 1,
        vanishingBelow: 1e-3,
        explodingAbove: 10,
      },
    },
    spectrum: {
      layers: [
        {
          name: 'l0',
          blocks: gates.map((gate, i) => ({ gate, spectralRadius: 1 + i / 10, largestSingularValue: 2 })),
        },
      ],
    },
    gates: {
      layers: [
        {
          name: 'l0',
          gates: ['i', 'f', 'o'].map((gate) => ({
            gate,
            low: new Float64Array(steps).fill(0.1),
            high: new Float64Array(steps).fill(0.3),
          })),
          saturatedUnits: 0.25,
        },
      ],
    },
    histograms: { since: 0, parameters: [{ name: 'rnn.weight_hh_l0', weight: bins, grad: bins }] },
    states: {
      layer: 'l0',
      sample: addingSample(update, steps),
      seqLen: steps,
      hiddenSize: units,
      h: wave(0),
      c: wave(1),
      gates: gates.map((gate, i) => ({ gate, values: wave(i) })),
    },
    memory: {
      influences: [
        { channel: 'value', values: shrinking(steps, 0.7) },
        { channel: 'mark', values: shrinking(steps, 0.8) },
      ],
      memoryLength: 7,
      needed: [2, 9],
    },
    contributions: {
      layers: [
        {
          name: 'l0',
          parameters: ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map((name) => ({
            name: `rnn.${name}_l0`,
            norms: shrinking(steps, factor, 0.5),
          })),
          h: {
            total: h.map((value) => value * 0.12),
            paths: [
              { name: 'outside', norms: h.map((_, t) => (t === steps - 1 ? 0.12 : 0)) },
              ...gates.map((name, i) => ({ name, norms: h.map((value) => (value * 0.1) / (i + 1)) })),
            ],
          },
          c: {
            total: shrinking(steps, 0.9, 0.2),
            paths: [
              { name: 'forget', norms: shrinking(steps, 0.9, 0.19) },
              { name: 'output', norms: shrinking(steps, factor, 0.1) },
            ],
          },
        },
      ],
    },
  }
}
