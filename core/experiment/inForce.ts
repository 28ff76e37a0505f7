import type { Experiment, TunableField } from './experiment'

/** A field that was given another value while the run went on: it applies from update `update` on. */
export interface Tuned {
  readonly update: number
  readonly field: TunableField
  readonly to: number
}

/**
 * The value of a tunable field that applies to an update, given what was tuned, oldest first. @default the
 * newest
 */
export function valueInForce(
  { optimizer, clip }: Pick<Experiment, 'optimizer' | 'clip'>,
  tuned: readonly Tuned[],
  field: TunableField,
  update = Infinity,
): number {
  for (let i = tuned.length - 1; i >= 0; i--) {
    if (tuned[i].field === field && tuned[i].update <= update) return tuned[i].to
  }
  return field === 'optimizer.lr' ? optimizer.lr : clip.threshold
}

/** A run's experiment with the values that apply to an update. @default after all that was tuned */
export function experimentInForce(
  {
    experiment,
    tuningEvents: tuned,
  }: { readonly experiment: Experiment; readonly tuningEvents: readonly Tuned[] },
  update = Infinity,
): Experiment {
  const { optimizer, clip } = experiment
  return {
    ...experiment,
    optimizer: { ...optimizer, lr: valueInForce(experiment, tuned, 'optimizer.lr', update) },
    clip: { ...clip, threshold: valueInForce(experiment, tuned, 'clip.threshold', update) },
  }
}
