import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { defaultExperiment } from '../../../core/experiment/defaults'
import type { Experiment } from '../../../core/experiment/experiment'
import type { RunSummary } from '../../../core/contract/run'
import type { Baseline, LossName } from '../../../core/kinds/losses'
import { lossOf, unitScaleOf } from '../../../core/tasks/bind'
import { SOLVED_AT } from '../../../core/tasks/learning'
import type { NamedBaseline, Task } from '../../../core/tasks/task'
import { taskNamed } from '../../../core/tasks/registry'
import { useExperimentStore } from '../../stores/experiment'

export interface ShownTask {
  readonly task: Experiment['task']
  readonly loss: LossName
  /** Null before a run while the form's task is not in order. */
  readonly baseline: ReturnType<Task['baseline']> | null
  /** What no network's loss goes below, with its formula; null where the answers follow from the input. */
  readonly floor: Baseline | null
  /** Other guessers that need no network. */
  readonly guessers: readonly NamedBaseline[]
  /** Whether a step is a character, so that the loss is also perplexity and bits. */
  readonly isOfText: boolean
  /** What a standard deviation is in the unit of the data, where the loss is of one column of these. */
  readonly unitScale: number | null
  /** @see BoundTask */
  readonly solvedAt: number
  readonly totalUpdates: number
}

/** Whether what is written of a task is what stands in another one. */
function isWritten(written: Experiment['task'], known: Experiment['task']): boolean {
  const values = known as Readonly<Record<string, unknown>>
  return Object.entries(written).every(([name, value]) => values[name] === value)
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
    const isKnown = run.value !== null || draft.experiment !== null || isWritten(draft.documentTask, task)
    const floor = known.floor?.(task)
    return {
      task,
      loss: lossOf(task),
      // A run's own is not there before its network is.
      baseline: isKnown ? { ...baseline, loss: run.value?.baseline || baseline.loss } : null,
      floor: isKnown && floor && floor.loss > 0 ? floor : null,
      guessers: isKnown ? (known.baselines?.(task) ?? []) : [],
      unitScale: isKnown ? unitScaleOf(task) : null,
      isOfText: known.vocabulary !== undefined,
      solvedAt: known.solvedAt ?? SOLVED_AT,
      totalUpdates: train.updates,
    }
  })
}
