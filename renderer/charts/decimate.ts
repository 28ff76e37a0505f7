import type { Track } from './track'

/** The index that stands for a gap in a decimated line. */
export const GAP = -1

/** Whether a stretch has more points than columns of pixels, so that each column stands for several. */
export function isDense(low: number, high: number, columns: number): boolean {
  return high - low > columns
}

/**
 * The points to draw of the stretch from `low` to `high`: all of them while they fit, with one more on either side
 * so that the line leaves the picture; else the smallest and the largest of every column of pixels, in their
 * order, so that no spike is hidden. `GAP` stands where nothing is finite.
 */
export function decimate(track: Track, low: number, high: number, columns: number, out: number[]): void {
  out.length = 0
  const { column, pyramid } = track
  if (!isDense(low, high, columns)) {
    const end = Math.min(Math.ceil(high) + 1, column.length)
    for (let i = Math.max(0, Math.floor(low) - 1); i < end; i++) {
      out.push(Number.isFinite(column.at(i)) ? i : GAP)
    }
    return
  }
  const size = (high - low) / columns
  for (let k = 0; k <= columns; k++) {
    const from = Math.ceil(low + k * size)
    const to = Math.min(Math.ceil(low + (k + 1) * size), column.length)
    if (from >= to) continue
    const { argmin, argmax } = pyramid.extremes(from, to)
    if (argmin < 0) out.push(GAP)
    else if (argmin === argmax) out.push(argmin)
    else out.push(Math.min(argmin, argmax), Math.max(argmin, argmax))
  }
}

/** Of ascending indices, those in the stretch, at most one per column of pixels. */
export function thinMarks(indices: readonly number[], low: number, high: number, columns: number): number[] {
  const size = Math.max(1, (high - low) / columns)
  const kept: number[] = []
  let lastColumn = -1
  for (let i = lowerBound(indices, low); i < indices.length && indices[i]! < high; i++) {
    const column = Math.floor((indices[i]! - low) / size)
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
