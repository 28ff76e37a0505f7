import { z } from '../experiment/zod'
import { columnSchema } from './run'

/** Weights that differ by more than this are called apart, and not only of another rounding. */
export const APART = 1e-6

const count = z.int().min(0)

/** How far the weights of two runs are apart over their updates, which are made again for it. */
export const weightComparisonSchema = z.strictObject({
  runIds: z.tuple([z.string(), z.string()]),
  /** Updates made again so far of as many as both have, counted from the run's first. */
  made: count,
  planned: count,
  /** Names of the parameters that both have with one shape, which are compared, and of the others. */
  compared: z.array(z.string()),
  others: z.array(z.string()),
  /** After how many updates it was looked, ascending; and how far they were apart then. */
  updates: columnSchema,
  /** L2 norm of the difference. */
  distance: columnSchema,
  /** After how many updates any weight differed first; null where none has. */
  differAfter: count.nullable(),
  /** The same for a difference by more than `APART`. */
  apartAfter: count.nullable(),
})
export type WeightComparison = z.output<typeof weightComparisonSchema>
