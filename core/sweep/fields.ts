import type { AnyField } from '../fields/field'
import { valueAt } from '../fields/path'
import type { Experiment } from '../experiment/experiment'
import { describeFields, type FieldSpec } from '../experiment/form'
import { valueSchema } from '../experiment/schema'
import type { TaskName } from '../tasks/registry'
import { taskNames } from '../tasks/registry'
import type { FieldValue } from './sweep'

/** The field at a path of an experiment on this task. */
export function fieldAt(task: TaskName, path: string): FieldSpec | undefined {
  return describeFields(task).find((field) => field.path === path)
}

/** Every path of an experiment on whatever task, in the document's order. */
export function allPaths(): string[] {
  return [...new Set(taskNames.flatMap((task) => describeFields(task).map(({ path }) => path)))]
}

/** The fields at a path, one a task that has it. */
export function fieldsAt(path: string): { readonly task: TaskName; readonly field: FieldSpec }[] {
  return taskNames.flatMap((task) => {
    const field = fieldAt(task, path)
    return field ? [{ task, field }] : []
  })
}

/** Whether a field holds whole numbers; tasks that share its name agree on that. */
export function isWhole(path: string): boolean {
  return fieldsAt(path)[0]?.field.kind === 'integer'
}

/** Whether a value may stand in a field. */
export function isAllowed(field: FieldSpec, value: unknown): value is FieldValue {
  return valueSchema(field as unknown as AnyField).safeParse(value).success
}

/** What an experiment holds at the path of a field. */
export function valueOf(experiment: Experiment, path: string): FieldValue {
  return valueAt(experiment, path) as FieldValue
}
