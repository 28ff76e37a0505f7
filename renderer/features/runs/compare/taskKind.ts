import { experimentOf } from '../../../../core/sweep/settings'
import type { LossName } from '../../../../core/kinds/losses'
import { lossOf } from '../../../../core/tasks/bind'
import { taskNamed } from '../../../../core/tasks/registry'
import type { RunRow } from '../../../stores/runRow'

/** The loss of runs and its baseline, where these are the same for all; null where they are not. */
export function taskKind(
  rows: readonly Pick<RunRow, 'settings'>[],
): { readonly loss: LossName; readonly baseline: number } | null {
  const kinds = rows.map(({ settings }) => {
    const experiment = experimentOf(settings)
    if (!experiment) return null
    const task = taskNamed(experiment.task.name)
    try {
      return { loss: lossOf(experiment.task), baseline: task.baseline(experiment.task).loss }
    } catch {
      // The baseline of a person's own data is known where they are.
      return null
    }
  })
  const [first = null] = kinds
  const isSame = kinds.every((kind) => kind?.loss === first?.loss && kind?.baseline === first?.baseline)
  return isSame ? first : null
}
