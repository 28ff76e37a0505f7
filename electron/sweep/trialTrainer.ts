import type { QueuedTrial } from './trialQueue'
import type { TrialResult } from './trialResult'

/** Hears how far a trial is: updates made, and the loss smoothed over them. */
export type ProgressListener = (update: number, smoothedLoss: number) => void

/** Makes trials ready to be trained in this process. */
export interface TrialTrainer {
  /**
   * Looks whether a trial has ended already, and else makes a place for it.
   * @throws {StoreError} if it can neither be read nor written, or another process trains it.
   */
  prepare(trial: QueuedTrial): Promise<{ readonly result: TrialResult } | ReadyTrial>
}

/** A trial that can begin at once. */
export interface ReadyTrial {
  readonly result?: undefined
  /** Updates made before. */
  readonly update: number
  begin(progressed: ProgressListener): Training
  /** It will not begin: leaves nothing that was not there. */
  discard(): Promise<void>
}

/** A trial that trains. */
export interface Training {
  /** Resolves when no update is made any more, so that another trial can begin. */
  readonly over: Promise<void>
  /** Resolves when all of it is kept and its thread is gone; rejects with a `StoreError` if it is not kept. */
  readonly result: Promise<TrialResult>
  pause(): Promise<unknown>
  resume(): Promise<unknown>
  /** Ends it; `by` says what wanted that. */
  stop(by: string): void
}
