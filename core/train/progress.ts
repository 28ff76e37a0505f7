import type { TrainSettings } from '../experiment/experiment'
import { integerPower } from '../optim/integerPower'

/** Weight of the past in the smoothed loss that the stop rules look at. */
export const SMOOTHING = 0.98

/** What a run remembers of its updates besides weights and optimizer. All numbers, fit for JSON. */
export interface Progress {
  /** Updates made: the index of the next one. */
  update: number
  /** Loss of the newest update; NaN before the first. */
  loss: number
  /** Exponential moving average of the loss, still biased towards its start at 0. */
  average: number
  /** The lowest smoothed loss so far, and the number of updates made when it was reached. */
  best: number
  bestUpdate: number
  numClipped: number
  /** Time spent in updates. */
  seconds: number
}

export type StopReason = 'updates' | 'loss' | 'patience' | 'seconds'

export function createProgress(): Progress {
  return { update: 0, loss: NaN, average: 0, best: Infinity, bestUpdate: 0, numClipped: 0, seconds: 0 }
}

/**
 * The loss smoothed over updates, free of the bias of its start:
 *
 *     m = 0.98 m + 0.02 loss       smoothed = m / (1 - 0.98^n) after n updates
 */
export function smoothedLoss({ average, update }: Progress): number {
  return average / (1 - integerPower(SMOOTHING, update))
}

/** Counts one update. Overwrites `progress`. */
export function advance(progress: Progress, loss: number, isClipped: boolean, seconds: number): void {
  progress.update++
  progress.loss = loss
  progress.average = SMOOTHING * progress.average + (1 - SMOOTHING) * loss
  if (isClipped) progress.numClipped++
  progress.seconds += seconds
  const smoothed = smoothedLoss(progress)
  if (smoothed < progress.best) {
    progress.best = smoothed
    progress.bestUpdate = progress.update
  }
}

/** Share of updates so far whose gradient was clipped, 0 to 1; 0 before the first. */
export function clippedShare({ numClipped, update }: Progress): number {
  return update === 0 ? 0 : numClipped / update
}

/**
 * Why the run is over, or null while it is not. The first that holds of:
 * - `loss`: the smoothed loss is at or below `stop.loss`;
 * - `updates`: `updates` were made;
 * - `patience`: the smoothed loss has had no new minimum for `stop.patience` updates;
 * - `seconds`: the updates took `stop.seconds` or more, pauses not counted.
 */
export function reasonToStop(progress: Progress, { updates, stop }: TrainSettings): StopReason | null {
  const { update } = progress
  if (update > 0 && stop.loss !== null && smoothedLoss(progress) <= stop.loss) return 'loss'
  if (update >= updates) return 'updates'
  if (stop.patience !== null && update - progress.bestUpdate >= stop.patience) return 'patience'
  if (stop.seconds !== null && progress.seconds >= stop.seconds) return 'seconds'
  return null
}
