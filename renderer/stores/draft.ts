import type { Experiment } from '../../core/experiment/experiment'
import type { FieldSpec } from '../../core/experiment/form'
import { isRelevant } from '../../core/experiment/form'
import { setAt, valueAt } from '../../core/fields/path'
import { typedValue, type Reading } from '../../core/fields/typed'
import { writeNumber } from '../../core/text/number'
import { unitWords } from '../ui/format/typed'

/** What stands in the form, as typed: text by field, so that nothing is lost while it is wrong. */
export type Texts = Record<string, string>

/** Key of a field's text. Tasks share names of settings but not their values, so theirs are kept apart. */
export function textKey(path: string, task: string): string {
  return path.startsWith('task.') && path !== 'task.name' ? `${task}/${path}` : path
}

/** A value as the text that a person would type. */
export function textOf(value: unknown): string {
  if (typeof value === 'number') return writeNumber(value)
  return value === null || value === undefined ? '' : String(value)
}

/** How a text in the form is read: an empty one leaves the field empty, where that is possible. */
const reading: Reading = { isNothing: (text) => text === '', unitWords }

/** The value that a text means for a field. */
export function fieldValue(field: FieldSpec, text: string): unknown {
  return typedValue(field, text.trim() === '' ? '' : text, reading)
}

/** An experiment out of the fields' texts. Fields without effect stand at their defaults. */
export function documentOf(
  fields: readonly FieldSpec[],
  text: (field: FieldSpec) => string,
): Record<string, unknown> {
  const document: Record<string, unknown> = {}
  for (const field of fields) setAt(document, field.path, fieldValue(field, text(field)))
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

/** Puts texts back as they were: those that have come since are gone. */
export function putBack(texts: Texts, before: Texts): void {
  for (const key of Object.keys(texts)) if (!(key in before)) Reflect.deleteProperty(texts, key)
  Object.assign(texts, before)
}
