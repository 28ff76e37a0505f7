import type { CellName, Experiment } from './experiment'
import { experimentSchema } from './experiment'
import type { TaskName } from './task'

/** A complete experiment with every default filled in. */
export function defaultExperiment(task: TaskName = 'adding', cell: CellName = 'gru'): Experiment {
  return experimentSchema.parse({ task: { name: task }, model: { cell } })
}
