import type { Problem } from '../fields/problem'
import { z } from '../experiment/zod'
import { describeReason, reason, reasonOfProblems, type Reason } from './reasons'
import { problemSchema, reasonSchema } from './reasonSchema'

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

export const failureSchema = z.strictObject({
  code: z.enum(errorCodes),
  /** In English, as the command line prints it. */
  message: z.string(),
  /** The same for a window, which has its own language; null where only `message` or `problems` tell. */
  reason: reasonSchema.nullable(),
  problems: z.array(problemSchema),
})
/** A failed request: a value, never a thrown error, since Electron keeps only the message of those. */
export type Failure = z.output<typeof failureSchema>

export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure }

export function succeed<T>(value: T): Result<T> {
  return { ok: true, value }
}

export function fail(code: ErrorCode, why: Reason): Result<never> {
  return { ok: false, error: failureOf(code, why) }
}

/** A failure that is told in no sentence of its own; see `failureOf`. */
export function failInWords(code: ErrorCode, sentence: string, problems: Problem[] = []): Result<never> {
  return { ok: false, error: failureOf(code, sentence, problems) }
}

/**
 * As `why` a sentence stands for what no person is meant to read, or what the problems say in any language.
 */
export function failureOf(code: ErrorCode, why: Reason | string, problems: Problem[] = []): Failure {
  const isSentence = typeof why === 'string'
  return { code, message: isSentence ? why : describeReason(why), reason: isSentence ? null : why, problems }
}

/** Why a request failed, also where its failure has no reason but problems, or words of another. */
export function whyOf({ reason: why, problems, message }: Failure): Reason {
  if (why) return why
  return problems.length > 0 ? reasonOfProblems({ problems, numMore: 0 }) : reason('words', { text: message })
}
