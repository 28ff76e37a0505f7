import { z } from '../experiment/zod'

/**
 * Why runs belong together: trials of a sweep, one experiment with several seeds, or two that differ in one
 * setting.
 */
export const groupKinds = ['sweep', 'seeds', 'twin'] as const
export type GroupKind = (typeof groupKinds)[number]

/** What can stand in a field of an experiment. */
export const fieldValueSchema = z.union([z.number(), z.string(), z.boolean(), z.null()])

/** The group that a run was begun in. */
export const groupSchema = z.strictObject({
  kind: z.enum(groupKinds),
  /** The same for all of its runs. */
  id: z.string().min(1).max(100),
  /** For people; may be empty. */
  name: z.string().max(200),
  /** What the run has in the fields in which the runs of the group differ, by their paths. */
  fields: z.record(z.string(), fieldValueSchema),
})
export type Group = z.output<typeof groupSchema>
