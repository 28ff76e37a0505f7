import { lowerBound } from '../data/lowerBound'
import type { Track } from '../data/track'
import type { Scale } from '../scales/scale'
import { isDense } from './decimation'

/** Two curves with what lies between them. */
export interface BandTracks {
  readonly lower: Track
  readonly upper: Track
}

/** The band at one place of the axis. */
export interface BandColumn {
  readonly x: number
  readonly lower: number
  /** Infinite where the upper curve is. */
  readonly upper: number
}

/** A stretch without a gap. */
export type BandStretch = readonly BandColumn[]

/**
 * What lies between two curves over every update in sight, or over every column of pixels where these are
 * fewer: there from the least of the lower to the greatest of the upper. A gap is where the lower has no
 * finite value.
 */
export function bandStretches({ lower, upper }: BandTracks, x: Scale): BandStretch[] {
  const stretches: BandColumn[][] = []
  let isOpen = false
  for (const [from, end] of placesOf(x, lower.column.length)) {
    const least = lower.column.at(lower.pyramid.extremes(from, end).argmin)
    if (Number.isNaN(least)) {
      isOpen = false
      continue
    }
    const greatest = greatestIn(upper, from, end)
    if (!isOpen) stretches.push([])
    isOpen = true
    stretches.at(-1)!.push({ x: (from + end - 1) / 2, lower: least, upper: greatest })
  }
  return stretches
}

/** Stretches of updates, [from, end), that the axis shows each at a place of its own. */
function placesOf(x: Scale, length: number): [number, number][] {
  const { min, max } = x.domain
  if (!isDense(x)) {
    const first = Math.max(0, Math.floor(min))
    const last = Math.min(length - 1, Math.ceil(max))
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => [first + i, first + i + 1])
  }
  const places: [number, number][] = []
  for (let column = 0; column < x.extent.end; column++) {
    const from = Math.max(0, Math.ceil(x.reverse(column) - 1e-6))
    const end = Math.min(length, Math.ceil(x.reverse(column + 1) - 1e-6))
    if (from < end) places.push([from, end])
  }
  return places
}

/** A value that is not finite is above all others: so many of the curves have diverged there. */
function greatestIn({ column, pyramid, nonFinite }: Track, from: number, end: number): number {
  const { argmax } = pyramid.extremes(from, end)
  const next = nonFinite[lowerBound(nonFinite, from)]
  return argmax < 0 || (next !== undefined && next < end) ? Infinity : column.at(argmax)
}
