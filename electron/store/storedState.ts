import { failureOf } from '../../core/contract/result'
import type { RunState, TuningEvent } from '../../core/contract/run'
import { countClipped } from '../runs/countClipped'
import type { LogColumns } from './arrowLog'
import type { RunEvent } from './documents'
import { olderFailure } from './olderFailure'
import type { RunDocuments } from './runDocuments'
import { statusOf } from './runDocuments'

/** How a run stands that nobody trains: what was interrupted waits to be gone on with, as what is paused. */
export function stateOf(
  { experiment, events }: Pick<RunDocuments, 'experiment' | 'events'>,
  update: number,
): RunState {
  const status = statusOf(experiment, update, events)
  const last = events.findLast((event) => event.type === status && event.update === update)
  if (last?.type === 'diverged') return { status: 'diverged', update, divergence: last.divergence }
  if (last?.type === 'failed') {
    const error = failureOf('workerFailed', last.reason ?? olderFailure(last.message) ?? last.message)
    return { status: 'failed', update, error }
  }
  if (last?.type === 'done') return { status: 'done', update, reason: last.reason }
  if (status === 'done') return { status: 'done', update, reason: 'updates' }
  return { status: status === 'stopped' ? 'stopped' : 'paused', update }
}

/** What was tuned in the first so many updates of a run, or in all. */
export function tuningEventsIn(events: readonly RunEvent[], updates = Infinity): TuningEvent[] {
  return events
    .filter((event) => event.type === 'tuned' && event.update <= updates)
    .map(({ type: _, ...event }) => event as TuningEvent)
}

/** What is told of a run beside its updates, from its log, however that is read. */
export interface LogDigest {
  add(columns: LogColumns): void
  /** The time of the newest update, which is the median of those about it; null before the first. */
  readonly msPerUpdate: number | null
  /** Updates whose gradient was clipped. */
  readonly numClipped: number
}

export function createLogDigest(): LogDigest {
  let numClipped = 0
  let msPerUpdate: number | null = null
  return {
    add(columns) {
      numClipped += countClipped(columns)
      msPerUpdate = columns.ms.at(-1) ?? msPerUpdate
    },
    get msPerUpdate() {
      return msPerUpdate
    },
    get numClipped() {
      return numClipped
    },
  }
}
