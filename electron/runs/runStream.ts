import type { EventName } from '../../core/contract/channels'
import type { EventOf } from '../../core/contract/ipc'
import type { Observation } from '../../core/contract/observation'
import { supersede } from '../../core/contract/views'
import type { RunSummary, Sample } from '../../core/contract/run'
import type { RunLog } from './runLog'

/** Sends an event to a window. */
export type SendEvent = <N extends EventName>(name: N, payload: EventOf<N>) => void

/** Most updates of one batch: about half a megabyte. */
const BATCH_UPDATES = 20_000
const BATCH_INTERVAL_MS = 1000 / 30
const SUMMARY_INTERVAL_MS = 100

/** A clock and a timer, so that tests need not wait. */
export interface Timing {
  /** Milliseconds of a clock that never goes back. */
  now(): number
  /** Calls back after a while; returns what takes that back. */
  later(callback: () => void, ms: number): () => void
}

export interface WatcherOptions {
  readonly runId: string
  readonly log: RunLog
  /** The first update that the window does not have. */
  readonly from: number
  /** What else is known of the run and the window does not have, oldest first. */
  readonly sample: Sample | null
  readonly observations: readonly Observation[]
  summary(): RunSummary
  readonly send: SendEvent
  readonly timing: Timing
}

/**
 * One window's view of one run's log. Nothing is queued: a batch goes from the window's cursor to the newest
 * update, and the next one only after the window has said that it arrived. A slow, hidden or frozen window
 * so gets fewer and larger batches, and at most one of each kind of message is on its way to it.
 */
export interface Watcher {
  /** There are new updates, or new figures. */
  updated(): void
  sampled(sample: Sample): void
  /** Of several that wait, only the newest of each view is sent, and the first update's: with it pictures begin. */
  observed(observation: Observation): void
  /** Everything before `nextUpdate` has arrived. */
  acknowledged(nextUpdate: number): void
  dispose(): void
}

export function createWatcher(options: WatcherOptions): Watcher {
  const { runId, log, from, summary, send, timing } = options
  let { sample, observations } = options
  let cursor = Math.min(from, log.length)
  /** The end of the batch on its way, or null. */
  let sentUntil: number | null = null
  let lastBatch = -Infinity
  let lastSummary = -Infinity
  let cancelTimer: (() => void) | null = null
  let isDisposed = false

  function sendBatch(): void {
    const columns = log.read(cursor, BATCH_UPDATES)
    sentUntil = cursor + columns.loss.length
    lastBatch = timing.now()
    send('run:batch', { runId, firstUpdate: cursor, columns })
    if (lastBatch - lastSummary < SUMMARY_INTERVAL_MS) return
    lastSummary = lastBatch
    send('run:changed', summary())
  }

  /** Sends what there is, unless the window is still busy with what it got. */
  function flush(): void {
    if (sentUntil !== null || cancelTimer || isDisposed) return
    const wait = lastBatch + BATCH_INTERVAL_MS - timing.now()
    if (wait > 0) {
      cancelTimer = timing.later(() => {
        cancelTimer = null
        flush()
      }, wait)
      return
    }
    if (sample) send('run:sample', { runId, sample })
    sample = null
    const waiting = observations
    observations = []
    for (const observation of waiting) send('run:observation', { runId, observation })
    if (log.length > cursor) sendBatch()
  }

  return {
    updated: flush,
    sampled(newest) {
      sample = newest
      flush()
    },
    observed(observation) {
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
      isDisposed = true
    },
  }
}
