import type { Observation } from '../../core/contract/observation'
import { viewNames } from '../../core/contract/views'

/** An observation with the given views; null for the others. */
export function observation(update: number, views: Partial<Omit<Observation, 'update'>>): Observation {
  const none = Object.fromEntries(viewNames.map((view) => [view, null])) as unknown as Observation
  return { ...none, ...views, update }
}

/** Numbers that shrink by `factor` from the last of `steps` to the first. */
export function shrinking(steps: number, factor: number, last = 1): Float64Array {
  return Float64Array.from({ length: steps }, (_, t) => last * factor ** (steps - 1 - t))
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
    flow: { layers: [{ name: 'l0', h: h.map((value) => value * 0.12), c: shrinking(steps, 0.9, 0.2) }] },
    norms: {
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
  }
}
