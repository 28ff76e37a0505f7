import { defaultExperiment } from '../experiment/defaults'
import type { Experiment } from '../experiment/experiment'
import type { FieldSpec } from '../experiment/form'
import { describeFields, isRelevant } from '../experiment/form'
import { setAt } from '../fields/path'
import { taskNames } from '../tasks/registry'
import { valueOf } from './fields'
import type { FieldValue } from './sweep'

/** Settings of an experiment by their paths: those that differ from the task's defaults, and what has none. */
export type Settings = Readonly<Record<string, FieldValue>>

export function settingsOf(experiment: Experiment): Record<string, FieldValue> {
  const settings: Record<string, FieldValue> = {}
  for (const { path, isRequired, default: usual } of describeFields(experiment.task.name)) {
    const value = valueOf(experiment, path)
    if (isRequired || value !== usual) settings[path] = value
  }
  return settings
}

/** The whole experiment again; null where it is of a task that there is not. */
export function experimentOf(settings: Settings): Experiment | null {
  const task = taskNames.find((name) => name === settings['task.name'])
  if (task === undefined) return null
  const experiment = defaultExperiment(task)
  for (const [path, value] of Object.entries(settings)) {
    setAt(experiment as unknown as Record<string, unknown>, path, value)
  }
  return experiment
}

/**
 * What stands in a field, the default where the settings do not name it; undefined where the task has no such
 * field.
 */
export function settingAt(settings: Settings, path: string): FieldValue | undefined {
  if (path in settings) return settings[path]
  return fieldsIn(settings).find((field) => field.path === path)?.default
}

/** The fields of the experiment. */
export function fieldsIn(settings: Settings): readonly FieldSpec[] {
  const task = taskNames.find((name) => name === settings['task.name'])
  return task === undefined ? [] : describeFields(task)
}

/** Whether a field has an effect in the experiment. */
export function hasEffect(settings: Settings, field: FieldSpec): boolean {
  const experiment = experimentOf(settings)
  return experiment !== null && isRelevant(field, experiment)
}
