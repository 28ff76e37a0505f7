import { z } from './zod'

/** Why a request failed: a closed set, so that every caller can decide what to show. */
export const errorCodes = [
  'invalidRequest',
  'invalidExperiment',
  'forbiddenSender',
  'noSuchRun',
  'runEnded',
  'cancelled',
  'workerFailed',
  'unreadableFile',
  'internal',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** What can be wrong with a field: each code is one sentence in every language. */
export const problemCodes = [
  'integer',
  'number',
  'choice',
  'flag',
  'object',
  'unknown',
  'shorterThan',
  'atLeast',
  'oneDirection',
  'noFuture',
  'memory',
  'message',
] as const

/** One thing that is wrong with one field: enough to say it in any language. */
export const problemSchema = z.strictObject({
  /** Dotted path from the document's root, such as `model.hiddenSize`; empty for the document itself. */
  path: z.string(),
  /** The refused value, as JSON text shortened to 80 characters. */
  value: z.string(),
  code: z.enum(problemCodes),
  /** What was expected: numbers and words to fill into the sentence of `code`. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
/** @see problemSchema */
export type Problem = z.output<typeof problemSchema>

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
