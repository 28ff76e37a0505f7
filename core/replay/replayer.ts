import type { Trace } from '../contract/trace'
import type { Checkpoint } from '../train/checkpoint'
import { restoreCheckpoint, saveCheckpoint, sizeOfCheckpoint } from '../train/checkpoint'
import type { UpdateRecord } from '../train/train'
import { train } from '../train/train'
import type { Trainer } from '../train/trainer'
import { createCheckpointHistory } from './checkpointHistory'
import { startTrace, traceFailed } from './trace'
import { planVisits } from './planVisits'
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
  /**
   * Goes back to some updates, in rising order, and makes each again, to the same bits, between `before` and
   * `after`. Otherwise as `recompute`. Where that means to make more than `most` updates in all, it goes to
   * fewer, see `planVisits`.
   */
  revisit(updates: readonly number[], most: number, visitor: Visitor): Generator<undefined, void>
}

/** Looks at updates that are made again. */
export interface Visitor {
  /** So many there are. */
  begin(numVisits: number): void
  before(): void
  /** The update is made, and the trainer as it was then. */
  after(update: number): void
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

  function requireMade(update: number): void {
    const end = progress.update
    if (update >= end) throw new RangeError(`update ${update} was not made, expected one below ${end}`)
  }

  function make(updates: Iterator<UpdateRecord, unknown>): void {
    if (updates.next().done) throw new Error(`update ${progress.update} cannot be recomputed`)
  }

  /** Makes the updates before one. */
  function* goTo(update: number, updates: Iterator<UpdateRecord, unknown>): Generator<undefined, void> {
    while (progress.update < update) {
      make(updates)
      yield
    }
  }

  return {
    keepCheckpoint() {
      if (canTrace) history.add(progress.update, saveCheckpoint(trainer))
    },
    *recompute(update, hasDiverged = false) {
      requireTraceable(trainer)
      const end = progress.update
      const isFailed = hasDiverged && update === end
      if (!isFailed) requireMade(update)
      if (isFailed && overwrittenAt < end) return traceFailed(trainer)

      const start = nearest(update)
      const present = saveCheckpoint(trainer)
      overwrittenAt = end
      try {
        // The tuning events stay: each applies to the updates from its own on, now as then.
        restoreCheckpoint(trainer, start)
        const updates = train(trainer)
        yield* goTo(update, updates)
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
    *revisit(updates, most, { begin, before, after }) {
      requireTraceable(trainer)
      updates.forEach(requireMade)
      const visits = planVisits(updates, (update) => nearest(update).progress.update, most)
      begin(visits.length)
      const present = saveCheckpoint(trainer)
      overwrittenAt = progress.update
      try {
        const remade = train(trainer)
        let at = -1
        for (const update of visits) {
          const start = nearest(update)
          if (start.progress.update > at) restoreCheckpoint(trainer, start)
          yield* goTo(update, remade)
          before()
          make(remade)
          after(update)
          at = update + 1
          yield
        }
      } finally {
        restoreCheckpoint(trainer, present)
      }
    },
  }
}
