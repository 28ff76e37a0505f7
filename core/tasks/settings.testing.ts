import { defaultsOf } from '../fields/field'
import { taskNamed, type TaskName, type TaskSettings } from './registry'

/** The settings of a task: those that are given, and defaults. */
export function settingsOf<N extends TaskName>(name: N, given: Partial<TaskSettings<N>> = {}): TaskSettings {
  return { name, ...defaultsOf(taskNamed(name).settings), ...given } as unknown as TaskSettings
}
