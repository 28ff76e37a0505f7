import type { Trace } from '../contract/trace'
import type { Checkpoint } from '../train/checkpoint'
import { restoreCheckpoint, saveCheckpoint, sizeOfCheckpoint } from '../train/checkpoint'
import { train } from '../train/train'
import type { Trainer } from '../train/trainer'
import { createCheckpointHistory } from './checkpointHistory'
import { startTrace, traceFailed } from './trace'
import { isTraceable, requireTraceable } from './traceSize'

/** What the checkpoints of a run may take together, unless the fewest take more. */
const BUDGET_BYTES = 64 * 2 ** 20
const FEWEST_CHECKPOINTS = 8
/** However small they are, more of them would save nobody's time. */
const MOST_CHECKPOINTS = 4096

/** Recomputes any update of a run. */
export interface Replayer {
  /**
   * Keeps where the trainer stands. To be called right before the first update, and now and then after that.
   */
  keepCheckpoint(): void
  /**
   * Goes back to before an update, recomputes it, to the same bits, and returns its trace; yields between the
   * updates on the way there. However it is left, it leaves every number of the run as it found it, but not
   * what the newest update's passes left in the network's buffers.
   *
   * `hasDiverged` says that the update after the newest is the one in which the run diverged: it can be
   * recomputed too.
   * @throws {RangeError} if the update was not made, or is too large to be traced.
   */
  recompute(update: number, hasDiverged?: boolean): Generator<undefined, Trace>
}

export function createReplayer(trainer: Trainer): Replayer {
  const { progress } = trainer
  const canTrace = isTraceable(trainer)
  // One more holds where the run is during a recomputation, and one the update that was recomputed last.
  const numFit = Math.floor(BUDGET_BYTES / sizeOfCheckpoint(trainer)) - 2
  const history = createCheckpointHistory<Checkpoint>(
    Math.min(MOST_CHECKPOINTS, Math.max(FEWEST_CHECKPOINTS, numFit)),
  )
  /** Right before the update that was recomputed last: it, or the next, may well be asked for again. */
  let latest: Checkpoint | null = null
  /** Where the run stood when the passes in the network's buffers were last overwritten by others. */
  let overwrittenAt = -1

  function nearest(update: number): Checkpoint {
    const kept = history.atOrBefore(update)
    if (!kept) throw new RangeError(`there is no checkpoint at or before update ${update}`)
    const isNearer =
      latest && latest.progress.update <= update && latest.progress.update > kept.progress.update
    return isNearer ? latest! : kept
  }

  return {
    keepCheckpoint() {
      if (canTrace) history.add(progress.update, saveCheckpoint(trainer))
    },
    *recompute(update, hasDiverged = false) {
      requireTraceable(trainer)
      const end = progress.update
      const isFailed = hasDiverged && update === end
      if (update >= end && !isFailed) {
        throw new RangeError(`update ${update} was not made, expected one below ${end}`)
      }
      if (isFailed && overwrittenAt < end) return traceFailed(trainer)

      const start = nearest(update)
      const present = saveCheckpoint(trainer)
      overwrittenAt = end
      try {
        // The tuning events stay: each applies to the updates from its own on, now as then.
        restoreCheckpoint(trainer, start)
        const updates = train(trainer)
        while (progress.update < update) {
          if (updates.next().done) throw new Error(`update ${progress.update} cannot be recomputed`)
          yield
        }
        latest = saveCheckpoint(trainer)
        if (isFailed) {
          trainer.nextWindow()
          return traceFailed(trainer)
        }
        const tracing = startTrace(trainer)
        updates.next()
        return tracing.finish()
      } finally {
        restoreCheckpoint(trainer, present)
      }
    },
  }
}
