import type { Experiment } from '../../core/experiment/experiment'
import type { OwnData } from '../../core/data/table'
import type { Writing } from '../../core/contract/outputs'
import type { Observation } from '../../core/contract/observation'
import type { KeptView, ViewName } from '../../core/contract/views'
import type { Result } from '../../core/contract/result'
import type { Columns, RunState, Sample, Tuning, TuningEvent } from '../../core/contract/run'
import type { Trace } from '../../core/contract/trace'
import type { InStep } from './inStep'

/*
 * Messages between a run's host (in the main process or the command line) and its worker thread. Both ends
 * are ours and live in one process, so these are types, checked by the compiler only.
 */

/** What a worker thread is started with. */
export interface WorkerStart {
  readonly experiment: Experiment
  /** The person's own data that the experiment needs. @default it needs none */
  readonly data?: OwnData
  readonly speed: number | null
  readonly paused: boolean
  /** Whether somebody watches from the start. */
  readonly watched: boolean
  /**
   * The views of whoever will come to watch; until then those of the first update are sent, and else only
   * what is recorded of every run.
   */
  readonly views: readonly ViewName[]
  /**
   * For a run with a time limit: one number, the milliseconds in which this process ran so far. What the
   * thread's own clock says also counts the time in which the process was stopped.
   */
  readonly awakeMs?: Int32Array<SharedArrayBuffer>
  /** The run that this one trains in step with: of the two the one that is ahead waits. @default none */
  readonly inStep?: InStep
  /**
   * Files of checkpoints of the run, in rising order: it goes on from the last, and any of its updates is
   * soon recomputed from the one before it.
   * @default it begins at its first update
   */
  readonly checkpoints?: readonly Uint8Array[]
  /** Makes updates that nobody is told of until so many are made, before it is ready. @default none */
  readonly until?: number
  /** What an update of the run took in another thread, in milliseconds. @default nothing is known */
  readonly msPerUpdate?: number
  /** What was tuned in the run so far, also at updates that are made again. @default nothing */
  readonly tuningEvents?: readonly TuningEvent[]
}

/**
 * What a spare thread is started with: it makes a few updates of this experiment for nobody, then waits for
 * its run.
 */
export interface SpareStart {
  readonly warmUp: Experiment
}

/** Everything that a thread can be told: a spare one first of all which run is its own. */
export type WorkerCommand = { readonly type: 'start'; readonly start: WorkerStart } | RunCommand

/** What a run can be told. */
export type RunCommand =
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'step' }
  | { readonly type: 'tune'; readonly tuning: Tuning }
  | { readonly type: 'speed'; readonly speed: number | null }
  /** Whether somebody watches: samples, and views that are not recorded, are sent only then. */
  | { readonly type: 'watched'; readonly watched: boolean }
  /** Which views observations hold from now on. A paused run answers at once. */
  | { readonly type: 'observe'; readonly views: readonly ViewName[] }
  /**
   * Pauses and makes one update; answered with its trace, then as `step` is. Where the run ends with it, or
   * has ended already, the trace is that of the update which the run ended with.
   */
  | { readonly type: 'inspectNext' }
  /**
   * Recomputes an update while the run waits; answered with its trace. Also opens the update that a run
   * diverged in.
   */
  | { readonly type: 'inspectUpdate'; readonly update: number }
  /**
   * Recomputes these updates, in rising order, while the run waits, and observes views of them; answered with
   * which they are. After `withinMs` milliseconds it is over.
   */
  | {
      readonly type: 'recompute'
      readonly views: readonly KeptView[]
      readonly updates: readonly number[]
      readonly withinMs?: number | undefined
    }
  /** Ends a recomputation, as every command does that touches the trainer. */
  | { readonly type: 'cancelInspect' }
  /**
   * Has the network write a text now, and every later one like it; answered with an observation, and whether
   * it could.
   */
  | { readonly type: 'write'; readonly writing: Writing }
  /** Asks for the file of a checkpoint; a run that has ended answers too. */
  | { readonly type: 'checkpoint' }
  /** Ends the run. Its thread stays, so that its updates can be inspected. */
  | { readonly type: 'stop' }

/** Where a run stood after some updates, as a file. */
export interface Checkpoint {
  /** Updates made. */
  readonly update: number
  readonly bytes: Uint8Array
}

export type WorkerReport =
  /** How many threads train, this one included: before `ready`, and whenever that changes. */
  | { readonly type: 'threads'; readonly threads: number }
  | {
      readonly type: 'ready'
      readonly numParameters: number
      readonly baseline: number
      /** Updates made: 0, or those before the checkpoint that the run goes on from. */
      readonly update: number
    }
  /** How far the updates are that it makes again before it is ready: at the begin, and a few times a second. */
  | { readonly type: 'catchingUp'; readonly made: number; readonly planned: number }
  /** At most 30 a second. */
  | {
      readonly type: 'batch'
      readonly firstUpdate: number
      readonly columns: Columns
      readonly msPerUpdate: number
    }
  | { readonly type: 'sample'; readonly sample: Sample }
  | { readonly type: 'observation'; readonly observation: Observation }
  | { readonly type: 'trace'; readonly trace: Result<Trace> }
  /** An observation of an update that was recomputed. */
  | { readonly type: 'recomputed'; readonly observation: Observation }
  /** How far a recomputation is: at its begin, and a few times a second. */
  | { readonly type: 'recomputing'; readonly made: number; readonly planned: number }
  /** A recomputation is over, and these are its updates. */
  | { readonly type: 'recomputation'; readonly updates: Result<readonly number[]> }
  /** Null while an update is recomputed: the trainer is not where its run is. */
  | { readonly type: 'checkpoint'; readonly checkpoint: Checkpoint | null }
  | { readonly type: 'written'; readonly written: Result<null> }
  | { readonly type: 'tuningEvents'; readonly events: TuningEvent[] }
  | { readonly type: 'state'; readonly state: RunState }

/**
 * How a run ends by itself or when it is told to stop; `failed` is its host's word for a thread that died.
 */
export type EndState = Extract<RunState, { status: 'done' | 'stopped' | 'diverged' }>

/** A training thread as its host uses it: a `Worker` of these messages. */
export interface Thread {
  postMessage(command: WorkerCommand): void
  terminate(): Promise<number>
  on(event: 'message', listener: (report: WorkerReport) => void): unknown
  on(event: 'error', listener: (error: unknown) => void): unknown
  on(event: 'exit', listener: (exitCode: number) => void): unknown
}
