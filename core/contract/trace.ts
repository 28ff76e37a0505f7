import { clipFields, modelFields, optimizerFields, trainFields } from '../experiment/experiment'
import { valueSchema } from '../experiment/schema'
import { anyNumberSchema, columnSchema } from './run'
import { lossNames } from '../kinds/losses'
import { z } from '../experiment/zod'

/*
 * Everything that one update computed, as plain data: what the microscope shows. In the update in which a run
 * diverged no step was made, unless it was the step that overflowed; its gradients are computed although
 * training stopped before them. Numbers are a float64 view of the training code's own buffers. Matrices are
 * row-major, time first; shape letters as in `core/cells`: T steps of the pass, B batch, I inputs, H units, G
 * gates, O outputs, S supervised steps. t counts from 0 within the pass.
 */

const count = z.int().min(0)

export const tensorSchema = z.strictObject({ shape: z.array(count), data: columnSchema })
/** Row-major numbers with their shape. */
export type TraceTensor = z.output<typeof tensorSchema>

/** What a cell computes on its way forward. */
const forwardShape = {
  /** (T+1, B, H) with the initial state: at index 0, or at T where the direction is reversed. */
  h: tensorSchema,
  /** The LSTM's, laid out as `h`. */
  c: tensorSchema.nullable(),
  /** Gates after their nonlinearity, (G, T, B, H). */
  gates: tensorSchema,
  /** What a cell keeps besides, (T, B, H): the GRU's m, the LSTM's tanh(c). */
  extra: tensorSchema.nullable(),
}
export const forwardTraceSchema = z.strictObject(forwardShape)
export type ForwardTrace = z.output<typeof forwardTraceSchema>

/** One direction of one layer. */
export const cellTraceSchema = z.strictObject({
  layer: count,
  isReversed: z.boolean(),
  ...forwardShape,
  /** dL/dh_t in full, (T, B, H); with clipping inside the recurrence, after it. */
  gradH: tensorSchema,
  gradC: tensorSchema.nullable(),
  /** dL/d(what each gate's nonlinearity is applied to), (G, T, B, H). */
  gradGates: tensorSchema,
  /** dL/d(initial state), (B, H). */
  gradH0: tensorSchema,
  gradC0: tensorSchema.nullable(),
})
export type CellTrace = z.output<typeof cellTraceSchema>

/** One parameter through the update. */
export const parameterTraceSchema = z.strictObject({
  /** PyTorch's, such as `rnn.weight_hh_l0`. */
  name: z.string(),
  shape: z.array(count),
  before: columnSchema,
  /** After the optimizer's step; equal to `before` where there was none. */
  after: columnSchema,
  grad: columnSchema,
  /** What the optimizer saw; equal to `grad` where nothing was clipped. */
  gradClipped: columnSchema,
  /** The optimizer's memory, by torch.optim's names, such as `exp_avg`. */
  buffers: z.array(z.strictObject({ name: z.string(), before: columnSchema, after: columnSchema })),
})
export type ParameterTrace = z.output<typeof parameterTraceSchema>

/** From the states to the loss. */
export const outputTraceSchema = z.strictObject({
  kind: z.enum([...lossNames, 'none']),
  /** Steps at which there are scores, (S). */
  steps: z.array(count),
  /** (S, B, O) */
  scores: tensorSchema,
  /** Class indices (S, B), or values (S, B, O); null without a loss. */
  target: tensorSchema.nullable(),
  /** dL/dscores, (S, B, O); null without a loss. */
  gradScores: tensorSchema.nullable(),
  /** dL/dh_t that was handed in instead of a loss, (T, B, H), or null. */
  givenGradH: tensorSchema.nullable(),
  /** As all numbers of a trace it may be NaN or infinite, where the run diverged. */
  loss: anyNumberSchema.nullable(),
})
export type OutputTrace = z.output<typeof outputTraceSchema>

/** The stretch of the sequences that the pass saw. */
export const windowTraceSchema = z.strictObject({
  /** Its first step within the sequence, from 0. */
  firstStep: count,
  /** Length of the whole sequence. */
  seqLen: count,
  /** The window of truncated BPTT; null for whole sequences. */
  tbptt: valueSchema(trainFields.tbptt),
  /** Whether the initial state came from the window before: the gradient is cut there. */
  isCarried: z.boolean(),
})

/**
 * The steps before the pass, from the beginning of the sequence, where they were made for this update and
 * with its weights: windows of truncated BPTT in which nothing is asked are only run through forward, so that
 * the next one starts where it should. Here T is their number, and the last state is the pass's initial one.
 */
export const leadTraceSchema = z.strictObject({
  steps: count,
  input: tensorSchema,
  oneHot: tensorSchema.nullable(),
  cells: z.array(forwardTraceSchema),
})
export type LeadTrace = z.output<typeof leadTraceSchema>

export const traceSchema = z.strictObject({
  /** Which update, from 0. */
  update: count,
  cell: valueSchema(modelFields.cell),
  nonlinearity: valueSchema(modelFields.nonlinearity),
  gruVariant: valueSchema(modelFields.gruVariant),
  residualScale: valueSchema(modelFields.residualScale),
  dtype: valueSchema(trainFields.dtype),
  sizes: z.strictObject({
    /** Steps of the pass, T. */
    steps: count,
    batch: count,
    inputSize: count,
    hiddenSize: count,
    outputSize: count,
    numLayers: count,
    numDirections: count,
  }),
  window: windowTraceSchema,
  /** Null where the pass is all that the update ran through. */
  lead: leadTraceSchema.nullable(),
  /** What the lowest layer reads, (T, B, I): the task's input, or the vectors of its symbols. */
  input: tensorSchema,
  /** dL/dx, (T, B, I). */
  gradInput: tensorSchema,
  /** Where symbols are embedded, the task's input, one-hot, (T, B, V); else null. */
  oneHot: tensorSchema.nullable(),
  /**
   * What dropout multiplies with between layer l and the one above it, (T', B, D*H) for the T' steps of the
   * longest pass; none where nothing is dropped.
   */
  dropoutMasks: z.array(tensorSchema),
  /** Whether the first state is a parameter. */
  isStateLearned: z.boolean(),
  /** Layer by layer, the forward direction first. */
  cells: z.array(cellTraceSchema),
  output: outputTraceSchema,
  parameters: z.array(parameterTraceSchema),
  clip: z.strictObject({
    mode: valueSchema(clipFields.mode),
    threshold: z.number(),
    isClipped: z.boolean(),
    normBefore: anyNumberSchema,
    normAfter: anyNumberSchema,
  }),
  /** Null where no step was made. */
  optimizer: z
    .strictObject({
      name: valueSchema(optimizerFields.name),
      /** The learning rate in force. */
      lr: z.number(),
      /** Which update of the optimizer this was, from 1. */
      t: count,
      weightDecay: z.number(),
      momentum: z.number(),
      alpha: z.number(),
      beta1: z.number(),
      beta2: z.number(),
      eps: z.number(),
    })
    .nullable(),
})
/** One update, opened. */
export type Trace = z.output<typeof traceSchema>
