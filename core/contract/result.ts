import { problemCodes, type Problem } from '../fields/problem'
import { z } from '../experiment/zod'

/** Why a request failed: a closed set, so that every caller can decide what to show. */
export const errorCodes = [
  'invalidRequest',
  'invalidExperiment',
  'forbiddenSender',
  'noSuchRun',
  'runEnded',
  'inUse',
  'cancelled',
  'workerFailed',
  'unreadableFile',
  'internal',
] as const
export type ErrorCode = (typeof errorCodes)[number]

const problemSchema: z.ZodType<Problem> = z.strictObject({
  path: z.string(),
  value: z.string(),
  code: z.enum(problemCodes),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})

export const failureSchema = z.strictObject({
  code: z.enum(errorCodes),
  message: z.string(),
  problems: z.array(problemSchema),
})
/** A failed request: a value, never a thrown error, since Electron keeps only the message of those. */
export type Failure = z.output<typeof failureSchema>

export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure }

export function succeed<T>(value: T): Result<T> {
  return { ok: true, value }
}

export function fail(code: ErrorCode, message: string, problems: Problem[] = []): Result<never> {
  return { ok: false, error: { code, message, problems } }
}
