import { z } from '../experiment/zod'
import { columnSchema } from './run'

/** Where a log was read to: the updates until there, and the bytes. */
export const logEndSchema = z.strictObject({ updates: z.int().min(0), bytes: z.int().min(0) })
export type LogPlace = z.output<typeof logEndSchema>

/** What a comparison draws of a kept run. */
export const curveSchema = z.strictObject({
  /** Whether it begins with the run's first update, rather than where the request said. */
  isWhole: z.boolean(),
  /** The update of the first value of each column. */
  first: z.int().min(0),
  loss: columnSchema,
  gradNorm: columnSchema,
  /** What each update took; null where it was not asked for. */
  ms: columnSchema.nullable(),
  /** Where to read on. */
  end: logEndSchema,
})
export type Curve = z.output<typeof curveSchema>

/** What the curves of a long run look like: some of its updates, with the values of each. */
export const curveOverviewSchema = z.strictObject({
  /** The update behind the last of them all. */
  length: z.int().min(0),
  updates: columnSchema,
  loss: columnSchema,
  gradNorm: columnSchema,
  /** The same smoothed over all updates, with the weight that the request names. */
  smoothLoss: columnSchema,
  smoothGradNorm: columnSchema,
})
export type CurveOverview = z.output<typeof curveOverviewSchema>
