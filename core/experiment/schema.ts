import type { AnyField, Field, Fields, Inputs, ValueOf } from '../fields/field'
import { taskNamed, taskNames } from '../tasks/registry'
import type { Experiment, ExperimentInput, OptimizerSettings } from './experiment'
import {
  clipFields,
  evaluationFields,
  modelFields,
  optimizerFields,
  stopFields,
  trainFields,
} from './experiment'
import { z } from './zod'

/*
 * The schemas of an experiment, made of its fields: what checks a document, and what is published as JSON
 * Schema.
 */

/** Which field a schema was made of, for every leaf of the experiment's schema. */
export const fieldOfSchema = z.registry<Field>()

function bareSchema(field: AnyField): z.ZodType {
  if (field.kind === 'choice') return z.enum(field.options)
  if (field.kind === 'flag') return z.boolean()
  if (field.kind === 'text') {
    return field.format === 'sha256' ? z.string().regex(/^[0-9a-f]{64}$/) : z.string().max(field.max)
  }
  return (field.kind === 'integer' ? z.int() : z.number()).min(field.min).max(field.max)
}

/** What stands in a field that has to be given. */
export function valueSchema<F extends AnyField>(field: F): z.ZodType<ValueOf<F>, ValueOf<F>> {
  const bare = bareSchema(field)
  return (field.nullable ? bare.nullable() : bare) as unknown as z.ZodType<ValueOf<F>, ValueOf<F>>
}

function fieldSchema(field: AnyField): z.ZodType {
  const value: z.ZodType = valueSchema(field)
  const schema = field.isRequired ? value : value.default(field.default)
  fieldOfSchema.add(schema, field)
  return schema
}

function shapeOf(fields: Fields): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldSchema(field)]))
}

const taskSchemas = taskNames.map((name) =>
  z.strictObject({ name: z.literal(name), ...shapeOf(taskNamed(name).settings) }),
)

const optimizer = z.strictObject(shapeOf(optimizerFields))

/** An optimizer's settings, for what has no other part of an experiment. */
export const optimizerSchema = optimizer as unknown as z.ZodType<
  OptimizerSettings,
  Inputs<typeof optimizerFields>
>

const [firstTask, ...otherTasks] = taskSchemas

/** A complete experiment: fields that are left out get their defaults, and unknown ones are refused. */
export const experimentSchema = z.strictObject({
  task: z.discriminatedUnion('name', [firstTask!, ...otherTasks]),
  model: z.strictObject(shapeOf(modelFields)),
  optimizer: optimizer.prefault({}),
  clip: z.strictObject(shapeOf(clipFields)).prefault({}),
  train: z
    .strictObject({ ...shapeOf(trainFields), stop: z.strictObject(shapeOf(stopFields)).prefault({}) })
    .prefault({}),
  evaluation: z.strictObject(shapeOf(evaluationFields)).prefault({}),
}) as unknown as z.ZodType<Experiment, ExperimentInput>
