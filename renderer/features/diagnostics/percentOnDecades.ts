import type { Range } from '../../charts/scales/scale'

/** Where a value stands on an axis of decades, in per cent; what is beyond it, or no number, at its ends. */
export function percentOnDecades(value: number, { min, max }: Range): number {
  const share = (Math.log10(value) - min) / (max - min)
  return 100 * Math.min(Math.max(Number.isNaN(share) ? 0 : share, 0), 1)
}
