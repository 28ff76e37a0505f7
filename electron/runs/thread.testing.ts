import type { Worker } from 'node:worker_threads'
import { experimentSchema } from '../../core/experiment/schema'
import type { Observation } from '../../core/contract/observation'
import type { RunState, Sample, TuningEvent } from '../../core/contract/run'
import type { WorkerStart } from '../worker/messages'
import type { ThreadHost } from './runHost'
import { startHost } from './runHost'

/* For tests: runs in threads, and all that they report. */

/** Large enough to be shared between threads. */
export const wide = (updates: number, threads: number | null) =>
  experimentSchema.parse({
    task: { name: 'adding', seqLen: 6 },
    model: { cell: 'gru', hiddenSize: 72 },
    train: { batch: 32, updates, dtype: 'float32', threads },
  })

/** Over in no time. */
export const tiny = (updates: number) =>
  experimentSchema.parse({
    task: { name: 'adding', seqLen: 3 },
    model: { cell: 'rnn', hiddenSize: 2 },
    train: { batch: 2, updates },
  })

export interface Reports {
  losses: number[]
  threads: number[]
  samples: Sample[]
  observations: Observation[]
  recomputed: Observation[]
  tuningEvents: TuningEvent[]
}

/** A run in a thread of its own, with all that it reports. */
export interface RecordedRun {
  readonly host: ThreadHost
  readonly thread: Worker
  readonly reports: Reports
  readonly ended: Promise<RunState>
  /** Resolves with the first batch. */
  readonly begun: Promise<void>
}

/**
 * Starts a run of so many updates, the tiny one unless `settings` has another, in a thread that `make` makes.
 */
export function startRecorded(
  updates: number,
  settings: Partial<WorkerStart>,
  make: (start: WorkerStart) => Worker,
): RecordedRun {
  const reports: Reports = {
    losses: [],
    threads: [],
    samples: [],
    observations: [],
    recomputed: [],
    tuningEvents: [],
  }
  let finish: (state: RunState) => void
  let begin: () => void
  let thread: Worker
  const ended = new Promise<RunState>((resolve) => (finish = resolve))
  const begun = new Promise<void>((resolve) => (begin = resolve))
  const host: ThreadHost = startHost(
    { experiment: tiny(updates), speed: null, paused: false, watched: true, views: [], ...settings },
    {
      ready: () => undefined,
      threads: (threads) => reports.threads.push(threads),
      catchingUp: () => undefined,
      batch({ columns }) {
        reports.losses.push(...columns.loss)
        begin()
      },
      sample: (sample) => reports.samples.push(sample),
      observation: (observation) => reports.observations.push(observation),
      recomputed: (observation) => reports.recomputed.push(observation),
      recomputing: () => undefined,
      tuningEvents: (events) => reports.tuningEvents.push(...events),
      state: (state) => (state.status === 'running' || state.status === 'paused' ? undefined : finish(state)),
    },
    (start) => (thread = make(start)),
  )
  return { host, thread: thread!, reports, ended, begun }
}
