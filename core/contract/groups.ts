import { experimentSchema } from '../experiment/schema'
import { z } from '../experiment/zod'
import { fieldValueSchema, groupKinds } from '../sweep/group'
import { reasonSchema } from './reasonSchema'

/** How many seeds a person can ask for at once. */
export const MOST_SEEDS = 100

/** What can be trained as a group of runs, in the queue beside all others. */
export const groupRequestSchema = z.discriminatedUnion('kind', [
  /** A sweep as its file has it: what is wrong with it is told by field. */
  z.strictObject({ kind: z.literal('sweep'), name: z.string().max(200), document: z.unknown() }),
  /** One experiment with so many seeds, its own the first. */
  z.strictObject({
    kind: z.literal('seeds'),
    name: z.string().max(200),
    experiment: experimentSchema,
    count: z.int().min(2).max(MOST_SEEDS),
  }),
  /** An experiment, and the same with one setting changed. */
  z.strictObject({
    kind: z.literal('twin'),
    name: z.string().max(200),
    experiment: experimentSchema,
    path: z.string().max(100),
    value: fieldValueSchema,
  }),
])
export type GroupRequest = z.output<typeof groupRequestSchema>

/** A group that is not trained to its end, and the runs of it that are over, whether trained or stopped. */
export const openGroupSchema = z.strictObject({ request: groupRequestSchema, ended: z.array(z.string()) })
export type OpenGroup = z.output<typeof openGroupSchema>

/** A group that this process trains, or has trained. */
export const groupStateSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(groupKinds),
  name: z.string(),
  /** `broken`: a run could not be begun or kept, and no further one is begun. */
  status: z.enum(['training', 'ended', 'stopped', 'broken']),
  /** Of its runs, in their order. */
  runIds: z.array(z.string()),
  numEnded: z.int().min(0),
  /** Why it is broken; null where it is not. */
  why: reasonSchema.nullable(),
})
export type GroupState = z.output<typeof groupStateSchema>
