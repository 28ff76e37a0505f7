import { lowerBound } from '../data/lowerBound'
import type { Track } from '../data/track'
import type { Scale } from '../scales/scale'
import { columnAt } from '../scales/scale'

/** The index that stands for a gap in a decimated line. */
export const GAP = -1

/**
 * Whether an axis of updates shows more of them than it has columns of pixels, so that a column stands for
 * several.
 */
export function isDense({ domain, extent }: Scale): boolean {
  return domain.max - domain.min > extent.end
}

function isSameAxis(one: Scale, other: Scale | null): boolean {
  return (
    one.kind === other?.kind &&
    one.domain.min === other.domain.min &&
    one.domain.max === other.domain.max &&
    one.extent.end === other.extent.end
  )
}

/**
 * The points of a line to draw on a stretch of an axis: all of them while they fit, with one more on either
 * side so that the line leaves the plot; else the smallest and the largest of every column of pixels, in
 * their order, so that no spike is hidden. `GAP` stands where nothing is finite. Between two updates that have
 * a value, and no others, the line runs straight.
 *
 * A track grows at its end until it is begun anew, so columns that are complete are kept: while a run is followed, a frame
 * costs the newest columns alone.
 */
export class Decimation {
  readonly indices: number[] = []
  /** Entries of `indices` that the last update left as they were. */
  kept = 0
  readonly #track: Track
  #x: Scale | null = null
  #length = 0
  /** The first column that was not complete, and where its entries start. */
  #openColumn = 0
  #openEntry = 0

  constructor(track: Track) {
    this.#track = track
  }

  /** Brings `indices` up to date for an axis of updates whose extent counts columns of pixels. */
  update(x: Scale): void {
    const { length } = this.#track.column
    const isSame = isSameAxis(x, this.#x)
    if (isSame && length === this.#length) {
      this.kept = this.indices.length
      return
    }
    if (!isSame || length < this.#length) {
      this.#openColumn = 0
      this.#openEntry = 0
    }
    this.#x = x
    this.#length = length
    this.kept = this.#openEntry
    this.indices.length = this.#openEntry
    if (isDense(x)) this.#extremes(x)
    else this.#all(x, length)
  }

  #all(x: Scale, length: number): void {
    const track = this.#track
    const end = Math.min(track.indexFrom(Math.ceil(x.domain.max)) + 1, length)
    const start = Math.max(0, track.indexFrom(Math.floor(x.domain.min)) - 1)
    // Which point is the last before the plot is known only once there is one behind it.
    if (track.isSparse) this.indices.length = this.kept = 0
    for (let i = start + this.indices.length; i < end; i++) {
      this.indices.push(Number.isFinite(track.column.at(i)) ? i : GAP)
    }
    this.#openEntry = this.indices.length
  }

  #extremes(x: Scale): void {
    const track = this.#track
    // What is a whole number but for rounding must not be rounded up.
    const firstOf = (column: number): number => Math.ceil(x.reverse(column) - 1e-6)
    let start = firstOf(this.#openColumn)
    let from = Math.max(0, track.indexFrom(start))
    for (let k = this.#openColumn; k <= x.extent.end && start < track.end; k++) {
      const next = firstOf(k + 1)
      const isComplete = next <= track.end
      const end = Math.min(track.indexFrom(next), this.#length)
      if (isComplete) this.#openColumn = k + 1
      // Where columns are wider than updates, the line has to enter the plot from an update that lies
      // outside, and to leave it to one.
      if (k === 0 && (x.kind === 'log' || track.isSparse)) this.#push(Math.max(0, from - 1), from)
      this.#push(from, end)
      if (isComplete) this.#openEntry = this.indices.length
      start = next
      from = Math.max(0, end)
    }
    if (!track.isSparse) return
    const next = track.indexFrom(firstOf(x.extent.end + 1))
    this.#push(next, Math.min(next + 1, this.#length))
  }

  #push(from: number, end: number): void {
    if (from >= end) return
    const { argmin, argmax } = this.#track.pyramid.extremes(from, end)
    if (argmin < 0) this.indices.push(GAP)
    else if (argmin === argmax) this.indices.push(argmin)
    else this.indices.push(Math.min(argmin, argmax), Math.max(argmin, argmax))
  }
}

/** Of ascending updates those that an axis shows, at most one per column of pixels. */
export function thinMarks(updates: readonly number[], x: Scale): number[] {
  const { min, max } = x.domain
  const kept: number[] = []
  let lastColumn = -1
  for (let i = lowerBound(updates, min); i < updates.length && updates[i]! <= max; i++) {
    const column = columnAt(x, updates[i]!)
    if (column !== lastColumn) kept.push(updates[i]!)
    lastColumn = column
  }
  return kept
}
