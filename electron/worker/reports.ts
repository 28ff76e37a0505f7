import type { Writing } from '../../core/contract/outputs'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import type { RunState, TuningEvent } from '../../core/contract/run'
import type { Trace } from '../../core/contract/trace'
import type { ViewName } from '../../core/contract/views'
import { emptyObservation } from '../../core/contract/views'
import type { Result } from '../../core/contract/result'
import type { Output } from '../../core/evaluation/outputs'
import type { UpdateRecord } from '../../core/train/train'
import { WritingError } from '../../core/train/alphabet'
import { createBatchColumns } from './batchColumns'
import { createDiagnosticsScheduler } from './diagnosticsScheduler'
import type { Environment } from './environment'
import type { Checkpoint, EndState, WorkerStart } from './messages'
import { createRecentMedian } from './recentMedian'
import { refuse } from './refuse'
import type { Training } from './training'

const BATCH_INTERVAL_MS = 1000 / 30
const SAMPLE_INTERVAL_MS = 200
/** Enough for a steady median, few enough to sort 30 times a second. */
const TIMES = 101

/** All that a run's host is told, and when: batches of updates, samples, views, states and answers. */
export interface Reports {
  /**
   * Whether somebody watches: samples, and views that are not recorded, are sent only then, and at pauses.
   */
  readonly isWatched: boolean
  setWatched(isWatched: boolean): void
  /** Which views are watched from now on. */
  setViews(views: readonly ViewName[]): void
  /** Records an update for the next batch. */
  record(update: UpdateRecord): void
  /** The median time of one of the newest updates. */
  readonly msPerUpdate: number
  /** Records how long the newest updates took on average. */
  recordTime(msPerUpdate: number): void
  /**
   * Evaluates the network, and has it make what it makes by itself, and sends both, each if that is due after
   * the updates that were made.
   */
  testDue(): void
  /** The same at the end of a run, unless it is done already. */
  testEnd(): void
  /** Has the network write what a person wants, and sends that, or answers why it cannot. */
  write(writing: Writing): void
  /** To be called before an update of which views may be sent. */
  prepareViews(): void
  /** Sends what is due after a slice of training; `idle` is the time until the next one. */
  sendDue(now: number, idle: number): void
  /** Sends the views of the newest update that are due, after which none follows. */
  sendViewsDue(): void
  /** Sends the batch of all updates that are not sent yet. */
  sendBatch(): void
  /** Sends the newest update's sample, unless it is sent already. */
  sendSample(): void
  /** Sends the watched and the recorded views of the newest update that are not sent yet. */
  sendWatchedViews(): void
  /**
   * Sends every view of the newest update that is not sent yet, watched or not: its passes will be
   * overwritten.
   */
  sendEveryView(): void
  /**
   * Sends no more views of the newest update: its passes will be overwritten, and the next update comes soon.
   */
  skipViews(): void
  /** Sends every view of the update that the run ended with, once. */
  sendViewsOfEnd(end: EndState): void
  sendState(state: RunState): void
  sendTrace(trace: Result<Trace>): void
  sendRecomputed(updates: Result<readonly number[]>): void
  sendCheckpoint(checkpoint: Checkpoint | null): void
  sendTuningEvents(events: TuningEvent[]): void
}

/** Begins by saying that the run is ready. */
export function createReports(
  training: Pick<
    Training,
    | 'numParameters'
    | 'baseline'
    | 'progress'
    | 'sample'
    | 'observer'
    | 'hasPasses'
    | 'evaluateEvery'
    | 'evaluate'
    | 'outputs'
  >,
  start: Pick<WorkerStart, 'watched' | 'views' | 'msPerUpdate'>,
  env: Environment,
): Reports {
  const { numParameters, baseline } = training
  let { update: updates } = training.progress
  const columns = createBatchColumns(updates)
  const times = createRecentMedian(TIMES)
  if (start.msPerUpdate !== undefined) times.push(start.msPerUpdate)
  const diagnostics = createDiagnosticsScheduler(training.observer, env)
  let isWatched = start.watched
  let sampledUpdates = 0
  let lastBatch = -Infinity
  let lastSample = -Infinity
  let isEndSent = false
  /** After how many updates the network was evaluated last, and made something. */
  let evaluatedAt = updates
  let madeAt = updates

  function sendBatch(): void {
    lastBatch = env.now()
    if (columns.length === 0) return
    env.post({ type: 'batch', ...columns.take(), msPerUpdate: times.median() })
  }

  function sendSample(): void {
    if (sampledUpdates === updates) return
    sampledUpdates = updates
    lastSample = env.now()
    const sample = training.sample()
    if (sample) env.post({ type: 'sample', sample })
  }

  function evaluate(): void {
    evaluatedAt = updates
    // Whoever hears of it knows the updates before it.
    sendBatch()
    const observation = { ...emptyObservation(updates - 1), evaluation: training.evaluate() }
    env.post({ type: 'observation', observation })
  }

  function sendOutput(output: Output): void {
    madeAt = updates
    sendBatch()
    env.post({ type: 'observation', observation: { ...emptyObservation(updates - 1), ...output } })
  }

  /** The first update's views are kept for whoever comes to watch. */
  const observeDue = (idle: number) => diagnostics.observeDue(updates, idle, isWatched || updates === 1)

  diagnostics.setViews(start.views)
  // There is nothing to be seen of an update that another thread has made.
  if (!training.hasPasses) diagnostics.skip(updates)
  env.post({ type: 'ready', numParameters, baseline, update: updates })
  return {
    get isWatched() {
      return isWatched
    },
    setWatched(wanted) {
      isWatched = wanted
    },
    setViews: diagnostics.setViews,
    record({ loss, gradNorm, gradNormClipped, lr }) {
      updates++
      columns.push(loss, gradNorm, gradNormClipped, lr)
    },
    get msPerUpdate() {
      return times.median()
    },
    recordTime: times.push,
    testDue() {
      const { evaluateEvery: every, outputs } = training
      if (every !== null && updates % every === 0) evaluate()
      if (outputs.isDue(updates)) sendOutput(outputs.make())
    },
    testEnd() {
      const { evaluateEvery: every, outputs } = training
      if (every !== null && evaluatedAt !== updates) evaluate()
      if (outputs.until(updates) < Infinity && madeAt !== updates) sendOutput(outputs.make())
    },
    write(writing) {
      const refused = (why: Reason) => env.post({ type: 'written', written: refuse('invalidRequest', why) })
      if (updates === 0) return refused(reason('nothingLearned'))
      try {
        sendOutput(training.outputs.write(writing))
      } catch (error) {
        if (!(error instanceof WritingError)) throw error
        return refused(error.reason)
      }
      env.post({ type: 'written', written: { ok: true, value: null } })
    },
    prepareViews: () => diagnostics.prepare(updates, isWatched),
    sendDue(now, idle) {
      if (now - lastBatch >= BATCH_INTERVAL_MS) sendBatch()
      if (isWatched && now - lastSample >= SAMPLE_INTERVAL_MS) sendSample()
      observeDue(idle)
    },
    sendViewsDue: () => observeDue(0),
    sendBatch,
    sendSample,
    sendWatchedViews: () => diagnostics.observeWatched(updates),
    sendEveryView: () => diagnostics.observeEvery(updates),
    skipViews: () => diagnostics.skip(updates),
    sendViewsOfEnd(end) {
      if (isEndSent) return
      isEndSent = true
      if (end.status === 'diverged') diagnostics.observeDivergence(end.divergence)
      else diagnostics.observeEvery(updates)
    },
    sendState: (state) => env.post({ type: 'state', state }),
    sendRecomputed: (recomputed) => env.post({ type: 'recomputation', updates: recomputed }),
    sendCheckpoint: (checkpoint) => env.post({ type: 'checkpoint', checkpoint }),
    sendTrace: (trace) => env.post({ type: 'trace', trace }),
    sendTuningEvents: (events) => env.post({ type: 'tuningEvents', events }),
  }
}
