import { setAt, valueAt } from '../fields/path'
import type { Experiment, ExperimentInput } from './experiment'
import { describeFields } from './form'

/**
 * An experiment as a person writes it: the task's and the cell's name, and of the other fields those that
 * differ from their defaults. `parseExperiment` makes the whole of it again.
 */
export function withoutDefaults(experiment: Experiment): ExperimentInput {
  const document: Record<string, unknown> = {}
  for (const field of describeFields(experiment.task.name)) {
    const value = valueAt(experiment, field.path)
    if (field.isRequired || value !== field.default) setAt(document, field.path, value)
  }
  return document as unknown as ExperimentInput
}
