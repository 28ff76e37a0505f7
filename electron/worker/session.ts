import type { Trace } from '../../core/contract/trace'
import type { Result } from '../../core/contract/result'
import type { EndRecord } from '../../core/train/train'
import type { Environment } from './environment'
import type { Recomputation } from './inspector'
import { cancelled, createInspector, lastUpdateOf } from './inspector'
import { createLoop } from './loop'
import type { EndState, RunCommand, WorkerStart } from './messages'
import { createReports } from './reports'
import type { Training } from './training'

/** A run as its host commands it. */
export interface Session {
  receive(command: RunCommand): void
}

/** Exactly while it is `running` the loop makes updates. */
interface Going {
  readonly status: 'running' | 'paused'
}
interface Ended {
  readonly status: 'ended'
  readonly end: EndState
}
/** The trainer is at another update than its run, which waits and then is again as `before`. */
interface Recomputing {
  readonly status: 'recomputing'
  readonly recomputation: Recomputation
  readonly before: Going | Ended
}
type State = Going | Ended | Recomputing

/** What is done about each command in a state. */
type Commands<S> = {
  readonly [T in RunCommand['type']]: (command: Extract<RunCommand, { type: T }>, state: S) => void
}

/** Commands that leave the trainer alone; all others end a recomputation before they do anything. */
const LEAVE_TRAINER_ALONE: readonly RunCommand['type'][] = ['observe', 'watched', 'speed']

/**
 * Trains, obeys commands between slices of training, and reports. Pause, resume, step and stop are answered
 * with a state. A run that has ended stays, idle, so that it can still be observed and inspected.
 */
export function startSession(training: Training, start: WorkerStart, env: Environment): Session {
  const reports = createReports(training, start, env)
  const inspector = createInspector(training, env)
  const loop = createLoop(training, { speed: start.speed, maxUpdates: start.experiment.train.updates }, env, {
    groupBegins: inspector.beforeUpdates,
    lastOfGroupBegins: reports.prepareViews,
    updateMade: reports.record,
    groupMade: reports.recordTime,
    sliceMade: reports.sendDue,
    ended: (record) => end(endStateOf(record)),
  })
  let state: State = { status: 'paused' }

  function end(how: EndState): void {
    loop.stop()
    state = { status: 'ended', end: how }
    reports.sendBatch()
    reports.sendSample()
    // Whoever stops a run to start another one does not wait for its views.
    if (reports.isWatched && how.status !== 'stopped') reports.sendViewsOfEnd(how)
    reports.sendState(how)
    training.releaseHelpers()
    if (reports.isWatched) reports.sendViewsOfEnd(how)
  }

  function run(): void {
    state = { status: 'running' }
    loop.start()
  }

  function pause(): void {
    state = { status: 'paused' }
    loop.stop()
  }

  /**
   * Sends everything so far, then the state; nothing where the run has ended meanwhile, which has told it
   * all.
   */
  function answer(): void {
    if (state.status !== 'running' && state.status !== 'paused') return
    const { status } = state
    reports.sendBatch()
    if (status === 'paused') reports.sendSample()
    reports.sendState({ status, update: loop.updates })
    if (status === 'paused') reports.sendWatchedViews()
  }

  function recompute(update: number, before: Going | Ended): void {
    const recomputation = inspector.recompute(update, before.status === 'ended' ? before.end : null)
    state = { status: 'recomputing', recomputation, before }
    recomputation.begin(finish)
  }

  /** Answers an inspection, after which all is as before. */
  function finish(trace: Result<Trace>): void {
    if (state.status !== 'recomputing') return
    state = state.before
    reports.sendTrace(trace)
    if (state.status === 'running') loop.continue()
  }

  const commands: Commands<Going> = {
    pause() {
      pause()
      answer()
    },
    resume() {
      if (state.status === 'paused') run()
      answer()
    },
    step() {
      pause()
      loop.step()
      loop.endIfOver()
      answer()
    },
    inspectNext() {
      pause()
      const trace = inspector.traceNext(loop.step)
      // The run has ended with it, and is asked again.
      if (!trace) return receive({ type: 'inspectNext' })
      reports.sendTrace(trace)
      loop.endIfOver()
      answer()
    },
    inspectUpdate({ update }, going) {
      loop.stop()
      reports.sendBatch()
      reports.sendSample()
      if (going.status === 'paused') reports.sendEveryView()
      else reports.skipViews()
      recompute(update, going)
    },
    // A recomputation has ended already.
    cancelInspect: () => undefined,
    observe({ views }) {
      reports.setViews(views)
      if (state.status === 'paused') reports.sendWatchedViews()
    },
    watched: ({ watched }) => reports.setWatched(watched),
    speed: ({ speed }) => loop.setSpeed(speed),
    tune: ({ tuning }) => reports.sendTuningEvents(training.tune(tuning)),
    stop: () => end({ status: 'stopped', update: loop.updates }),
  }

  /** A run that has ended obeys no other command. */
  const commandsAfterEnd: Partial<Commands<Ended>> = {
    inspectNext: (_, ended) => recomputeAfterEnd(lastUpdateOf(ended.end), ended),
    inspectUpdate: ({ update }, ended) => recomputeAfterEnd(update, ended),
    watched: ({ watched }, { end }) => watched && reports.sendViewsOfEnd(end),
  }

  function recomputeAfterEnd(update: number, ended: Ended): void {
    // The views are of the passes as training left them.
    reports.sendViewsOfEnd(ended.end)
    recompute(update, ended)
  }

  function receive(command: RunCommand): void {
    if (state.status === 'recomputing' && !LEAVE_TRAINER_ALONE.includes(command.type)) {
      state.recomputation.cancel()
      finish(cancelled)
    }
    const run = state.status === 'recomputing' ? state.before : state
    if (run.status === 'ended') obey(commandsAfterEnd, command, run)
    else obey(commands, command, run)
  }

  if (!start.paused) run()
  return { receive }
}

function obey<S>(commands: Partial<Commands<S>>, command: RunCommand, state: S): void {
  const act = commands[command.type] as ((command: RunCommand, state: S) => void) | undefined
  act?.(command, state)
}

function endStateOf(record: EndRecord): EndState {
  const { status, update } = record
  return status === 'done'
    ? { status, update, reason: record.reason }
    : { status, update, divergence: record.divergence }
}
