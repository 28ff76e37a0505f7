import { reason } from '../../core/contract/reasons'
import type { Result } from '../../core/contract/result'
import { fail, succeed } from '../../core/contract/result'
import type { Checkpoint, Thread, WorkerStart } from '../worker/messages'
import { withPassingThread } from './passingThread'
import type { CheckpointWaiter } from './runHost'
import type { RunStart } from './startRun'

/** What is known of a run that a checkpoint is taken from. */
export interface CheckpointSource {
  readonly start: RunStart
  /** How many updates of the run were made. */
  readonly made: number
  /** What the run has done so far. */
  readonly past: Pick<WorkerStart, 'tuningEvents' | 'msPerUpdate'>
  /** The newest kept checkpoint after at most so many updates. */
  checkpointUpTo(update: number): Promise<Checkpoint | null>
  spawn(start: WorkerStart): Thread
}

/**
 * The file of a checkpoint of where a run stood after some updates. Where one is kept it is that; else the
 * updates behind the kept one before it are made again, in a thread that is made for that alone.
 */
export async function checkpointAt(
  update: number,
  { start, made, past, checkpointUpTo, spawn }: CheckpointSource,
  { progress, signal }: CheckpointWaiter,
): Promise<Result<Uint8Array>> {
  const first = start.parent?.update ?? 0
  if (update < first || update > made) {
    return fail('invalidRequest', reason('noBranchThere', { n: update, min: first, max: made }))
  }
  const kept = await checkpointUpTo(update)
  if (kept?.update === update) return succeed(kept.bytes)
  if (!kept && first > 0) {
    return fail('unreadableFile', reason('noCheckpointThere', { first, update }))
  }
  const begun = {
    ...{ ...start, ...past, watched: false, views: [], until: update },
    checkpoints: kept ? [kept.bytes] : [],
  }
  const cancelled = () => fail('cancelled', reason('branchGivenUp'))
  if (signal.aborted) return cancelled()
  const taken = await withPassingThread(
    begun,
    spawn,
    async (thread) => {
      const built = await thread.ready
      return built.ok ? thread.checkpoint() : built
    },
    { catchingUp: progress },
    signal,
  )
  if (signal.aborted) return cancelled()
  if (!taken.ok) return taken
  return taken.value ? succeed(taken.value.bytes) : fail('runEnded', reason('noCheckpoint'))
}
