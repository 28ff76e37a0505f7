import { shownNumber } from '../../../core/contract/counting'
import type { StepNorms } from '../../../core/contract/observation'

/** A change by less than this factor is called none. */
const FLAT = 2

export type FlowTrend =
  | {
      readonly kind: 'shrinks' | 'grows' | 'stays'
      readonly from: number
      readonly to: number
      readonly last: number
      readonly first: number
    }
  | { readonly kind: 'single'; readonly from: number; readonly last: number }
  | { readonly kind: 'allZero' }
  | { readonly kind: 'notFinite'; readonly step: number }

/**
 * How a gradient's norm changes on its way back through the steps, counted from 1: from the step where it
 * enters, which is the last one with a gradient, to the first. In a pass over a window NaN stands for steps
 * outside.
 */
export function readFlow(norms: ArrayLike<number>, isReversed = false, isWindowed = false): FlowTrend {
  const all = Array.from(norms)
  const isSeen = (norm: number): boolean => !(isWindowed && Number.isNaN(norm))
  const nonFinite = all.findIndex((norm) => isSeen(norm) && !Number.isFinite(norm))
  if (nonFinite >= 0) return { kind: 'notFinite', step: shownNumber(nonFinite) }
  const entry = isReversed ? all.findIndex((norm) => norm > 0) : all.findLastIndex((norm) => norm > 0)
  if (entry < 0) return { kind: 'allZero' }
  const end = isReversed ? all.findLastIndex(isSeen) : all.findIndex(isSeen)
  const from = all[entry]!
  if (entry === end) return { kind: 'single', from, last: shownNumber(entry) }
  const to = all[end]!
  const kind = to * FLAT < from ? 'shrinks' : to > from * FLAT ? 'grows' : 'stays'
  return { kind, from, to, last: shownNumber(entry), first: shownNumber(end) }
}

/** Whether every gradient is the same before and after clipping at each step; false where that is unknown. */
export function isNothingClipped(
  layers: readonly (StepNorms & { readonly unclipped: StepNorms | null })[],
): boolean {
  const isSame = (one: StepNorms, other: StepNorms): boolean =>
    one.h.join() === other.h.join() && one.c?.join() === other.c?.join()
  return layers.length > 0 && layers.every((layer) => layer.unclipped && isSame(layer, layer.unclipped))
}
