import type { Experiment } from '../../core/experiment/experiment'
import type { FieldSpec } from '../../core/experiment/form'
import { isRelevant, valueAt } from '../../core/experiment/form'
import { typedNumber } from '../ui/format/number'

/** What stands in the form, as typed: text by field, so that nothing is lost while it is wrong. */
export type Texts = Record<string, string>

/** Key of a field's text. Tasks share names of settings but not their values, so theirs are kept apart. */
export function textKey(path: string, task: string): string {
  return path.startsWith('task.') && path !== 'task.name' ? `${task}/${path}` : path
}

/** A value as the text that a person would type. */
export function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value)
}

/**
 * The value that a text means for a field. A text that means none is handed on as it is, so that the schema
 * refuses it and the message can name it.
 */
export function valueOf(field: FieldSpec, text: string): unknown {
  if (field.kind === 'choice') return text
  if (field.kind === 'flag') return text === 'true'
  if (text.trim() === '') return field.nullable ? null : ''
  const value = typedNumber(text)
  return Number.isNaN(value) ? text : value
}

function setAt(document: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.')
  let node = document
  for (const key of keys.slice(0, -1)) node = (node[key] ??= {}) as Record<string, unknown>
  node[keys.at(-1)!] = value
}

/** An experiment out of the fields' texts. Fields without effect stand at their defaults. */
export function documentOf(
  fields: readonly FieldSpec[],
  text: (field: FieldSpec) => string,
): Record<string, unknown> {
  const document: Record<string, unknown> = {}
  for (const field of fields) setAt(document, field.path, valueOf(field, text(field)))
  for (const field of fields) {
    if (!isRelevant(field, document)) setAt(document, field.path, field.default)
  }
  return document
}

/** The texts that show an experiment. */
export function textsOf(experiment: Experiment, fields: readonly FieldSpec[]): Texts {
  return Object.fromEntries(
    fields.map(({ path }) => [textKey(path, experiment.task.name), textOf(valueAt(experiment, path))]),
  )
}
