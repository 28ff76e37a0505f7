import { clipFields } from '../experiment/experiment'
import { evaluationSchema } from './evaluation'
import { forecastSchema, writtenSchema } from './outputs'
import { anyNumberSchema, columnSchema, sampleSchema } from './run'
import { z } from '../experiment/zod'

/*
 * What a window can show besides the columns: views of the newest update's forward and backward pass. The
 * cheap ones (`recordedViews`) are recorded of every run within a fiftieth of the time, the gradient flow
 * of each of the first updates; every window gets their history. The others are computed only while
 * somebody watches, and all only as often as they can be drawn. Matrices are row-major with the time step
 * first; t counts from 0 in data and from 1 on the screen. With truncated BPTT a pass sees a window of the
 * sequence: (seqLen) is always the whole one, NaN outside the window.
 *
 * While a run goes on, flow, norms, gates and states come at most 20 times a second, the other views at
 * most four times, each further apart where it would take more than its share of the time. All come at
 * every pause, step and end, and when a window begins to watch a paused run. Of updates that were not
 * observed, what has a history (`keptViews`) can be recomputed afterwards; that comes in no order.
 */

/** One direction of one layer, named as in parameter names: `l0`, `l0_reverse`, ... */
const layerName = z.string()

/** Of one direction of one layer. */
const stepNormsSchema = z.strictObject({
  /** ||dL/dh_t||, (seqLen). */
  h: columnSchema,
  /** The LSTM's ||dL/dc_t||, (seqLen). */
  c: columnSchema.nullable(),
})

export type StepNorms = z.output<typeof stepNormsSchema>

/** Norms of the gradient at every step, over batch and units, as it flowed back. */
export const flowSchema = z.strictObject({
  layers: z.array(
    z.strictObject({
      name: layerName,
      ...stepNormsSchema.shape,
      /**
       * The same of a pass in which nothing is clipped, where clipping at each step is chosen; null in other
       * modes, and where it is lost.
       */
      unclipped: stepNormsSchema.nullable(),
    }),
  ),
})

/** The gradient of all parameters together, before and after clipping. */
export const clippingSchema = z.strictObject({
  mode: z.enum(clipFields.mode.options),
  /** In force at this update; null where nothing clips. */
  threshold: z.number().nullable(),
  normBefore: anyNumberSchema,
  normAfter: anyNumberSchema,
  /**
   * Cosine of the angle between the two, g·g' / (‖g‖ ‖g'‖): 1 where both point the same way; NaN where either
   * is 0 or not finite, or clipping lost the gradient before.
   */
  cosine: anyNumberSchema,
  /**
   * Share, 0 to 1, of what was cut: of the elements (value), of the gradients of states at each step of each
   * sequence (step); 0 or 1 where all are scaled alike (norm). NaN where unknown.
   */
  cutShare: anyNumberSchema,
})
export type Clipping = z.output<typeof clippingSchema>

/** Norms parameter by parameter and gate by gate. */
export const normsSchema = z.strictObject({
  clipping: clippingSchema,
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      gradNorm: anyNumberSchema,
      gradNormClipped: anyNumberSchema,
      /**
       * ||step|| / ||parameter|| of the newest update; infinite for zeros that were changed, NaN where nobody
       * watched when the update was made.
       */
      updateRatio: anyNumberSchema,
      /**
       * Row blocks, before clipping; empty for the head, for cells with one gate, and where clipping lost
       * them.
       */
      gates: z.array(z.strictObject({ gate: z.string(), gradNorm: anyNumberSchema })),
    }),
  ),
})

/**
 * Of the gradient's path alone, over the steps that the task needs; whether the loss falls is another thing.
 */
export const verdictSchema = z.strictObject({
  /** `truncated`: truncated BPTT ends before the steps that the task needs. */
  verdict: z.enum(['vanishing', 'healthy', 'exploding', 'truncated']),
  /** The path along which most is left: over the states h, or over the LSTM's c. */
  path: z.enum(['h', 'c']),
  /** What a gradient of the last state is multiplied by on its way back over `lag` steps, along `path`. */
  gain: anyNumberSchema,
  /** The mean factor of one step. */
  factor: anyNumberSchema,
  /** The steps that `gain` is of: those that the task needs, or as many as the pass has. */
  lag: z.int().min(0),
  /** The steps that the task needs. */
  needed: z.int().min(0),
  vanishingBelow: z.number(),
  explodingAbove: z.number(),
})

/** The product of Jacobians in the top layer's forward direction, for the first sequence of the batch. */
export const jacobianSchema = z.strictObject({
  layer: layerName,
  /** ||dh_T/dh_t||, relative to 1 at T, (seqLen). */
  h: columnSchema,
  /** The LSTM's ||dh_T/dc_t||, (seqLen). */
  c: columnSchema.nullable(),
  /** The factor of `h` from step t + 1 to step t, (seqLen); NaN at the last step. */
  factors: columnSchema,
  /** The same of `c`. */
  factorsC: columnSchema.nullable(),
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
          spectralRadius: anyNumberSchema,
          largestSingularValue: anyNumberSchema,
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
      /**
       * Share of units whose |tanh| (the candidate's) is above 0.95, or relu 0, at every step of every
       * sequence.
       */
      saturatedUnits: z.number(),
    }),
  ),
})

/** Values that are not finite are left out; without any other all is 0. */
const histogramSchema = z.strictObject({ min: z.number(), max: z.number(), counts: columnSchema })

/** Distribution of weights and gradients, equal bins from min to max. */
export const histogramsSchema = z.strictObject({
  /**
   * The first update of a stretch in which they are observed now and then: what was observed before it says
   * nothing of the updates in between.
   */
  since: z.int().min(0),
  parameters: z.array(z.strictObject({ name: z.string(), weight: histogramSchema, grad: histogramSchema })),
})

/**
 * States and gates of the first sequence, top layer, forward direction; the plain net has no gates beside h.
 */
export const statesSchema = z.strictObject({
  layer: layerName,
  /** The sequence itself, as the same pass read it. */
  sample: sampleSchema,
  seqLen: z.int().min(0),
  hiddenSize: z.int().min(1),
  /** (seqLen, hiddenSize) */
  h: columnSchema,
  c: columnSchema.nullable(),
  gates: z.array(z.strictObject({ gate: z.string(), values: columnSchema })),
})

/** How far back an input still affects the last output. */
export const memorySchema = z.strictObject({
  /**
   * Length of the gradient of the last supervised scores with respect to input t, (seqLen): of every channel
   * by itself where the task names them, the one to be remembered first; else of all together, named null.
   */
  influences: z
    .array(z.strictObject({ channel: z.enum(['value', 'mark']).nullable(), values: columnSchema }))
    .min(1),
  /**
   * Steps back from the last one, after which no input has more than a hundredth of the largest influence, in
   * the first of `influences`.
   */
  memoryLength: z.int().min(0),
  /** Steps that the task needs remembered, from 0. */
  needed: z.array(z.int().min(0)),
})

/** ‖·‖ of one path at every step, over batch and units, (seqLen). */
const pathSchema = z.strictObject({
  /**
   * `outside`: from the output or the layer above; the block of weights that it leads through; else what the
   * cell calls it.
   */
  name: z.string(),
  norms: columnSchema,
})

/**
 * A gradient at every step with the paths whose sum it is; their norms do not add up, since they may oppose.
 */
const splitSchema = z.strictObject({
  /** The norm of the sum, as it flows on, (seqLen). */
  total: columnSchema,
  paths: z.array(pathSchema),
})

/** Where the gradients of the parameters and of the states come from, step by step. */
export const contributionsSchema = z.strictObject({
  layers: z.array(
    z.strictObject({
      name: layerName,
      /** ||dW|_t||, what step t alone contributes to the gradient of each parameter, before clipping. */
      parameters: z.array(z.strictObject({ name: z.string(), norms: columnSchema })),
      /** Of dL/dh_t. */
      h: splitSchema,
      /** Of the LSTM's dL/dc_t. */
      c: splitSchema.nullable(),
    }),
  ),
})

/**
 * Views at one update; null where a view was not asked for, not due, or too expensive in so large a network.
 */
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
  contributions: contributionsSchema.nullable(),
  /** With the weights after this update. It comes whenever there is one, and to every window. */
  evaluation: evaluationSchema.nullable(),
  /** The same, of a text that the network wrote, and of its forecast. */
  written: writtenSchema.nullable(),
  forecast: forecastSchema.nullable(),
})
export type Observation = z.output<typeof observationSchema>
