import type { Trace } from '../contract/trace'
import type { Checkpoint } from './checkpoint'
import { restoreCheckpoint, saveCheckpoint } from './checkpoint'
import { isTraceable, startTrace } from './trace'
import { train } from './train'
import type { Trainer } from './trainer'

/** Goes a little way back in a run that has ended, so that its last update can be looked at. */
export interface Rewind {
  /**
   * Notes where the trainer stands, in place of what was noted before. To be called right before an update is made:
   * the first one, the first after every tuning, and now and then in between, as the way back is made anew.
   */
  note(): void
  /**
   * Makes the updates since the note once more, to the same bits, and returns the trace of the newest. Leaves every
   * number of the trainer as it finds it.
   * @throws {RangeError} if an update is too large to be traced.
   */
  traceNewest(): Trace
}

export function createRewind(trainer: Trainer): Rewind {
  const canTrace = isTraceable(trainer)
  let noted: Checkpoint | null = null

  function note(): void {
    if (canTrace) noted = saveCheckpoint(trainer)
  }

  return {
    note,
    traceNewest() {
      const { progress } = trainer
      const end = { ...progress }
      // The tuned values are in force already; their marks stay as they are. Of what is too large nothing is noted.
      if (noted) restoreCheckpoint(trainer, { ...noted, marks: [] })
      const updates = train(trainer)
      while (progress.update < end.update - 1) updates.next()
      note()
      const tracing = startTrace(trainer)
      updates.next()
      const trace = tracing.finish()
      // All but the time it took.
      Object.assign(progress, end)
      return trace
    },
  }
}
