import type { Experiment } from './experiment'
import { experimentSchema } from './experiment'
import { describeProblem, experimentProblems } from './problems'
import { relationProblems } from './relations'
import type { Result } from './result'
import { fail, succeed } from './result'

/**
 * Reads a complete experiment out of anything: fills in defaults, refuses unknown fields, values out of
 * range and combinations that cannot be trained, and names every refused field at once.
 */
export function parseExperiment(input: unknown): Result<Experiment> {
  const parsed = experimentSchema.safeParse(input)
  const problems = parsed.success
    ? relationProblems(parsed.data)
    : experimentProblems(parsed.error.issues, input)
  if (parsed.success && problems.length === 0) return succeed(parsed.data)
  return fail('invalidExperiment', problems.map(describeProblem).join('; '), problems)
}
