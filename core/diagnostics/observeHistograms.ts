import type { Observation } from '../contract/observation'
import { HISTOGRAM_BINS } from '../experiment/viewLimits'
import type { Floats } from '../math/floats'
import type { Trainer } from '../train/trainer'

interface Histogram {
  readonly min: number
  readonly max: number
  /** How many values lie in each of the equal bins from min to max. */
  readonly counts: Float64Array
}

/**
 * Counts values in equal bins from the least to the largest of them; the largest belongs to the last bin.
 * Values that are not finite are left out, so the counts may add up to fewer than there are values; without
 * any finite one all is 0. Where all values are alike they are in the first bin and min = max.
 */
export function histogram(values: Floats | readonly number[], numBins = HISTOGRAM_BINS): Histogram {
  const counts = new Float64Array(numBins)
  let min = Infinity
  let max = -Infinity
  for (const value of values) {
    if (value < min && value !== -Infinity) min = value
    if (value > max && value !== Infinity) max = value
  }
  if (min > max) return { min: 0, max: 0, counts }
  // Halves, so that the width of the largest float64 range is still finite.
  const halfWidth = max / 2 - min / 2
  for (const value of values) {
    if (!(value >= min && value <= max)) continue
    const position = halfWidth > 0 ? ((value / 2 - min / 2) / halfWidth) * numBins : 0
    counts[Math.min(numBins - 1, Math.floor(position))]++
  }
  return { min, max, counts }
}

/** Distribution of every parameter and of its gradient as the optimizer saw it, of an update by itself. */
export function observeHistograms(
  { model }: Trainer,
  update: number,
): NonNullable<Observation['histograms']> {
  return {
    since: update,
    parameters: model.parameters.map(({ name, value, grad }) => ({
      name,
      weight: histogram(value),
      grad: histogram(grad),
    })),
  }
}
