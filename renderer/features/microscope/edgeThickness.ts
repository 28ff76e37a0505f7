import type { Item } from '../../../core/explain/flow'
import { magnitude } from '../../../core/explain/flow'
import type { Timeline } from '../../../core/explain/timeline'

/** Which way along the time axis something flows: states forward, gradients backward. */
export type Direction = 'forward' | 'backward'

/** The largest norms of states, and of gradients, over all steps: what thickness is measured by. */
export function largestMagnitudes(
  { symbols, trace }: Timeline,
  item: Item,
): Readonly<Record<Direction, number>> {
  let [forward, backward] = [0, 0]
  trace.cells.forEach((cell, k) => {
    for (let t = -symbols.numLead; t < trace.sizes.steps; t++) {
      forward = Math.max(forward, magnitude(symbols.h(k, t), item))
      if (t >= 0) backward = Math.max(backward, magnitude(symbols.gradH(k, t), item))
      if (!cell.c) continue
      forward = Math.max(forward, magnitude(symbols.c(k, t), item))
      if (t >= 0) backward = Math.max(backward, magnitude(symbols.gradC(k, t), item))
    }
  })
  return { forward, backward }
}

/** Decades that the thickness of a gradient's line spans. */
const DECADES = 6

/** Thickness, 0 to 1: states by their share, gradients by the decades that they lie below the largest. */
export function thickness(direction: Direction, size: number, largest: number): number {
  if (!(size > 0) || !(largest > 0)) return 0
  if (direction === 'forward') return Math.min(1, size / largest)
  return Math.min(1, Math.max(0.04, 1 + Math.log10(size / largest) / DECADES))
}
