import type { Track } from './track'

/** The index that stands for a gap in a decimated line. */
export const GAP = -1

/** Points a column of pixels stands for: 1 while every point has a column of its own. */
export function pointsPerColumn(low: number, high: number, columns: number): number {
  return Math.max(1, Math.ceil((high - low) / Math.max(1, columns)))
}

/**
 * The points to draw of the stretch from `low` (included) to `high` (excluded): all of them while they fit, else
 * the smallest and the largest of every column of pixels, in their order, so that no spike is hidden. Columns are
 * aligned to the whole line and not to the stretch, so nothing flickers while it is moved or grows. `GAP` stands
 * where nothing is finite. One point on either side of the stretch is added, so that the line leaves the picture.
 */
export function decimate(track: Track, low: number, high: number, columns: number, out: number[]): void {
  out.length = 0
  const { column, pyramid } = track
  const end = Math.min(Math.ceil(high) + 1, column.length)
  const start = Math.max(0, Math.floor(low) - 1)
  const size = pointsPerColumn(start, end, columns)
  if (size === 1) {
    for (let i = start; i < end; i++) out.push(Number.isFinite(column.at(i)) ? i : GAP)
    return
  }
  for (let at = Math.floor(start / size) * size; at < end; at += size) {
    const { argmin, argmax } = pyramid.extremes(at, Math.min(at + size, column.length))
    if (argmin < 0) out.push(GAP)
    else if (argmin === argmax) out.push(argmin)
    else out.push(Math.min(argmin, argmax), Math.max(argmin, argmax))
  }
}

/** Of ascending indices, those in the stretch, at most one per column of pixels. */
export function thinMarks(indices: readonly number[], low: number, high: number, columns: number): number[] {
  const size = pointsPerColumn(low, high, columns)
  const kept: number[] = []
  let lastColumn = -1
  for (let i = lowerBound(indices, low); i < indices.length && indices[i]! < high; i++) {
    const column = Math.floor(indices[i]! / size)
    if (column !== lastColumn) kept.push(indices[i]!)
    lastColumn = column
  }
  return kept
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
