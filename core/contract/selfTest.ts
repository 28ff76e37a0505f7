import { z } from '../experiment/zod'
import { anyNumberSchema } from './run'

/** What the self-test checks, in its order. */
export const selfTestNames = [
  'homework',
  'references64',
  'references32',
  'gradients',
  'rtrl',
  'kernels',
  'threads',
  'knownLosses',
  'resume',
  'numberFormats',
] as const
export type SelfTestName = (typeof selfTestNames)[number]

/** What one check of the self-test came to. */
export const selfTestLineSchema = z.strictObject({
  name: z.enum(selfTestNames),
  ok: z.boolean(),
  /** Numbers that were compared. */
  numCompared: z.int().min(0),
  /** The largest error, and the bound that it is held against; null where bits are compared. */
  worst: z.strictObject({ error: anyNumberSchema, bound: z.number() }).nullable(),
  /** What does not hold, or why the check could not be made; in the names of the code. Empty: nothing. */
  failures: z.array(z.string()),
  seconds: z.number(),
})
export type SelfTestLine = z.output<typeof selfTestLineSchema>

export const selfTestReportSchema = z.strictObject({
  ok: z.boolean(),
  lines: z.array(selfTestLineSchema),
  version: z.string(),
  /** Versions of what it ran on: `node 24.1.0`, `v8 13.6`. */
  engine: z.array(z.string()),
  cpu: z.string(),
})
export type SelfTestReport = z.output<typeof selfTestReportSchema>
