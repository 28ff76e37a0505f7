import type { Result } from '../../core/contract/result'
import type { Checkpoint } from '../worker/messages'
import type { Run, RunListener } from './run'
import type { RunLog } from './runLog'
import type { RunStart } from './startRun'

/** Who lets a run rest that has not ended. */
export type PausedBy = 'person' | 'closing'

/**
 * Where a run is kept, so that it can rest: without a thread, and nobody's. All that it needs to go on, to
 * the same bits, stands there.
 */
export interface Keeping {
  readonly log: RunLog
  /** Whether there is such a place: a folder may be impossible to make. */
  readonly isKept: boolean
  /** Writes down what happens in the run while it is held. */
  readonly recorder: RunListener
  /**
   * Takes a run that rests over, to train on. Fails where another process trains it or has trained it on.
   */
  hold(run: Run): Promise<Result<null>>
  /**
   * Writes what is left to write and lets go of the run; its thread is still there. Resolves with whether it
   * is kept: where it is not, it cannot rest.
   */
  release(run: Run, by: PausedBy): Promise<boolean>
  /** Takes updates back of a run that is nobody's: so many stay. */
  cut(updates: number): Promise<Result<null>>
  /** Forgets a run whose network was never built, and that has ended. */
  discard(): Promise<void>
  /** Those of the run so far, in rising order. */
  checkpoints(): Promise<readonly Checkpoint[]>
}

/** Keeps runs. */
export interface RunStorage {
  /** A place for a run that is started now, and its id. */
  create(start: RunStart): { readonly runId: string; readonly keeping: Keeping }
}
