import { columnSchema } from './run'
import { z } from './zod'

/*
 * What a window can look at besides the columns: pictures of the newest update's forward and backward pass.
 * Everything here is computed only while somebody looks, and only as often as it can be drawn. Matrices are
 * row-major with the time step first; t counts from 0 in data and from 1 on the screen.
 */

/** The views that can be asked for, each a field of an observation. */
export const viewNames = [
  'flow',
  'norms',
  'jacobian',
  'spectrum',
  'gates',
  'histograms',
  'states',
  'memory',
] as const
export type ViewName = (typeof viewNames)[number]

/** One direction of one layer, named as in parameter names: `l0`, `l0_reverse`, ... */
const layerName = z.string()

/** Norms of the gradient at every step, over batch and units. */
export const flowSchema = z.strictObject({
  layers: z.array(
    z.strictObject({
      name: layerName,
      /** ||dL/dh_t||, (seqLen). */
      h: columnSchema,
      /** The LSTM's ||dL/dc_t||, (seqLen). */
      c: columnSchema.nullable(),
    }),
  ),
})

/** Norms parameter by parameter and gate by gate. */
export const normsSchema = z.strictObject({
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      gradNorm: z.number(),
      gradNormClipped: z.number(),
      /** ||step|| / ||parameter|| of the newest update. */
      updateRatio: z.number(),
      /** Row blocks, before clipping; empty for the head and for cells with one gate. */
      gates: z.array(z.strictObject({ gate: z.string(), gradNorm: z.number() })),
    }),
  ),
})

export const verdictSchema = z.strictObject({
  verdict: z.enum(['vanishing', 'healthy', 'exploding']),
  /** What a gradient of the last state is multiplied by on its way to the first. */
  gain: z.number(),
  /** The mean factor of one step. */
  factor: z.number(),
  steps: z.int().min(0),
  vanishingBelow: z.number(),
  explodingAbove: z.number(),
})

/** The product of Jacobians in the top layer's forward direction, for the first sequence of the batch. */
export const jacobianSchema = z.strictObject({
  layer: layerName,
  /** ||dh_T/dh_t||, relative to 1 at T, (seqLen). */
  h: columnSchema,
  c: columnSchema.nullable(),
  /** The factor from step t + 1 to step t, (seqLen). */
  factors: columnSchema,
  verdict: verdictSchema,
})

/** Spectra of the recurrent blocks. */
export const spectrumSchema = z.strictObject({
  layers: z.array(
    z.strictObject({
      name: layerName,
      blocks: z.array(
        z.strictObject({
          gate: z.string(),
          spectralRadius: z.number(),
          largestSingularValue: z.number(),
        }),
      ),
    }),
  ),
})

/** Saturation of gates over time, and of units. */
export const gatesSchema = z.strictObject({
  layers: z.array(
    z.strictObject({
      name: layerName,
      gates: z.array(
        z.strictObject({
          gate: z.string(),
          /** Share of values below 0.05, (seqLen). */
          low: columnSchema,
          /** Share of values above 0.95, (seqLen). */
          high: columnSchema,
        }),
      ),
      /** Share of units whose |tanh| is above 0.95 (relu: that are 0) at every step of every sequence. */
      saturatedUnits: z.number(),
    }),
  ),
})

const histogramSchema = z.strictObject({ min: z.number(), max: z.number(), counts: columnSchema })

/** Distribution of weights and gradients, equal bins from min to max. */
export const histogramsSchema = z.strictObject({
  parameters: z.array(z.strictObject({ name: z.string(), weight: histogramSchema, grad: histogramSchema })),
})

/** States and gates of the first sequence, top layer, forward direction. */
export const statesSchema = z.strictObject({
  layer: layerName,
  seqLen: z.int().min(0),
  hiddenSize: z.int().min(1),
  /** (seqLen, hiddenSize) */
  h: columnSchema,
  c: columnSchema.nullable(),
  gates: z.array(z.strictObject({ gate: z.string(), values: columnSchema })),
})

/** How far back an input still moves the last output, by perturbing one input step at a time. */
export const memorySchema = z.strictObject({
  /** Norm of the change of the last supervised score for a small change of input t, per unit of change, (seqLen). */
  influence: columnSchema,
  /** Steps back from the last one, after which no input moves it by more than a hundredth of the largest influence. */
  memoryLength: z.int().min(0),
  /** Steps that the task needs remembered, from 0. */
  needed: z.array(z.int().min(0)),
})

/** The views that were asked for, at one update; null where a view was not asked for or not due. */
export const observationSchema = z.strictObject({
  update: z.int().min(0),
  flow: flowSchema.nullable(),
  norms: normsSchema.nullable(),
  jacobian: jacobianSchema.nullable(),
  spectrum: spectrumSchema.nullable(),
  gates: gatesSchema.nullable(),
  histograms: histogramsSchema.nullable(),
  states: statesSchema.nullable(),
  memory: memorySchema.nullable(),
})
export type Observation = z.output<typeof observationSchema>
