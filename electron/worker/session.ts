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
  readonly before: Going | Ended
  cancel(): void
}
type State = Going | Ended | Recomputing

/** What is done about each command in a state. */
type Commands<S> = {
  readonly [T in RunCommand['type']]: (command: Extract<RunCommand, { type: T }>, state: S) => void
}

/** Commands that leave the trainer alone; all others end a recomputation before they do anything. */
const LEAVE_TRAINER_ALONE: readonly RunCommand['type'][] = ['observe', 'watched', 'speed', 'checkpoint']

/**
 * Trains, obeys commands between slices of training, and reports. Pause, resume, step and stop are answered
 * with a state. A run that has ended stays, idle, so that it can still be observed and inspected.
 */
export function startSession(training: Training, start: WorkerStart, env: Environment): Session {
  const reports = createReports(training, start, env)
  const inspector = createInspector(training, env)
  const loopOptions = {
    ...{ speed: start.speed, maxUpdates: start.experiment.train.updates },
    ...(start.inStep ? { inStep: start.inStep } : {}),
  }
  const loop = createLoop(training, loopOptions, env, {
    groupBegins: inspector.beforeUpdates,
    lastOfGroupBegins: reports.prepareViews,
    updateMade: reports.record,
    groupMade(msPerUpdate) {
      reports.recordTime(msPerUpdate)
      reports.testDue()
    },
    sliceMade: reports.sendDue,
    ended: (record) => end(endStateOf(record)),
  })
  let state: State = { status: 'paused' }

  function end(how: EndState): void {
    loop.stop()
    state = { status: 'ended', end: how }
    reports.sendBatch()
    if (how.status === 'done') reports.testEnd()
    reports.sendSample()
    // Whoever stops a run to start another one does not wait for its views.
    if (reports.isWatched && how.status !== 'stopped') reports.sendViewsOfEnd(how)
    else if (how.status === 'done') reports.sendViewsDue()
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

  /** Recomputes, and tells what came of it; afterwards all is as before. */
  function recompute<T>(
    recomputation: Recomputation<T>,
    before: Going | Ended,
    tell: (result: Result<T>) => void,
  ): void {
    function finish(result: Result<T>): void {
      state = before
      tell(result)
      if (before.status === 'running') loop.continue()
    }
    function cancel(): void {
      recomputation.cancel()
      finish(cancelled)
    }
    state = { status: 'recomputing', before, cancel }
    recomputation.begin(finish)
  }

  /** Before the passes of the newest update are overwritten by those of others. */
  function leave({ status }: Going): void {
    loop.stop()
    reports.sendBatch()
    reports.sendSample()
    if (status === 'paused') reports.sendEveryView()
    else reports.skipViews()
  }

  /** With all that is in the checkpoint told before it. */
  function sendCheckpoint(): void {
    if (state.status === 'recomputing') return reports.sendCheckpoint(null)
    reports.sendBatch()
    reports.sendCheckpoint(training.checkpoint())
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
      leave(going)
      recompute(inspector.recompute(update, null), going, reports.sendTrace)
    },
    recompute(command, going) {
      leave(going)
      recompute(inspector.observe(command, reports.msPerUpdate), going, reports.sendRecomputed)
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
    write: ({ writing }) => reports.write(writing),
    checkpoint: sendCheckpoint,
    stop: () => end({ status: 'stopped', update: loop.updates }),
  }

  /** A run that has ended obeys no other command. */
  const commandsAfterEnd: Partial<Commands<Ended>> = {
    inspectNext: (_, ended) => openAfterEnd(lastUpdateOf(ended.end), ended),
    inspectUpdate: ({ update }, ended) => openAfterEnd(update, ended),
    recompute(command, ended) {
      reports.sendViewsOfEnd(ended.end)
      recompute(inspector.observe(command, reports.msPerUpdate), ended, reports.sendRecomputed)
    },
    write: ({ writing }) => reports.write(writing),
    checkpoint: sendCheckpoint,
    watched: ({ watched }, { end }) => watched && reports.sendViewsOfEnd(end),
  }

  function openAfterEnd(update: number, ended: Ended): void {
    // The views are of the passes as training left them.
    reports.sendViewsOfEnd(ended.end)
    recompute(inspector.recompute(update, ended.end), ended, reports.sendTrace)
  }

  function receive(command: RunCommand): void {
    if (state.status === 'recomputing' && !LEAVE_TRAINER_ALONE.includes(command.type)) {
      state.cancel()
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
