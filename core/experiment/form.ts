import { experimentSchema } from './experiment'
import type { FieldMeta } from './fields'
import { fieldMeta } from './fields'
import type { TaskName } from './task'
import { taskNames, taskSchemas } from './task'
import { z } from './zod'

/** One field of the experiment: where it lies and what may stand in it. */
export interface FieldSpec extends FieldMeta {
  /** Dotted path from the experiment's root, such as `model.hiddenSize`. */
  readonly path: string
}

function leaves(schema: z.ZodType, path: string): FieldSpec[] {
  const meta = fieldMeta.get(schema)
  if (meta) return [{ path, ...meta }]
  const inner = schema instanceof z.ZodPrefault ? (schema.unwrap() as z.ZodType) : schema
  if (!(inner instanceof z.ZodObject)) return []
  return Object.entries(inner.shape).flatMap(([key, child]) =>
    leaves(child as z.ZodType, path ? `${path}.${key}` : key),
  )
}

const taskChoice: FieldSpec = { path: 'task.name', kind: 'choice', options: taskNames, default: taskNames[0] }
const commonFields = leaves(experimentSchema.omit({ task: true }), '')
const fieldsByTask = new Map(
  taskNames.map((name) => [name, [taskChoice, ...leaves(taskSchemas[name], 'task'), ...commonFields]]),
)

/** Every field of an experiment on this task, in the schema's order: what a form or a help text is made of. */
export function describeFields(task: TaskName): readonly FieldSpec[] {
  return fieldsByTask.get(task) ?? []
}

/** The value at a dotted path of a document, or undefined. */
export function valueAt(document: unknown, path: string): unknown {
  if (path === '') return document
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      document,
    )
}

/** Whether a field has an effect in this experiment. @see FieldMeta.when */
export function isRelevant(field: FieldMeta, experiment: unknown): boolean {
  return Object.entries(field.when ?? {}).every(([path, values]) =>
    (values as readonly unknown[]).includes(valueAt(experiment, path)),
  )
}
