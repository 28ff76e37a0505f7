import { reasonSchema } from '../../core/contract/reasonSchema'
import { divergenceSchema, tuningEventSchema } from '../../core/contract/run'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import { z } from '../../core/experiment/zod'
import { groupSchema } from '../../core/sweep/group'
import { showPath, showText, showValue } from '../../core/text/foreign'
import { issueReason } from './issueReason'
import { FORMAT } from './migrations'
import { StoreError } from './storeError'

/** What may be a run's id, and so the name of its folder. */
export const RUN_ID = /^[\w-]{1,100}$/

/** `run.json`: what a run is, written once. */
export const runSchema = z.strictObject({
  format: z.literal(FORMAT),
  id: z.string().regex(RUN_ID),
  /** Version of the app, and of the engine whose arithmetic made the numbers. */
  app: z.string(),
  engine: z.string(),
  /** ISO 8601, in UTC. */
  created: z.iso.datetime(),
  /** SHA-256 of the person's own data, which then lie in `data/`; null for a task that makes its own. */
  data: z.string().nullable(),
  /** The run that this one was branched from, and after how many of its updates. */
  parent: z.strictObject({ id: z.string(), update: z.int().min(0) }).nullable(),
  /** The sweep, seeds or twins that it was begun as one of. */
  group: groupSchema.nullable(),
})
export type RunDocument = z.output<typeof runSchema>

/** `notes.json`: what a person says of a run. */
export const notesSchema = z.strictObject({
  name: z.string(),
  color: z.string().nullable(),
  tags: z.array(z.string()),
  text: z.string(),
  /** Whether a list leaves it out. */
  isArchived: z.boolean().default(false),
})
export type Notes = z.output<typeof notesSchema>

const update = z.int().min(0)

/**
 * A line of `events.jsonl`. `update` counts from 0: what stands there happened before that update was made.
 */
export const eventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('tuned'), ...tuningEventSchema.shape }),
  /** Trained on from a checkpoint: later updates, if there had been any, were made again. */
  z.strictObject({ type: z.literal('resumed'), update }),
  z.strictObject({
    type: z.literal('done'),
    update,
    reason: z.enum(['updates', 'loss', 'patience', 'seconds']),
  }),
  z.strictObject({ type: z.literal('diverged'), update, divergence: divergenceSchema }),
  z.strictObject({ type: z.literal('stopped'), update, by: z.string() }),
  z.strictObject({
    type: z.literal('failed'),
    update,
    message: z.string(),
    /** The same for a window; null where another version wrote it. */
    reason: reasonSchema.nullable().catch(null),
  }),
  /** Rests until it is gone on with; by itself at the app's next start where it was paused by its closing. */
  z.strictObject({ type: z.literal('paused'), update, by: z.enum(['person', 'closing']) }),
])
export type RunEvent = z.output<typeof eventSchema>

/** Where a document stands: a file, or a line of one. */
export interface Place {
  readonly path: string
  readonly line?: number
}

/** What is wrong there. */
export function inPlace({ path, line }: Place, why: Reason): Reason {
  const shown = showPath(path)
  return line === undefined
    ? reason('inFile', { path: shown, why })
    : reason('inLine', { path: shown, line, why })
}

/**
 * A document of a run folder, checked.
 * @throws {StoreError} naming the file, the first place in it that is not as expected, and what is.
 */
export function checked<S extends z.ZodType>(place: Place, schema: S, document: unknown): z.output<S> {
  const format = (document as { format?: unknown } | null)?.format
  if (typeof format === 'number' && format > FORMAT) {
    throw new StoreError(inPlace(place, reason('newerFormat', { format: String(format), most: FORMAT })))
  }
  const result = schema.safeParse(document)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = issue?.path.map(String).join('.') ?? ''
  const found = issue?.path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    document,
  )
  throw new StoreError(inPlace(place, partReason(path, found, issueReason(issue))))
}

/** A part of a document by its path, what stands there, and why that is wrong. */
function partReason(path: string, found: unknown, why: Reason): Reason {
  if (path === '') return reason('badWhole', { value: showValue(found), why })
  const place = showText(path)
  if (found === undefined) return reason('missingPart', { place, why })
  return reason('badDocument', { place, value: showValue(found), why })
}
