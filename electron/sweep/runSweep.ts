import type { Sweep, Trial } from '../../core/sweep/sweep'
import { sweepId, trialId } from './hash'
import type { QueuedTrial, QueueListener, TrialQueue } from './trialQueue'
import type { TrialResult } from './trialResult'

/** A trial with its id. */
export interface NamedTrial extends Trial {
  readonly id: string
  /** Its place among the trials, from 0. */
  readonly index: number
}

/** Hears how a sweep goes. */
export interface SweepListener extends Pick<QueueListener, 'begun' | 'progressed'> {
  /** It has ended, in whatever order. */
  ended?(trial: QueuedTrial): void
  /** In the order of the trials: comes as soon as a trial and all before it have ended. */
  result(trial: NamedTrial, result: TrialResult): void
}

export interface SweepOptions {
  /** For people. */
  readonly name: string
  readonly listener: SweepListener
  queue(listener: QueueListener): TrialQueue
}

/** A sweep that is under way. */
export interface RunningSweep {
  /**
   * Resolves when every trial has ended, or the sweep has been stopped, and nothing is trained or written any
   * more; rejects where a trial cannot be begun or kept.
   */
  readonly finished: Promise<void>
  pause(): Promise<void>
  resume(): void
  /** Ends the trials that train; what they have learned is kept. `by` says what wanted it. */
  stop(by: string): void
}

/** The trials of a sweep with their ids, in their order. */
export function namedTrials(trials: readonly Trial[]): NamedTrial[] {
  return trials.map((trial, index) => ({ ...trial, index, id: trialId(trial.experiment) }))
}

/** Has all trials of a sweep trained, and tells of them in their order. */
export function runSweep(
  sweep: Sweep,
  trials: readonly NamedTrial[],
  { name, listener, queue: createQueue }: SweepOptions,
): RunningSweep {
  const results = new Map<string, TrialResult>()
  /** How many were told of. */
  let numTold = 0
  let isStopped = false
  let finish = (): void => undefined
  let fail = (_: Error): void => undefined
  const finished = new Promise<void>((resolve, reject) => ([finish, fail] = [resolve, reject]))

  const queue = createQueue({
    begun: (trial, update) => listener.begun?.(trial, update),
    progressed: (trial, update) => listener.progressed?.(trial, update),
    ended(trial, result) {
      // It can be gone on with, and has no result yet.
      if (result.status === 'stopped') return
      results.set(trial.id, result)
      listener.ended?.(trial)
      tellInOrder()
      if (numTold === trials.length) end(finish)
    },
    broken(_, error) {
      end(() => fail(error), 'a trial that could not be kept')
    },
  })

  function tellInOrder(): void {
    for (; numTold < trials.length; numTold++) {
      const trial = trials[numTold]!
      const result = results.get(trial.id)
      if (!result) return
      listener.result(trial, result)
    }
  }

  function end(settle: () => void, by = 'its end'): void {
    if (isStopped) return
    isStopped = true
    void queue.stop(by).then(settle)
  }

  const id = sweepId(sweep)
  queue.enqueue(
    trials.map(({ id: trial, experiment, fields }): QueuedTrial => {
      const group = { kind: 'sweep' as const, id, name, fields: { ...fields } }
      return { id: trial, experiment, group }
    }),
  )
  return {
    finished,
    pause: () => queue.pause(),
    resume: () => queue.resume(),
    stop: (by) => end(finish, by),
  }
}
