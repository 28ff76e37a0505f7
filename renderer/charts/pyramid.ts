import type { GrowableColumn } from './growable'

/** Children of a bucket. Four keeps the whole pyramid below a third of the column's own memory. */
const FAN = 4
const NONE = -1

interface Level {
  argmin: Int32Array
  argmax: Int32Array
}

/** Where the smallest and the largest finite value of a stretch lie; -1 where there is none. */
export interface Extremes {
  argmin: number
  argmax: number
}

/**
 * The places of the smallest and largest finite value of every bucket of 4, 16, 64, ... points of a column, so
 * that any stretch of a million points is summed up in some dozens of look-ups. Non-finite values are skipped.
 * `extend` takes in what was appended since; the cost is that of the new points alone.
 */
export class MinMaxPyramid {
  readonly #column: GrowableColumn
  readonly #levels: Level[] = []
  #covered = 0

  constructor(column: GrowableColumn) {
    this.#column = column
  }

  extend(): void {
    const length = this.#column.length
    if (length < this.#covered) this.#covered = 0
    if (length === this.#covered) return
    let first = Math.floor(this.#covered / FAN)
    let count = Math.ceil(length / FAN)
    let below = length
    for (let depth = 0; ; depth++) {
      const level = this.#level(depth, count)
      for (let bucket = first; bucket < count; bucket++) this.#fill(level, depth, bucket, below)
      if (count <= 1) break
      below = count
      first = Math.floor(first / FAN)
      count = Math.ceil(count / FAN)
    }
    this.#covered = length
  }

  /** The extremes of the points from `low` (included) to `high` (excluded). */
  extremes(low: number, high: number): Extremes {
    const found: Extremes = { argmin: NONE, argmax: NONE }
    let index = Math.max(0, low)
    const end = Math.min(high, this.#covered)
    while (index < end) {
      // The largest bucket that starts here and ends in time.
      let depth = -1
      let span = 1
      while (index % (span * FAN) === 0 && index + span * FAN <= end) {
        span *= FAN
        depth++
      }
      if (depth < 0) this.#consider(found, index, index)
      else {
        const level = this.#levels[depth]!
        this.#consider(found, level.argmin[index / span]!, level.argmax[index / span]!)
      }
      index += span
    }
    return found
  }

  #level(depth: number, count: number): Level {
    const level = this.#levels[depth]
    if (level && level.argmin.length >= count) return level
    const capacity = Math.max(64, 2 * count)
    const grown = { argmin: new Int32Array(capacity), argmax: new Int32Array(capacity) }
    if (level) {
      grown.argmin.set(level.argmin)
      grown.argmax.set(level.argmax)
    }
    this.#levels[depth] = grown
    return grown
  }

  #fill(level: Level, depth: number, bucket: number, below: number): void {
    const found: Extremes = { argmin: NONE, argmax: NONE }
    const start = bucket * FAN
    const end = Math.min(start + FAN, below)
    for (let i = start; i < end; i++) {
      if (depth === 0) this.#consider(found, i, i)
      else this.#consider(found, this.#levels[depth - 1]!.argmin[i]!, this.#levels[depth - 1]!.argmax[i]!)
    }
    level.argmin[bucket] = found.argmin
    level.argmax[bucket] = found.argmax
  }

  #consider(found: Extremes, low: number, high: number): void {
    if (low === NONE || high === NONE) return
    const lowValue = this.#column.at(low)
    const highValue = this.#column.at(high)
    if (!Number.isFinite(lowValue) || !Number.isFinite(highValue)) return
    if (found.argmin === NONE || lowValue < this.#column.at(found.argmin)) found.argmin = low
    if (found.argmax === NONE || highValue > this.#column.at(found.argmax)) found.argmax = high
  }
}
