import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { defaultExperiment } from '../../../core/experiment/defaults'
import type { Experiment } from '../../../core/experiment/experiment'
import type { RunSummary } from '../../../core/contract/run'
import type { LossName } from '../../../core/kinds/losses'
import type { Task } from '../../../core/tasks/task'
import { tasks } from '../../../core/tasks/registry'
import { useExperimentStore } from '../../stores/experiment'

export interface ShownTask {
  readonly task: Experiment['task']
  readonly loss: LossName
  readonly baseline: number
  readonly baselineFormula: string
  readonly totalUpdates: number
}

/** The task that the charts speak of: the run's, or before a run the form's, as it was last in order. */
export function useShownTask(run: ComputedRef<RunSummary | null>): ComputedRef<ShownTask> {
  const draft = useExperimentStore()
  let lastValid = defaultExperiment()

  return computed(() => {
    if (draft.experiment) lastValid = draft.experiment
    const { task, train } = run.value?.experiment ?? lastValid
    // The settings belong to the task of the same name, which the compiler cannot follow through the table.
    const known = tasks[task.name] as unknown as Task
    return {
      task,
      loss: known.loss,
      baseline: run.value?.baseline ?? known.baseline(task),
      baselineFormula: known.baselineFormula(task),
      totalUpdates: train.updates,
    }
  })
}
