import type { Experiment } from './experiment'
import type { Columns, Mark, RunState, Sample, Tuning } from './run'

/*
 * Messages between a run's host (in the main process or the command line) and its worker thread. Both ends
 * are ours and live in one process, so these are types, checked by the compiler only.
 */

/** What a worker thread is started with. */
export interface WorkerStart {
  readonly experiment: Experiment
  readonly speed: number | null
  readonly paused: boolean
  /** Whether samples are wanted from the start. */
  readonly watched: boolean
}

export type WorkerCommand =
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'step' }
  | { readonly type: 'tune'; readonly tuning: Tuning }
  | { readonly type: 'speed'; readonly speed: number | null }
  /** Whether somebody looks: samples are made only then. */
  | { readonly type: 'watched'; readonly watched: boolean }
  | { readonly type: 'stop' }

export type WorkerReport =
  | { readonly type: 'ready'; readonly numParameters: number; readonly baseline: number }
  /** At most 30 a second; buffers are transferred. */
  | {
      readonly type: 'batch'
      readonly firstUpdate: number
      readonly columns: Columns
      readonly msPerUpdate: number
      /** Of all updates so far. */
      readonly clippedShare: number
    }
  | { readonly type: 'sample'; readonly sample: Sample }
  | { readonly type: 'marks'; readonly marks: Mark[] }
  | { readonly type: 'state'; readonly state: RunState }
