import { clipFields, optimizerFields, tunableFields } from '../experiment/experiment'
import { experimentSchema, valueSchema } from '../experiment/schema'
import { failureSchema } from './result'
import { lossNames } from '../kinds/losses'
import { z } from '../experiment/zod'

/** A column of numbers: structured clone keeps the type, JSON would not. */
export const columnSchema = z.custom<Float64Array>(
  (value) => Object.prototype.toString.call(value) === '[object Float64Array]',
  'expected a Float64Array',
)

/** A number that may be NaN or infinite: gradients explode. */
export const anyNumberSchema = z.custom<number>((value) => typeof value === 'number', 'expected a number')

const count = z.int().min(0)

/** What is recorded of every update, one Float64Array each. */
export const columnNames = ['loss', 'gradNorm', 'gradNormClipped', 'lr'] as const
export type ColumnName = (typeof columnNames)[number]
export const columnsSchema = z.strictObject({
  /** The training loss before that update's optimizer step, in the task's unit (nats or squared error). */
  loss: columnSchema,
  /** Global L2 norm of all gradients before clipping. */
  gradNorm: columnSchema,
  /** The same after clipping; equal to `gradNorm` where nothing was clipped. */
  gradNormClipped: columnSchema,
  /** The learning rate of that update's optimizer step, by the schedule and what was tuned. */
  lr: columnSchema,
})
export type Columns = z.output<typeof columnsSchema>

/** A stretch of a run's log: updates `firstUpdate`, `firstUpdate + 1`, ... */
export const batchSchema = z.strictObject({
  runId: z.string(),
  firstUpdate: count,
  columns: columnsSchema,
})
export type Batch = z.output<typeof batchSchema>

/**
 * What a long log looks like from afar: of every stretch of it the updates with the least and the greatest
 * value of each column and the first that is not finite, beside the first and the last of all.
 */
export const overviewSchema = z.strictObject({
  runId: z.string(),
  /** The update behind the last. */
  length: count,
  /** Which updates these are, ascending. */
  updates: columnSchema,
  /** Their values. */
  columns: columnsSchema,
})
export type Overview = z.output<typeof overviewSchema>

/** Where the arithmetic first stopped being finite, or left the range of float32. */
export const divergenceSchema = z.strictObject({
  update: count,
  /** A parameter's gradient (`grad rnn.weight_hh_l0`), `loss`, `gradient norm`, `output`, ... */
  tensor: z.string(),
  /** The first time step concerned, or null where the tensor has no time axis. */
  step: count.nullable(),
  /**
   * The value, as text, since JSON has no NaN: `NaN`, `Infinity`, `-Infinity`; or a finite one beyond
   * float32's largest number, which counts as a divergence in float64 too.
   */
  value: z.string(),
  /**
   * Where a loss or gradient norm beyond that range came from: the first tensor, and its time step if it has
   * any, whose norm is above 1.8e19, so that its square is beyond it. In the order of the computation.
   */
  origin: z.strictObject({ tensor: z.string(), step: count.nullable(), norm: z.string() }).optional(),
})
export type Divergence = z.output<typeof divergenceSchema>

/** A run's state. `update` counts the updates that were made. */
export const runStateSchema = z.discriminatedUnion('status', [
  /** It waits until others that train make room for it: `place` of them wait before it. */
  z.strictObject({ status: z.literal('queued'), update: count, place: count }),
  /** Its thread has begun, its network is not there yet: that takes from milliseconds to minutes. */
  z.strictObject({ status: z.literal('building'), update: count }),
  z.strictObject({ status: z.literal('running'), update: count }),
  z.strictObject({ status: z.literal('paused'), update: count }),
  z.strictObject({
    status: z.literal('done'),
    update: count,
    reason: z.enum(['updates', 'loss', 'patience', 'seconds']),
  }),
  z.strictObject({ status: z.literal('stopped'), update: count }),
  z.strictObject({ status: z.literal('diverged'), update: count, divergence: divergenceSchema }),
  z.strictObject({ status: z.literal('failed'), update: count, error: failureSchema }),
])
export type RunState = z.output<typeof runStateSchema>

/**
 * A value that was tuned: it applies from update `update` on. The curves show these, and a replay repeats
 * them.
 */
export const tuningEventSchema = z.strictObject({
  update: count,
  field: z.enum(tunableFields),
  from: z.number(),
  to: z.number(),
})
export type TuningEvent = z.output<typeof tuningEventSchema>

/** New values for what may change during a run, checked against the same ranges as in the experiment. */
export const tuningSchema = z.strictObject({
  lr: valueSchema(optimizerFields.lr).optional(),
  clipThreshold: valueSchema(clipFields.threshold).optional(),
})
export type Tuning = z.output<typeof tuningSchema>

/** Updates a second; null: as fast as possible. */
export const speedSchema = z.number().min(1).max(1000).nullable()

/**
 * The first sequence of the newest update's batch, as the network saw it before that update's step; where the
 * run diverged, that of the update in which it did.
 * All matrices are row-major with the time step first.
 */
export const sampleSchema = z.strictObject({
  update: count,
  seqLen: count,
  inputSize: count,
  outputSize: count,
  loss: z.enum(lossNames),
  /** (seqLen, inputSize) */
  input: columnSchema,
  /**
   * Classes: (seqLen), the class index, NaN where there is none. Values: (seqLen, outputSize), NaN where
   * there is none.
   */
  target: columnSchema,
  /** (seqLen, outputSize): probabilities of the classes, or the predicted values. */
  prediction: columnSchema,
})
export type Sample = z.output<typeof sampleSchema>

/** A process, by the number that it has on its machine. */
export const processSchema = z.strictObject({ pid: z.int().min(1), host: z.string() })
export type Process = z.output<typeof processSchema>

/** How many runs that are set aside are kept. */
export const MOST_SHELVED = 3

/** What there is to know of a run besides its columns. */
export const runSummarySchema = z.strictObject({
  runId: z.string(),
  experiment: experimentSchema,
  state: runStateSchema,
  /**
   * Null unless it is set aside, for another run or by a person. Of those that are, the one with the largest
   * place is the next to be brought back.
   */
  shelfPlace: z.int().nullable(),
  tuningEvents: z.array(tuningEventSchema),
  /** The loss of the task's trivial guesser; 0 while the network is being built, as `numParameters` is. */
  baseline: z.number(),
  numParameters: count,
  /** How many threads train; null where that is not known. */
  threads: z.int().min(1).nullable(),
  /** Median time of one update over the newest batch, in milliseconds; null before the first. */
  msPerUpdate: z.number().nullable(),
  /**
   * Share of the updates in its log whose gradient was clipped, 0 to 1: of a run that branches off, of its own.
   */
  clippedShare: z.number(),
  speed: speedSchema,
  /**
   * The run that it branches off, and after how many updates of that its own begin; null where it does not.
   */
  parent: z.strictObject({ id: z.string(), update: count }).nullable(),
  /** Whether it was begun beside whatever a person does, as one of a group: no window shows it by itself. */
  isAside: z.boolean(),
  /**
   * Whether it lies in a folder. Of one that does not no update can be taken back, and nothing branches off.
   */
  isKept: z.boolean(),
  /**
   * The other process that trains it, so that it can be watched and not commanded; null where none does.
   */
  trainedBy: processSchema.nullable(),
})
export type RunSummary = z.output<typeof runSummarySchema>
