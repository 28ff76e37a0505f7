import type { Experiment } from './experiment'
import { memoryNeed, type MemoryNeed } from './memory'
import { type Problems } from './problemText'
import { experimentProblems } from './problems'
import { lacksData } from './ownData'
import { relationProblems } from './relations'
import { experimentSchema } from './schema'

/** A complete experiment, or what is wrong with the document that should have been one. */
export type ParsedExperiment =
  { readonly ok: true; readonly value: Experiment } | ({ readonly ok: false } & Problems)

/**
 * Reads a complete experiment out of anything: fills in defaults, refuses unknown fields, values out of
 * range and combinations that cannot be trained, and names every refused field at once. A `$schema` is
 * allowed, which is how a document tells editors what it is.
 */
export function parseExperiment(input: unknown): ParsedExperiment {
  const document = withoutSchemaAddress(input)
  const parsed = experimentSchema.safeParse(document)
  if (!parsed.success) return { ok: false, ...experimentProblems(parsed.error.issues, document) }
  const problems = relationProblems(parsed.data)
  return problems.length === 0 ? { ok: true, value: parsed.data } : { ok: false, problems, numMore: 0 }
}

/**
 * What a run of a document's experiment takes of memory, also where that is too much; null for no experiment.
 */
export function memoryNeedOf(input: unknown): MemoryNeed | null {
  const parsed = experimentSchema.safeParse(withoutSchemaAddress(input))
  return parsed.success && !lacksData(parsed.data.task) ? memoryNeed(parsed.data) : null
}

/** A document without the address of its schema, which editors ask for. */
export function withoutSchemaAddress(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input
  const { $schema: address, ...document } = input as Record<string, unknown>
  return typeof address === 'string' ? document : input
}
