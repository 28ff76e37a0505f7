import type { Experiment } from '../../core/experiment/experiment'
import type { Group } from '../../core/sweep/group'
import type { TrialResult } from './trialResult'

/** A trial as a queue takes it: all that another process would need to train it. */
export interface QueuedTrial {
  /** Of the experiment: two with the same are one. */
  readonly id: string
  readonly experiment: Experiment
  readonly group: Group
}

/** Hears what becomes of trials, in whatever order that is. */
export interface QueueListener {
  /** It trains from now on; `update` updates were made before. */
  begun?(trial: QueuedTrial, update: number): void
  /** So many of its updates are made. */
  progressed?(trial: QueuedTrial, update: number): void
  /** It has ended, now or some other day: comes once for every trial, unless the queue is stopped before. */
  ended(trial: QueuedTrial, result: TrialResult): void
  /** It could not be begun, or what became of it could not be kept. */
  broken(trial: QueuedTrial, error: Error): void
}

/**
 * Trains trials: in threads of this process, or wherever those lie that take them from it. Which numbers they
 * come to does not depend on where, when and beside which others.
 */
export interface TrialQueue {
  /** Adds trials behind those that wait; those that it has already are not taken again. */
  enqueue(trials: readonly QueuedTrial[]): void
  /** Begins none any more; those that train go on. */
  hold(): void
  /** Begins none, and lets those rest that train; resolves when they do. */
  pause(): Promise<void>
  /** Goes on after a pause. */
  resume(): void
  /**
   * Begins none any more and ends those that train, which can be gone on with; resolves when all of them is
   * kept and no thread is left. `by` says what wanted it.
   */
  stop(by: string): Promise<void>
}
