import type { GrowableColumn } from './growableColumn'

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
 * The places of the smallest and largest finite value of every bucket of 4, 16, 64, ... points of a column,
 * so that any stretch of a million points is summed up in some dozens of look-ups. Non-finite values are
 * skipped. `extend` takes in what was appended since; the cost is that of the new points alone.
 */
export class MinMaxPyramid {
  readonly #column: GrowableColumn
  readonly #levels: Level[] = []
  #covered = 0
  #generation = 0

  constructor(column: GrowableColumn) {
    this.#column = column
  }

  extend(): void {
    const values = this.#column.view()
    const { length } = values
    if (this.#generation !== this.#column.generation) this.#covered = 0
    this.#generation = this.#column.generation
    if (length === this.#covered) return
    let first = Math.floor(this.#covered / FAN)
    let count = Math.ceil(length / FAN)
    let below = length
    for (let depth = 0; ; depth++) {
      this.#reserve(depth, count)
      if (depth === 0) fillLowest(this.#levels[0]!, values, first, count)
      else fillAbove(this.#levels[depth]!, this.#levels[depth - 1]!, values, first, count, below)
      if (count <= 1) break
      below = count
      first = Math.floor(first / FAN)
      count = Math.ceil(count / FAN)
    }
    this.#covered = length
  }

  /** The extremes of the points from `low` (included) to `high` (excluded). */
  extremes(low: number, high: number): Extremes {
    const values = this.#column.view()
    let argmin = NONE
    let argmax = NONE
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
      const level = depth < 0 ? null : this.#levels[depth]!
      const low = level ? level.argmin[index / span]! : Number.isFinite(values[index]) ? index : NONE
      if (low !== NONE) {
        const high = level ? level.argmax[index / span]! : low
        if (argmin === NONE || values[low]! < values[argmin]!) argmin = low
        if (argmax === NONE || values[high]! > values[argmax]!) argmax = high
      }
      index += span
    }
    return { argmin, argmax }
  }

  #reserve(depth: number, count: number): void {
    const level = this.#levels[depth]
    if (level && level.argmin.length >= count) return
    // Of a column that is there at once no more is needed than that.
    const capacity = level ? 2 * count : Math.max(64, count)
    const grown = { argmin: new Int32Array(capacity), argmax: new Int32Array(capacity) }
    if (level) {
      grown.argmin.set(level.argmin)
      grown.argmax.set(level.argmax)
    }
    this.#levels[depth] = grown
  }
}

/** Fills buckets of points. */
function fillLowest({ argmin, argmax }: Level, values: Float64Array, first: number, count: number): void {
  const { length } = values
  for (let bucket = first; bucket < count; bucket++) {
    let low = NONE
    let high = NONE
    let min = Infinity
    let max = -Infinity
    const end = Math.min(FAN * (bucket + 1), length)
    for (let i = FAN * bucket; i < end; i++) {
      const value = values[i]!
      if (!Number.isFinite(value)) continue
      if (value < min) {
        min = value
        low = i
      }
      if (value > max) {
        max = value
        high = i
      }
    }
    argmin[bucket] = low
    argmax[bucket] = high
  }
}

/** Fills buckets of the `numBelow` buckets of the level below. */
function fillAbove(
  { argmin, argmax }: Level,
  below: Level,
  values: Float64Array,
  first: number,
  count: number,
  numBelow: number,
): void {
  for (let bucket = first; bucket < count; bucket++) {
    let low = NONE
    let high = NONE
    let min = Infinity
    let max = -Infinity
    const end = Math.min(FAN * (bucket + 1), numBelow)
    for (let i = FAN * bucket; i < end; i++) {
      const lowBelow = below.argmin[i]!
      if (lowBelow === NONE) continue
      const highBelow = below.argmax[i]!
      if (values[lowBelow]! < min) {
        low = lowBelow
        min = values[low]!
      }
      if (values[highBelow]! > max) {
        high = highBelow
        max = values[high]!
      }
    }
    argmin[bucket] = low
    argmax[bucket] = high
  }
}
