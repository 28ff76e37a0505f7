import { z } from '../experiment/zod'
import { bytesSchema } from './data'
import { experimentSchema } from '../experiment/schema'
import { homeworkParts } from './homeworkParts'
import { anyNumberSchema, columnSchema } from './run'
import { selfTestLineSchema, selfTestReportSchema } from './selfTest'
import { traceSchema } from './trace'

/*
 * What the place Verify asks for: numbers of this program beside those of others, element by element. All of
 * it is computed in a thread of its own; of each kind one computation is under way at a time.
 */

const count = z.int().min(0)
const shapeSchema = z.array(count)
const nothing = z.strictObject({})

/** Of a tensor so many elements are sent, those with the largest errors. */
export const MOST_SHOWN_ELEMENTS = 1000

/** What an error is measured against: see `core/check/compare.ts`. */
export const errorScales = ['element', 'relative', 'tensor'] as const

/** One tensor beside what it is compared with. */
export const comparedTensorSchema = z.strictObject({
  name: z.string(),
  shape: shapeSchema,
  /** The largest error, in the measure of `scale`; infinite for NaN. */
  maxError: anyNumberSchema,
  bound: z.number(),
  scale: z.enum(errorScales),
  ok: z.boolean(),
  /** Row-major places of the elements that are sent, the largest error first; and both of their values. */
  at: columnSchema,
  got: columnSchema,
  want: columnSchema,
})
export type ComparedTensor = z.output<typeof comparedTensorSchema>

/** Where a number of the homework's files comes from: a result, or a line that the handout prints. */
export const homeworkGroups = ['results', 'caches', 'printed'] as const

export const homeworkReportSchema = z.strictObject({
  part: z.enum(homeworkParts),
  tensors: z.array(comparedTensorSchema.extend({ group: z.enum(homeworkGroups) })),
})
export type HomeworkReport = z.output<typeof homeworkReportSchema>

export const referenceReportSchema = z.strictObject({
  file: z.string(),
  kind: z.string(),
  /** What it was computed with here. */
  dtype: z.enum(['float64', 'float32']),
  ok: z.boolean(),
  maxError: anyNumberSchema,
  /** With what the file has each in. */
  tensors: z.array(comparedTensorSchema.extend({ dtype: z.enum(['F64', 'F32']) })),
  unjudged: z.array(z.strictObject({ name: z.string(), dtype: z.string() })),
})
export type ReferenceJudgement = z.output<typeof referenceReportSchema>

const dtypeSchema = z.enum(['float64', 'float32'])

/** An element of a gradient beside the difference quotient. */
export const checkedElementSchema = z.strictObject({
  index: shapeSchema,
  analytic: anyNumberSchema,
  numeric: anyNumberSchema,
  /** Relative, as it is judged. */
  error: anyNumberSchema,
  /** What the difference quotient may itself be off, estimated by Ridders' method. */
  uncertainty: anyNumberSchema,
})

export const gradientReportSchema = z.strictObject({
  ok: z.boolean(),
  bound: z.number(),
  maxError: anyNumberSchema,
  loss: anyNumberSchema,
  tensors: z.array(
    z.strictObject({
      name: z.string(),
      shape: shapeSchema,
      /** Elements that were perturbed; of these so many at a kink, and so many without a verdict. */
      numChecked: count,
      numSkipped: count,
      numUncertain: count,
      worst: checkedElementSchema.nullable(),
    }),
  ),
})
export type GradientCheckReport = z.output<typeof gradientReportSchema>

/** Perturbed elements of each tensor at most; null for all. */
export const checkedCounts = [50, 200, null] as const

/** Sizes that a planted bug is looked at with: one step and one sequence hide some. */
export const slipSteps = [1, 4] as const
export const slipBatches = [1, 3] as const

export const slipNames = [
  'earlierState',
  'meanOverBatch',
  'nothingCarried',
  'inputNotTransposed',
  'assigned',
  'slopeForgotten',
  'biasForgotten',
  'stateNotTransposed',
  'slopeOfSum',
  'stepShort',
] as const
export type SlipName = (typeof slipNames)[number]

const slipSchema = count.max(slipNames.length - 1)

export const slipReportSchema = z.strictObject({
  bound: z.number(),
  tensors: z.array(
    z.strictObject({
      name: z.string(),
      shape: shapeSchema,
      ok: z.boolean(),
      worst: checkedElementSchema.omit({ uncertainty: true }).nullable(),
    }),
  ),
})
export type SlipReport = z.output<typeof slipReportSchema>

export const slipAnswerSchema = z.strictObject({
  isRight: z.boolean(),
  /** The bug that it is. */
  slip: z.enum(slipNames),
  /** The line as it should be, and as it is here. */
  right: z.string(),
  wrong: z.string(),
  /** Bugs that make the same tensors wrong at every size. */
  alike: z.array(z.enum(slipNames)),
})
export type SlipAnswer = z.output<typeof slipAnswerSchema>

/** Sizes that RTRL still computes within moments. */
export const rtrlSizes = { seqLen: 200, hiddenSize: 24, inputSize: 8 } as const

const costSchema = z.strictObject({
  /** Multiplications made for the gradient. */
  operations: count,
  /** Numbers kept from step to step. */
  memory: count,
})

export const rtrlReportSchema = z.strictObject({
  seqLen: count,
  inputSize: count,
  hiddenSize: count,
  tensors: z.array(comparedTensorSchema),
  ok: z.boolean(),
  rtrl: costSchema,
  bptt: costSchema,
})
export type RtrlReport = z.output<typeof rtrlReportSchema>

/** What can be under way and given up. */
export const verifyJobNames = [
  ...(['homework', 'reference', 'referenceFile', 'gradient', 'trace'] as const),
  ...(['slip', 'guess', 'rtrl', 'selfTest'] as const),
] as const
export type VerifyJobName = (typeof verifyJobNames)[number]

/** How far a computation is. Goes to every window. */
export const verifyProgressSchema = z.strictObject({
  job: z.enum(verifyJobNames),
  done: count,
  total: count,
})
export type VerifyProgress = z.output<typeof verifyProgressSchema>

export const verifyRequests = {
  /** Computes one of the homework's parts by its own functions, beside every number of its file. */
  'verify:homework': {
    request: z.strictObject({ part: z.enum(homeworkParts) }),
    reply: homeworkReportSchema,
  },
  /** The names of the reference files of PyTorch's that come along. */
  'verify:references': { request: nothing, reply: z.array(z.string()) },
  /** Recomputes one of them. */
  'verify:reference': {
    request: z.strictObject({ name: z.string().max(200), dtype: dtypeSchema }),
    reply: referenceReportSchema,
  },
  /** Recomputes a reference file of the person's own, whose bytes the window has. */
  'verify:referenceFile': {
    request: z.strictObject({ file: z.string().min(1).max(255), bytes: bytesSchema, dtype: dtypeSchema }),
    reply: referenceReportSchema,
  },
  /** Compares the gradients of an experiment's first update with difference quotients, in float64. */
  'verify:gradient': {
    request: z.strictObject({ experiment: experimentSchema, most: z.int().min(1).max(1_000_000).nullable() }),
    reply: gradientReportSchema,
  },
  /** Everything that this first update computes, for the Microscope. */
  'verify:trace': { request: z.strictObject({ experiment: experimentSchema }), reply: traceSchema },
  /** The program in which bugs are planted, as it should be: a line each. */
  'verify:program': { request: nothing, reply: z.array(z.string()) },
  /** Checks the gradients of the program with one of the bugs planted. */
  'verify:slip': {
    request: z.strictObject({
      slip: slipSchema,
      seqLen: z.literal(slipSteps),
      batch: z.literal(slipBatches),
    }),
    reply: slipReportSchema,
  },
  /** Says whether a planted bug is what a learner takes it for, and what it is. */
  'verify:guess': {
    request: z.strictObject({ slip: slipSchema, guess: z.enum(slipNames) }),
    reply: slipAnswerSchema,
  },
  /** The gradient of a tanh RNN by real-time recurrent learning and by BPTT, and what each costs. */
  'verify:rtrl': {
    request: z.strictObject({
      seqLen: z.int().min(1).max(rtrlSizes.seqLen),
      inputSize: z.int().min(1).max(rtrlSizes.inputSize),
      hiddenSize: z.int().min(1).max(rtrlSizes.hiddenSize),
    }),
    reply: rtrlReportSchema,
  },
  /** Checks the whole product, with `verify:tested` after each line. */
  'verify:selfTest': { request: nothing, reply: selfTestReportSchema },
  /** Gives up what is under way of a kind: it fails as `cancelled`. */
  'verify:cancel': { request: z.strictObject({ job: z.enum(verifyJobNames) }), reply: nothing },
} as const

/** A line of the self-test that is done. Goes to every window. */
export const verifyTestedSchema = z.strictObject({ line: selfTestLineSchema })
