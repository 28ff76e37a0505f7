import type { Range, ScaleKind } from '../scales/scale'
import { columnOn, valueOn } from '../scales/scale'
import type { Track } from '../data/track'
import { firstUpdate } from '../scales/updates'

/** The index that stands for a gap in a decimated line. */
export const GAP = -1

/** Whether a stretch has more points than columns of pixels, so that each column stands for several. */
export function isDense(low: number, high: number, columns: number): boolean {
  return high - low > columns
}

/**
 * The points of a line to draw in a stretch: all of them while they fit, with one more on either side so that the
 * line leaves the plot; else the smallest and the largest of every column of pixels, in their order, so that no
 * spike is hidden. `GAP` stands where nothing is finite.
 *
 * A track only grows at its end, so columns that are complete are kept: while a run is followed, an update of the
 * frame costs the newest columns alone.
 */
export class Decimation {
  readonly indices: number[] = []
  /** Entries of `indices` that the last update left as they were. */
  kept = 0
  readonly #track: Track
  #low = NaN
  #high = NaN
  #columns = NaN
  #kind: ScaleKind = 'linear'
  #length = 0
  /** The first column that was not complete, and where its entries start. */
  #openColumn = 0
  #openEntry = 0

  constructor(track: Track) {
    this.#track = track
  }

  /** Brings `indices` up to date for a stretch of an axis, over this many columns of pixels. */
  update({ min: low, max: high }: Range, columns: number, kind: ScaleKind = 'linear'): void {
    const { length } = this.#track.column
    const isSame =
      low === this.#low && high === this.#high && columns === this.#columns && kind === this.#kind
    if (isSame && length === this.#length) {
      this.kept = this.indices.length
      return
    }
    if (!isSame || length < this.#length) {
      this.#openColumn = 0
      this.#openEntry = 0
    }
    this.#low = low
    this.#high = high
    this.#columns = columns
    this.#kind = kind
    this.#length = length
    this.kept = this.#openEntry
    this.indices.length = this.#openEntry
    if (isDense(low, high, columns)) this.#extremes(length)
    else this.#all(length)
  }

  #all(length: number): void {
    const { column } = this.#track
    const end = Math.min(Math.ceil(this.#high) + 1, length)
    const start = Math.max(firstUpdate(this.#kind), Math.floor(this.#low) - 1)
    for (let i = start + this.indices.length; i < end; i++) {
      this.indices.push(Number.isFinite(column.at(i)) ? i : GAP)
    }
    this.#openEntry = this.indices.length
  }

  /** The first index that falls into column `k` of pixels. */
  #firstOf(k: number): number {
    const range = { min: this.#low, max: this.#high }
    // What is a whole number but for rounding must not be rounded up.
    return Math.ceil(valueOn(range, this.#kind, k / this.#columns) * (1 - 1e-12))
  }

  #extremes(length: number): void {
    for (let k = this.#openColumn; k <= this.#columns; k++) {
      const from = this.#firstOf(k)
      const end = this.#firstOf(k + 1)
      if (from >= length) return
      if (end <= length) this.#openColumn = k + 1
      // Where columns are wider than updates, the line has to enter the plot from one that lies outside.
      if (k === 0 && this.#kind === 'log') this.#push(Math.max(firstUpdate(this.#kind), from - 1), from)
      this.#push(Math.max(0, from), Math.min(end, length))
      if (end <= length) this.#openEntry = this.indices.length
    }
  }

  #push(from: number, end: number): void {
    if (from >= end) return
    const { argmin, argmax } = this.#track.pyramid.extremes(from, end)
    if (argmin < 0) this.indices.push(GAP)
    else if (argmin === argmax) this.indices.push(argmin)
    else this.indices.push(Math.min(argmin, argmax), Math.max(argmin, argmax))
  }
}

/** Of ascending indices, those in the stretch, at most one per column of pixels. */
export function thinMarks(
  indices: readonly number[],
  x: Range,
  columns: number,
  kind: ScaleKind = 'linear',
): number[] {
  const kept: number[] = []
  let lastColumn = -1
  for (let i = lowerBound(indices, x.min); i < indices.length && indices[i]! < x.max; i++) {
    const column = columnOn(x, kind, columns, indices[i]!)
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
