import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import type { Progress } from '../../core/train/progress'

/** What a run's log says of the loss of an update; null where it does not know it. */
export type LossOf = (update: number) => number | null

/**
 * Why a checkpoint is not the one that a run has taken after `update` updates, or null. A checkpoint knows no
 * run, but the loss of its last update, and that of another run is another one, bit by bit.
 */
export function whyForeign(progress: Progress, update: number, lossOf: LossOf): Reason | null {
  if (progress.update !== update) {
    return reason('otherCheckpoint', { n: progress.update, expected: update })
  }
  const logged = update > 0 ? lossOf(update - 1) : null
  if (logged === null || Object.is(logged, progress.loss)) return null
  return reason('foreignCheckpoint', { loss: String(progress.loss), expected: String(logged) })
}
