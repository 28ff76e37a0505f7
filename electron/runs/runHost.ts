import type { Writing } from '../../core/contract/outputs'
import type { Observation } from '../../core/contract/observation'
import type { KeptView, ViewName } from '../../core/contract/views'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import type { RunState, Sample, Tuning, TuningEvent } from '../../core/contract/run'
import { providedData } from '../../core/data/table'
import { dataOf } from '../../core/experiment/ownData'
import type { Result } from '../../core/contract/result'
import { fail, failureOf, succeed } from '../../core/contract/result'
import type { Trace } from '../../core/contract/trace'
import { leaveStep } from '../worker/inStep'
import type { Checkpoint, Thread, WorkerReport, WorkerStart } from '../worker/messages'
import { createHeartbeat } from './heartbeat'
import { createReplies } from './replies'

export type ReportOf<T extends WorkerReport['type']> = Extract<WorkerReport, { type: T }>

/** So many updates are recomputed, of so many. */
export type RecomputeProgress = Pick<ReportOf<'recomputing'>, 'made' | 'planned'>

/** Who waits for a checkpoint that has to be computed. */
export interface CheckpointWaiter {
  /** Hears how far the updates are that are made again for it. */
  progress(progress: RecomputeProgress): void
  /** Waits no more once it is aborted: the answer is `cancelled` then. */
  readonly signal: AbortSignal
}

/** What a run's thread reports, in the order in which it happens. */
export interface HostListener {
  ready(report: ReportOf<'ready'>): void
  /** How many threads train from now on; first before `ready`. */
  threads(threads: number): void
  /** How far the updates are that the thread makes again before it is ready. */
  catchingUp(progress: RecomputeProgress): void
  batch(report: ReportOf<'batch'>): void
  sample(sample: Sample): void
  /** Comes only while `observe` asks for views, and at the end of a watched run. */
  observation(observation: Observation): void
  /** An observation of an update that was recomputed. */
  recomputed(observation: Observation): void
  /** How far a recomputation of several updates is. */
  recomputing(progress: RecomputeProgress): void
  tuningEvents(events: TuningEvent[]): void
  state(state: RunState): void
}

/** Hears of nothing. */
export const noListener: HostListener = {
  ready: () => undefined,
  threads: () => undefined,
  catchingUp: () => undefined,
  batch: () => undefined,
  sample: () => undefined,
  observation: () => undefined,
  recomputed: () => undefined,
  recomputing: () => undefined,
  tuningEvents: () => undefined,
  state: () => undefined,
}

/** What windows want of a run, whoever its host is. */
export interface Wanted {
  readonly views: readonly ViewName[]
  readonly isWatched: boolean
}

/** A run's host: see `createHost` for those that may rest, `createWatchingHost` for those elsewhere. */
export interface RunHost extends ThreadHost {
  readonly wanted: Wanted
  /**
   * Gives the run up for good, since another process trains it or has trained it on: answers what was asked
   * and lets go of the thread. False where this process trains it, or has it: then nothing happens.
   */
  leave(): Promise<boolean>
  /**
   * Takes the newest update back: the run is paused where it was before it. Refused where it trains, has made
   * none, or nothing is kept of it.
   */
  stepBack(): Promise<Result<RunState>>
  /**
   * The file of a checkpoint of where the run stood after some updates: one that is kept, or else computed from
   * the kept one before it, while the run goes on.
   */
  checkpointAt(update: number, waiter: CheckpointWaiter): Promise<Result<Uint8Array>>
  /** Whether the run belongs to this process: it trains here, or not all of it is written. */
  readonly isHeld: boolean
  /** Whether it has a thread, or is about to. */
  readonly hasThread: boolean
  /**
   * Lets a run that does not train rest: all of it is written, and it belongs to nobody and has no thread.
   * Nothing happens where it trains, or where nothing is kept of it.
   */
  rest(): Promise<void>
  /**
   * Pauses a run that trains or waits for its turn, so that it goes on when the app is started again, and
   * lets it rest; resolves when all of it is written. Nothing happens where nothing is kept of it.
   */
  close(): Promise<void>
}

/**
 * A run in a thread of its own, seen from the outside. Commands are acknowledged: they resolve once the
 * thread has done as asked, or once the run has ended. Giving one twice is fine.
 */
export interface ThreadHost {
  readonly state: RunState
  /** Resolves when the network is built, or with why it could not be. */
  readonly ready: Promise<Result<ReportOf<'ready'>>>
  pause(): Promise<Result<RunState>>
  resume(): Promise<Result<RunState>>
  step(): Promise<Result<RunState>>
  /**
   * Pauses, makes one update and resolves with its trace; with that of the last one where the run has ended.
   */
  inspectNext(): Promise<Result<Trace>>
  /** Recomputes an update while the run waits, and resolves with its trace. */
  inspectUpdate(update: number): Promise<Result<Trace>>
  /**
   * Recomputes updates while the run waits, observes views of them, and resolves with which they are; after
   * `withinMs` milliseconds with those that there are by then.
   */
  recompute(
    views: readonly KeptView[],
    updates: readonly number[],
    withinMs?: number,
  ): Promise<Result<readonly number[]>>
  /** Has the network write a text, which the listener observes, and every later one like it. */
  write(writing: Writing): Promise<Result<null>>
  /** Ends a recomputation, if one is under way; so do most other commands. */
  cancelInspect(): void
  /** Which views windows show from now on. */
  observe(views: readonly ViewName[]): void
  /** Resolves with the tuning events that the new values made. */
  tune(tuning: Tuning): Promise<Result<TuningEvent[]>>
  setSpeed(speed: number | null): void
  /**
   * Resolves with where the run stands, once its listener has heard of every update before that; null while
   * an update is recomputed. A run that has ended still has one, unless its thread is gone.
   */
  checkpoint(): Promise<Result<Checkpoint | null>>
  /** Whether a window is subscribed: samples are made only then. */
  setWatched(watched: boolean): void
  /**
   * Ends the run after the update in hand, so that it can still be inspected; by force if that one takes too
   * long, and at once while the network is being built.
   */
  stop(): Promise<RunState>
  /** Ends the thread whatever it does; resolves when it is gone. */
  dispose(): Promise<void>
}

/** How long `stop` waits for the update in hand. */
const STOP_PATIENCE_MS = 2000

export function isEnded({ status }: RunState): boolean {
  return status !== 'queued' && status !== 'building' && status !== 'running' && status !== 'paused'
}

const failure = (update: number, why: Reason): RunState => ({
  status: 'failed',
  update,
  error: failureOf('workerFailed', why),
})

/** What is refused of a run that has ended: of one that failed the reason is worth more than that. */
export function failEnded(state: RunState): Result<never> {
  if (state.status !== 'failed') return fail('runEnded', reason('ended', { status: state.status }))
  return { ok: false, error: { ...state.error, code: 'runEnded' } }
}

/** Starts a run's thread. A thread that dies makes the run's state `failed`. */
export function startHost(
  start: WorkerStart,
  listener: HostListener,
  spawn: (start: WorkerStart) => Thread,
): ThreadHost {
  let state: RunState = { status: 'building', update: 0 }
  const ready = createReplies<Result<ReportOf<'ready'>>>()
  const states = createReplies<Result<RunState>>()
  const tunings = createReplies<Result<TuningEvent[]>>()
  const traces = createReplies<Result<Trace>>()
  const recomputations = createReplies<Result<readonly number[]>>()
  const checkpoints = createReplies<Result<Checkpoint | null>>()
  const texts = createReplies<Result<null>>()
  const whenReady = ready.next()
  const heartbeat = start.experiment.train.stop.seconds === null ? null : createHeartbeat()
  const reading = dataOf(start.experiment.task)
  const thread = spawn({
    ...start,
    ...(reading ? { data: providedData(reading) } : {}),
    ...(heartbeat ? { awakeMs: heartbeat.awakeMs } : {}),
  })
  heartbeat?.start()

  let isGone = false
  const ended = () => failEnded(state)

  function end(final: RunState): void {
    if (isEnded(state)) return
    state = final
    heartbeat?.stop()
    ready.resolveAll(
      final.status === 'failed'
        ? { ok: false, error: final.error }
        : fail('cancelled', reason('stoppedBuilding')),
    )
    tunings.resolveAll(ended())
    states.resolveAll(succeed(state))
    listener.state(state)
  }

  function receiveState(reported: RunState): void {
    if (isEnded(reported)) return end(reported)
    state = reported
    listener.state(state)
    states.resolveNext(succeed(state))
  }

  thread.on('message', (report) => {
    // A thread whose run is over still shows it.
    if (report.type === 'observation') listener.observation(report.observation)
    else if (report.type === 'trace') traces.resolveNext(report.trace)
    else if (report.type === 'recomputed') listener.recomputed(report.observation)
    else if (report.type === 'recomputing') listener.recomputing(report)
    else if (report.type === 'catchingUp') listener.catchingUp(report)
    else if (report.type === 'recomputation') recomputations.resolveNext(report.updates)
    else if (report.type === 'written') texts.resolveNext(report.written)
    else if (report.type === 'checkpoint') checkpoints.resolveNext(succeed(report.checkpoint))
    else if (isEnded(state)) return
    else if (report.type === 'batch') {
      state = { ...state, update: report.firstUpdate + report.columns.loss.length }
      listener.batch(report)
    } else if (report.type === 'sample') listener.sample(report.sample)
    else if (report.type === 'threads') listener.threads(report.threads)
    else if (report.type === 'state') receiveState(report.state)
    else if (report.type === 'ready') {
      state = { status: start.paused ? 'paused' : 'running', update: report.update }
      listener.ready(report)
      ready.resolveNext(succeed(report))
    } else {
      listener.tuningEvents(report.events)
      tunings.resolveNext(succeed(report.events))
    }
  })
  function died(why: Reason): void {
    isGone = true
    const { status, update } = state
    const cause = status === 'building' ? reason('notBuilt', { why }) : reason('threadDied', { update, why })
    end(failure(update, cause))
    traces.resolveAll(ended())
    recomputations.resolveAll(ended())
    checkpoints.resolveAll(ended())
    texts.resolveAll(ended())
  }
  thread.on('error', (error) =>
    died(reason('words', { text: error instanceof Error ? error.message : String(error) })),
  )
  thread.on('exit', (exitCode) => {
    if (start.inStep) leaveStep(start.inStep)
    died(reason('exitCode', { code: exitCode }))
  })

  function command(type: 'pause' | 'resume' | 'step'): Promise<Result<RunState>> {
    if (isEnded(state)) return Promise.resolve(type === 'pause' ? succeed(state) : ended())
    thread.postMessage({ type })
    return states.next()
  }

  return {
    get state() {
      return state
    },
    ready: whenReady,
    pause: () => command('pause'),
    resume: () => command('resume'),
    step: () => command('step'),
    inspectNext() {
      if (isGone) return Promise.resolve(ended())
      thread.postMessage({ type: 'inspectNext' })
      // The thread answers with a state too, which takes its turn among the other answers.
      if (!isEnded(state)) void states.next()
      return traces.next()
    },
    inspectUpdate(update) {
      if (isGone) return Promise.resolve(ended())
      thread.postMessage({ type: 'inspectUpdate', update })
      return traces.next()
    },
    recompute(views, updates, withinMs) {
      if (isGone) return Promise.resolve(ended())
      thread.postMessage({ type: 'recompute', views, updates, withinMs })
      return recomputations.next()
    },
    write(writing) {
      if (isGone) return Promise.resolve(ended())
      thread.postMessage({ type: 'write', writing })
      return texts.next()
    },
    cancelInspect: () => thread.postMessage({ type: 'cancelInspect' }),
    observe: (views) => thread.postMessage({ type: 'observe', views }),
    tune(tuning) {
      if (isEnded(state)) return Promise.resolve(ended())
      thread.postMessage({ type: 'tune', tuning })
      return tunings.next()
    },
    checkpoint() {
      if (isGone) return Promise.resolve(ended())
      thread.postMessage({ type: 'checkpoint' })
      return checkpoints.next()
    },
    setSpeed: (speed) => thread.postMessage({ type: 'speed', speed }),
    setWatched: (watched) => thread.postMessage({ type: 'watched', watched }),
    async stop() {
      if (state.status === 'building') {
        // The thread hears nothing before the network is built, and there is nothing to keep.
        end({ status: 'stopped', update: 0 })
        void thread.terminate()
      } else if (!isEnded(state)) {
        thread.postMessage({ type: 'stop' })
        const stopped = states.next()
        const timer = setTimeout(() => {
          end({ status: 'stopped', update: state.update })
          void thread.terminate()
        }, STOP_PATIENCE_MS)
        await stopped
        clearTimeout(timer)
      }
      return state
    },
    async dispose() {
      end({ status: 'stopped', update: state.update })
      await thread.terminate()
    },
  }
}
