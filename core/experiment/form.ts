import type { Field, Fields } from '../fields/field'
import { requiredChoice } from '../fields/field'
import { valueAt } from '../fields/path'
import { taskNamed, taskNames, type TaskName } from '../tasks/registry'
import {
  clipFields,
  evaluationFields,
  modelFields,
  optimizerFields,
  stopFields,
  trainFields,
} from './experiment'

/** One field of the experiment: where it lies and what may stand in it. */
export interface FieldSpec extends Field {
  /** Dotted path from the experiment's root, such as `model.hiddenSize`. */
  readonly path: string
}

function at(path: string, fields: Fields): FieldSpec[] {
  return Object.entries(fields).map(([name, field]) => ({ path: `${path}.${name}`, ...field }))
}

const taskChoice = at('task', { name: requiredChoice(taskNames) })
const commonFields = [
  ...at('model', modelFields),
  ...at('optimizer', optimizerFields),
  ...at('clip', clipFields),
  ...at('train', trainFields),
  ...at('train.stop', stopFields),
  ...at('evaluation', evaluationFields),
]
const fieldsByTask = new Map(
  taskNames.map((name) => [name, [...taskChoice, ...at('task', taskNamed(name).settings), ...commonFields]]),
)

/**
 * Every field of an experiment on this task, in the document's order: what a form or a help text is made of.
 */
export function describeFields(task: TaskName): readonly FieldSpec[] {
  return fieldsByTask.get(task) ?? []
}

/** Whether a field has an effect in this experiment. @see Field.when */
export function isRelevant(field: Field, experiment: unknown): boolean {
  return Object.entries(field.when ?? {}).every(([path, values]) =>
    (values as readonly unknown[]).includes(valueAt(experiment, path)),
  )
}
