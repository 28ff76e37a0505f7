import type { RunState, TuningEvent } from '../../core/contract/run'
import type { LogColumns } from './arrowLog'
import type { RunEvent } from './documents'
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
    const error = { code: 'workerFailed' as const, message: last.message, problems: [] }
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

/** So many of the newest updates say how long one takes. */
const NUM_TIMES = 101

/** What is told of a run beside its updates, from its log, however that is read. */
export interface LogDigest {
  add(columns: LogColumns): void
  /** The median time of the newest updates; null before the first. */
  readonly msPerUpdate: number | null
  /** The share of updates whose gradient was clipped. */
  readonly clippedShare: number
}

export function createLogDigest(): LogDigest {
  let [numUpdates, numClipped] = [0, 0]
  let times: number[] = []
  return {
    add({ gradNorm, gradNormClipped, ms }) {
      for (let i = 0; i < ms.length; i++) if (gradNormClipped[i]! < gradNorm[i]!) numClipped++
      numUpdates += ms.length
      times = [...times, ...ms.subarray(-NUM_TIMES)].slice(-NUM_TIMES)
    },
    get msPerUpdate() {
      return [...times].sort((a, b) => a - b)[times.length >> 1] ?? null
    },
    get clippedShare() {
      return numUpdates > 0 ? numClipped / numUpdates : 0
    },
  }
}
