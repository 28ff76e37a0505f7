import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { defaultExperiment } from '../../../core/experiment/defaults'
import type { Experiment } from '../../../core/experiment/experiment'
import type { RunSummary } from '../../../core/contract/run'
import type { Baseline, LossName } from '../../../core/kinds/losses'
import { taskNamed } from '../../../core/tasks/registry'
import { useExperimentStore } from '../../stores/experiment'

export interface ShownTask {
  readonly task: Experiment['task']
  readonly loss: LossName
  readonly baseline: number
  readonly baselineFormula: string
  /** What no network's loss goes below, with its formula; null where the answers follow from the input. */
  readonly floor: Baseline | null
  readonly totalUpdates: number
}

/** The task that the charts speak of: the run's, or before a run the form's, as it was last in order. */
export function useShownTask(run: ComputedRef<RunSummary | null>): ComputedRef<ShownTask> {
  const draft = useExperimentStore()
  let lastValid = defaultExperiment()

  return computed(() => {
    if (draft.experiment) lastValid = draft.experiment
    const { task, train } = run.value?.experiment ?? lastValid
    const known = taskNamed(task.name)
    const baseline = known.baseline(task)
    const floor = known.floor?.(task)
    return {
      task,
      loss: known.loss,
      // A run's own is not there before its network is.
      baseline: run.value?.baseline || baseline.loss,
      baselineFormula: baseline.formula,
      floor: floor && floor.loss > 0 ? floor : null,
      totalUpdates: train.updates,
    }
  })
}
