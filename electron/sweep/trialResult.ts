import type { Divergence, RunState } from '../../core/contract/run'
import { advance, createProgress, smoothedLoss } from '../../core/train/progress'
import type { RunEvent } from '../store/documents'

/** What became of a trial. */
export interface TrialResult {
  readonly status: 'done' | 'diverged' | 'failed' | 'stopped'
  /** Updates made. */
  readonly update: number
  /** Of the newest update; NaN before the first. */
  readonly loss: number
  /** The loss smoothed over updates, as the stop rules look at it; NaN before the first. */
  readonly smoothedLoss: number
  /** Of a trial that diverged. */
  readonly divergence?: Divergence
  /** Why a trial failed. */
  readonly message?: string
}

/** Follows the losses of a trial from its first update on. */
export interface LossFigures {
  take(losses: Float64Array): void
  readonly update: number
  readonly loss: number
  readonly smoothedLoss: number
}

export function createLossFigures(): LossFigures {
  const progress = createProgress()
  return {
    take(losses) {
      for (const loss of losses) advance(progress, loss, false, 0)
    },
    get update() {
      return progress.update
    },
    get loss() {
      return progress.loss
    },
    get smoothedLoss() {
      return progress.update === 0 ? NaN : smoothedLoss(progress)
    },
  }
}

/** The result of a trial whose run has ended so. */
export function resultOf(state: RunState, { update, loss, smoothedLoss }: LossFigures): TrialResult {
  const figures = { update, loss, smoothedLoss }
  if (state.status === 'diverged') return { status: 'diverged', ...figures, divergence: state.divergence }
  if (state.status === 'failed') return { status: 'failed', ...figures, message: state.error.message }
  return { status: state.status === 'done' ? 'done' : 'stopped', ...figures }
}

/** The result of a trial that lies in its folder and has ended; null where it can be gone on with. */
export function storedResult(
  status: string,
  events: readonly RunEvent[],
  { update, loss, smoothedLoss }: LossFigures,
): TrialResult | null {
  const figures = { update, loss, smoothedLoss }
  if (status === 'done') return { status, ...figures }
  if (status !== 'diverged') return null
  const event = events.findLast(({ type }) => type === 'diverged')
  return { status, ...figures, ...(event?.type === 'diverged' ? { divergence: event.divergence } : {}) }
}
