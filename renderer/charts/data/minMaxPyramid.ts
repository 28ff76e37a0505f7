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
      for (let bucket = first; bucket < count; bucket++) this.#fill(values, depth, bucket, below)
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
    const capacity = Math.max(64, 2 * count)
    const grown = { argmin: new Int32Array(capacity), argmax: new Int32Array(capacity) }
    if (level) {
      grown.argmin.set(level.argmin)
      grown.argmax.set(level.argmax)
    }
    this.#levels[depth] = grown
  }

  #fill(values: Float64Array, depth: number, bucket: number, below: number): void {
    const start = bucket * FAN
    const end = Math.min(start + FAN, below)
    let argmin = NONE
    let argmax = NONE
    if (depth === 0) {
      for (let i = start; i < end; i++) {
        const value = values[i]!
        if (!Number.isFinite(value)) continue
        if (argmin === NONE || value < values[argmin]!) argmin = i
        if (argmax === NONE || value > values[argmax]!) argmax = i
      }
    } else {
      const children = this.#levels[depth - 1]!
      for (let i = start; i < end; i++) {
        const low = children.argmin[i]!
        if (low === NONE) continue
        const high = children.argmax[i]!
        if (argmin === NONE || values[low]! < values[argmin]!) argmin = low
        if (argmax === NONE || values[high]! > values[argmax]!) argmax = high
      }
    }
    const level = this.#levels[depth]!
    level.argmin[bucket] = argmin
    level.argmax[bucket] = argmax
  }
}
