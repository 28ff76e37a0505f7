import { defaultExperiment } from '../experiment/defaults'
import type { Experiment } from '../experiment/experiment'
import { isRelevant } from '../experiment/form'
import { setAt } from '../fields/path'
import type { TaskName } from '../tasks/registry'
import { fieldAt, valueOf } from './fields'
import type { FieldValue, Trial } from './sweep'

/**
 * An experiment with some fields set, and which of them have an effect in it. A field that has none, as the
 * momentum where the optimizer is not the one that has it, keeps the value that it has in `base`: so
 * experiments are equal that train alike. Of another task than that of `base`, the fields have their defaults.
 */
export function withFields(base: Experiment, values: readonly (readonly [string, FieldValue])[]): Trial {
  const task = values.find(([path]) => path === 'task.name')?.[1] ?? base.task.name
  const start = task === base.task.name ? base : { ...base, task: defaultExperiment(task as TaskName).task }
  const experiment = copyOf(start)
  for (const [path, value] of values) {
    if (fieldAt(start.task.name, path)) setAt(experiment as unknown as Record<string, unknown>, path, value)
  }
  let applied = values
  for (;;) {
    const effective = applied.filter(([path]) => {
      const field = fieldAt(start.task.name, path)
      return field !== undefined && isRelevant(field, experiment)
    })
    if (effective.length === applied.length) break
    for (const [path] of applied) {
      if (effective.some(([known]) => known === path) || !fieldAt(start.task.name, path)) continue
      setAt(experiment as unknown as Record<string, unknown>, path, valueOf(start, path))
    }
    // What was set back may have been the condition of another one.
    applied = effective
  }
  return { experiment, fields: Object.fromEntries(applied) }
}

function copyOf({ task, model, optimizer, clip, train, evaluation }: Experiment): Experiment {
  return {
    ...{ task: { ...task }, model: { ...model }, optimizer: { ...optimizer }, clip: { ...clip } },
    train: { ...train, stop: { ...train.stop } },
    evaluation: { ...evaluation },
  }
}
