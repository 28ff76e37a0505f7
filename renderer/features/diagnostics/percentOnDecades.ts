import { linear } from '../../charts/scales/linear'
import type { Range } from '../../charts/scales/scale'
import { clampTo } from '../../charts/scales/scale'

const PERCENT = { start: 0, end: 100 }

/** Where a value stands on an axis of decades, in per cent; values beyond it, and NaN, stand at its ends. */
export function percentOnDecades(value: number, decades: Range): number {
  const power = Math.log10(value)
  return linear(decades, PERCENT).forward(Number.isNaN(power) ? decades.min : clampTo(decades, power))
}
