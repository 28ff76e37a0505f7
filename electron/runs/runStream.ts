import type { EventName } from '../../core/contract/channels'
import type { EventOf } from '../../core/contract/ipc'
import type { Observation } from '../../core/contract/observation'
import type { ViewName } from '../../core/contract/views'
import { onlyViews, supersede, viewNames } from '../../core/contract/views'
import type { RunSummary, Sample } from '../../core/contract/run'
import type { Clock } from './clock'
import type { DiagnosticsHistory } from './diagnosticsHistory'
import { FAR_UPDATES } from './overview'
import type { RunLog } from './runLog'

/** Sends an event to a window. */
export type SendEvent = <N extends EventName>(name: N, payload: EventOf<N>) => void

/** Most updates of one batch: about three megabytes, which hold a window up for some hundredths of a second. */
const BATCH_UPDATES = 100_000
const BATCH_INTERVAL_MS = 1000 / 30
const SUMMARY_INTERVAL_MS = 100

export interface RunStreamOptions {
  readonly runId: string
  readonly log: RunLog
  /** The first update that the window does not have. */
  readonly from: number
  /** The newest sample, which the window does not have either. */
  readonly sample: Sample | null
  /** What was observed before, and the window does not have, oldest first. */
  readonly observations: readonly Observation[]
  /** What was recorded, which the window has not got either. */
  readonly diagnostics: Pick<DiagnosticsHistory, 'after'>
  summary(): RunSummary
  readonly send: SendEvent
  readonly clock: Clock
  /** Nothing is sent before: a stream that is begun anew sends no oftener than one that goes on. */
  readonly notBefore?: number
}

/**
 * The stream of one run's messages to one window. Nothing is queued: a batch goes from the window's cursor to
 * the newest update, and the next one only after the window has acknowledged it. A slow, hidden or frozen
 * window gets fewer and larger batches, and at most one of each kind of message is on its way to it. Of a
 * long log that it has nothing of it gets an overview first.
 */
export interface RunStream {
  /** There are new updates in the log. */
  logged(): void
  sampled(sample: Sample): void
  /**
   * Of several that wait, only the newest of each view is sent, and that of the first update: charts begin
   * with it. What the window has already is not sent again. What has a history is sent from that, without a
   * gap.
   */
  observed(observation: Observation): void
  /** Everything before `nextUpdate` has arrived. */
  acknowledged(nextUpdate: number): void
  /** Nothing is sent any more. Returns when the next batch would have been due. */
  dispose(): number
}

export function createRunStream(options: RunStreamOptions): RunStream {
  const { runId, log, from, diagnostics, summary, send, clock, notBefore = -Infinity } = options
  let { sample, observations } = options
  let cursor = Math.min(Math.max(from, log.first), log.length)
  /** How many of what was recorded the window has. */
  let numRecorded = 0
  /** Of every view the update of which the window got it last. */
  const sentOf = new Map<ViewName, number>()
  let needsOverview = cursor === log.first && log.length - cursor >= FAR_UPDATES
  /** The end of the batch on its way, or null. */
  let sentUntil: number | null = null
  /** When the next batch is due. */
  let due = notBefore
  let lastSummary = -Infinity
  let cancelTimer: (() => void) | null = null
  let isDisposed = false

  /** Nothing but that is on its way until the window has drawn it. */
  function sendOverview(): void {
    needsOverview = false
    const overview = log.overview()
    if (!overview) return sendBatch()
    sentUntil = cursor
    send('run:overview', { runId, ...overview })
  }

  function sendBatch(): void {
    const columns = log.read(cursor, BATCH_UPDATES)
    // A file that cannot be read now is read when there is more in it.
    if (columns.loss.length === 0) return
    sentUntil = cursor + columns.loss.length
    const now = clock.now()
    due = now + BATCH_INTERVAL_MS
    send('run:batch', { runId, firstUpdate: cursor, columns })
    if (now - lastSummary < SUMMARY_INTERVAL_MS) return
    lastSummary = now
    send('run:changed', summary())
  }

  /** Sends what there is, unless the window is still busy with what it got. */
  function flush(): void {
    if (sentUntil !== null || cancelTimer || isDisposed) return
    const wait = due - clock.now()
    if (wait > 0) {
      cancelTimer = clock.setTimer(() => {
        cancelTimer = null
        flush()
      }, wait)
      return
    }
    if (sample) send('run:sample', { runId, sample })
    sample = null
    const { observations: recorded, count } = diagnostics.after(numRecorded)
    numRecorded = count
    // They may be many: a window that subscribes again and again waits for them as for a batch.
    if (recorded.length > 0) due = clock.now() + BATCH_INTERVAL_MS
    const waiting = [...recorded, ...observations].sort((one, other) => one.update - other.update)
    observations = []
    for (const observation of waiting) send('run:observation', { runId, observation })
    for (const { update, ...seen } of waiting)
      for (const view of viewNames) if (seen[view] !== null) sentOf.set(view, update)
    if (needsOverview) sendOverview()
    else if (log.length > cursor) sendBatch()
  }

  return {
    logged: flush,
    sampled(newest) {
      sample = newest
      flush()
    },
    observed(seen) {
      const observation = onlyViews(
        seen,
        viewNames.filter((view) => sentOf.get(view) !== seen.update),
      )
      if (!observation) return
      const isFirst = ({ update }: Observation): boolean => update === 0
      const others = observations.filter((waiting) => !isFirst(waiting))
      observations = [...observations.filter(isFirst), ...supersede(others, observation)]
      flush()
    },
    acknowledged(nextUpdate) {
      if (sentUntil === null) return
      cursor = Math.min(nextUpdate, sentUntil)
      sentUntil = null
      flush()
    },
    dispose() {
      cancelTimer?.()
      cancelTimer = null
      isDisposed = true
      return due
    },
  }
}
