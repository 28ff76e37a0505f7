import type { Experiment } from '../../core/experiment/experiment'
import type { RunSummary } from '../../core/contract/run'

/** A run's experiment with the values that were tuned since it started. */
export function experimentNow({
  experiment,
  tuningEvents,
}: Pick<RunSummary, 'experiment' | 'tuningEvents'>): Experiment {
  const lr = tuningEvents.findLast(({ field }) => field === 'optimizer.lr')?.to ?? experiment.optimizer.lr
  const threshold =
    tuningEvents.findLast(({ field }) => field === 'clip.threshold')?.to ?? experiment.clip.threshold
  return {
    ...experiment,
    optimizer: { ...experiment.optimizer, lr },
    clip: { ...experiment.clip, threshold },
  }
}
