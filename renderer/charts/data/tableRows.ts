import type { Track } from './track'

/**
 * The updates that a table of a curve lists: about `count` spread evenly, with the first, the last, the
 * smallest and the largest value and the first that is not finite.
 */
export function tableRows(track: Track, count: number): number[] {
  const { first, length, count: available } = track.column
  if (available === 0) return []
  const wanted = Math.min(count, available)
  const rows = new Set<number>([first, length - 1])
  for (let i = 0; i < wanted; i++) {
    rows.add(first + Math.round((i * (available - 1)) / Math.max(1, wanted - 1)))
  }
  const { argmin, argmax } = track.pyramid.extremes(0, length)
  for (const index of [argmin, argmax, track.nonFinite[0] ?? -1]) if (index >= 0) rows.add(index)
  return [...rows].sort((a, b) => a - b)
}
