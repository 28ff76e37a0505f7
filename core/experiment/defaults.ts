import { defaultsOf } from '../fields/field'
import type { CellName } from '../kinds/cells'
import { taskNamed, taskNames, type TaskName, type TaskSettings } from '../tasks/registry'
import type { Experiment } from './experiment'
import {
  clipFields,
  evaluationFields,
  modelFields,
  optimizerFields,
  stopFields,
  trainFields,
} from './experiment'

/** A complete experiment with every default filled in. @default the first task, a GRU */
export function defaultExperiment(task: TaskName = taskNames[0], cell: CellName = 'gru'): Experiment {
  return {
    task: { name: task, ...defaultsOf(taskNamed(task).settings) } as TaskSettings,
    model: { ...defaultsOf(modelFields), cell },
    optimizer: defaultsOf(optimizerFields),
    clip: defaultsOf(clipFields),
    train: { ...defaultsOf(trainFields), stop: defaultsOf(stopFields) },
    evaluation: defaultsOf(evaluationFields),
  }
}
