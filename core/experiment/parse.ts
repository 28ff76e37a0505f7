import type { Problem } from '../fields/problem'
import type { Experiment } from './experiment'
import { experimentProblems } from './problems'
import { relationProblems } from './relations'
import { experimentSchema } from './schema'

/** A complete experiment, or everything that is wrong with the document that should have been one. */
export type ParsedExperiment =
  { readonly ok: true; readonly value: Experiment } | { readonly ok: false; readonly problems: Problem[] }

/**
 * Reads a complete experiment out of anything: fills in defaults, refuses unknown fields, values out of
 * range and combinations that cannot be trained, and names every refused field at once.
 */
export function parseExperiment(input: unknown): ParsedExperiment {
  const parsed = experimentSchema.safeParse(input)
  const problems = parsed.success
    ? relationProblems(parsed.data)
    : experimentProblems(parsed.error.issues, input)
  return parsed.success && problems.length === 0 ? { ok: true, value: parsed.data } : { ok: false, problems }
}
