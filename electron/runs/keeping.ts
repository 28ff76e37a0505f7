import type { Observation } from '../../core/contract/observation'
import type { Result } from '../../core/contract/result'
import type { Reason } from '../../core/contract/reasons'
import type { Process, RunState, TuningEvent } from '../../core/contract/run'
import type { Checkpoint } from '../worker/messages'
import type { Run, RunListener } from './run'
import type { ReportOf } from './runHost'
import type { RunLog } from './runLog'
import type { RunPast, RunStart } from './startRun'

/** What another process has made of a run since its folder was looked at last. */
export interface FolderChange {
  /** Who trains it now; null where nobody does. */
  readonly trainedBy: Process | null
  readonly state: RunState
  /** Whether updates were taken back, or made again: all that is known of the run is void. */
  readonly isCut: boolean
  /** The updates that are new in its log, unless it was cut. */
  readonly batch: ReportOf<'batch'> | null
  /** All of them; null where they are as before. */
  readonly tuningEvents: readonly TuningEvent[] | null
  /** Null where they are as before. */
  readonly figures: Pick<RunPast, 'msPerUpdate' | 'numClipped'> | null
  /** Those that are new, or of a run that was cut all. */
  readonly observations: readonly Observation[]
}

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
  /** Why nothing can be written of the run now; null where all can. */
  readonly trouble: Reason | null
  /** Waits no more for what cannot be written. */
  giveUp(): void
  /** Takes updates back of a run that is nobody's: so many stay. */
  cut(updates: number): Promise<Result<null>>
  /** Forgets a run whose network was never built, and that has ended. */
  discard(): Promise<void>
  /** Those of the run so far, in rising order. */
  checkpoints(): Promise<readonly Checkpoint[]>
  /** The newest one that was taken after at most so many updates. */
  checkpointUpTo(update: number): Promise<Checkpoint | null>
  /** The newest one, if it was taken after more than so many updates. */
  newestCheckpoint(after: number): Promise<Checkpoint | null>
  /** Reads what other processes have written. Null where nothing has changed, or this one has the run. */
  look(): Promise<FolderChange | null>
}

/** Keeps runs. */
export interface RunStorage {
  /** A place for a run that is started now, and its id. */
  create(start: RunStart): { readonly runId: string; readonly keeping: Keeping }
}
