import type { Track } from './track'

/**
 * The updates that a table of a curve lists: about `count` of those that have a value, spread evenly, with
 * the first, the last, the smallest and the largest value and the first that is not finite.
 */
export function tableRows(track: Track, count: number): number[] {
  const { first, length, count: available } = track.column
  if (available === 0) return []
  const wanted = Math.min(count, available)
  const indices = [first, length - 1]
  for (let i = 0; i < wanted; i++) {
    indices.push(first + Math.round((i * (available - 1)) / Math.max(1, wanted - 1)))
  }
  const { argmin, argmax } = track.pyramid.extremes(0, length)
  indices.push(...[argmin, argmax].filter((index) => index >= 0))
  const updates = [...indices.map((index) => track.updateOf(index)), ...track.nonFinite.slice(0, 1)]
  return [...new Set(updates)].sort((a, b) => a - b)
}
