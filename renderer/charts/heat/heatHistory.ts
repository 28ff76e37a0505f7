/** Most numbers of one history: 8 MB. */
const MOST_VALUES = 2 ** 21
const MOST_COLUMNS = 4096
const FEWEST_COLUMNS = 64
const FIRST_CAPACITY = 64

/** Stands for a step that was not looked at, and is not painted. */
export const ABSENT = -3e38

export function isAbsent(value: number): boolean {
  return value < -1e38 && value > -Infinity
}

/**
 * Columns for a history of so many rows when `numHistories` of them share what one alone may take several
 * times.
 */
export function capacityFor(rows: number, numHistories = 1): number {
  const values = MOST_VALUES / Math.max(1, numHistories / 4)
  const fit = Math.floor(values / Math.max(1, rows))
  return Math.min(MOST_COLUMNS, Math.max(FEWEST_COLUMNS, fit - (fit % 2)))
}

/**
 * Columns of numbers over updates, in bounded memory: when full, every second column is dropped and from then
 * on columns are taken half as often. Every column stands from its update to the next one's, unless nobody
 * watched in between. Values are kept in single precision; logarithms of any number of decades fit.
 */
export class HeatHistory {
  readonly rows: number
  readonly capacity: number
  #values: Float32Array
  #updates: Float64Array
  /** 1 where the column before does not reach to this one. */
  #isAfterGap: Uint8Array
  #length = 0
  #stride = 1
  #numOffered = 0
  #isGapPending = false
  #wasInterrupted = false
  #min = Infinity
  #max = -Infinity
  /** Changes when columns that were there before are no longer. */
  generation = 0

  constructor(rows: number, capacity = capacityFor(rows)) {
    this.rows = rows
    this.capacity = capacity
    const first = Math.min(FIRST_CAPACITY, capacity)
    this.#values = new Float32Array(rows * first)
    this.#updates = new Float64Array(first)
    this.#isAfterGap = new Uint8Array(first)
  }

  get length(): number {
    return this.#length
  }

  /** Of the columns offered, every how many-th is kept. */
  get stride(): number {
    return this.#stride
  }

  /** Whether there are updates before the newest column at which nobody watched. */
  get hasGaps(): boolean {
    return this.#length > 0 && (this.#wasInterrupted || this.#updates[0]! > 0)
  }

  /** Whether there are updates up to the newest column that have no column of their own. */
  get isPatchy(): boolean {
    return this.#length > 0 && this.#updates[this.#length - 1]! + 1 > this.#length
  }

  /** Smallest finite value so far, Infinity where there is none. */
  get min(): number {
    return this.#min
  }

  get max(): number {
    return this.#max
  }

  /** All columns one after the other. Valid until the next append. */
  get values(): Float32Array {
    return this.#values
  }

  get bytes(): number {
    return this.#values.byteLength + this.#updates.byteLength + this.#isAfterGap.byteLength
  }

  at(column: number, row: number): number {
    return this.#values[column * this.rows + row] ?? NaN
  }

  update(column: number): number {
    return this.#updates[column] ?? NaN
  }

  /** The update up to which a column stands, exclusive. */
  end(column: number): number {
    const own = this.#updates[column]! + 1
    if (column + 1 >= this.#length || this.#isAfterGap[column + 1]) return own
    return this.#updates[column + 1]!
  }

  /** Nobody watches from here on: the newest column does not reach to the next. */
  interrupt(): void {
    this.#isGapPending = this.#length > 0
  }

  /** Takes in a column; updates must rise. The extremes count it even where the column itself is not kept. */
  append(update: number, column: ArrayLike<number>): void {
    if (this.#length > 0 && update <= this.#updates[this.#length - 1]!) return
    this.#include(column)
    if (this.#numOffered++ % this.#stride !== 0 && !this.#isGapPending) return
    if (this.#length === this.capacity) this.#halve()
    this.#reserve(this.#length + 1)
    const at = this.#length++
    this.#updates[at] = update
    this.#isAfterGap[at] = this.#isGapPending ? 1 : 0
    this.#wasInterrupted ||= this.#isGapPending
    this.#isGapPending = false
    for (let row = 0; row < this.rows; row++) this.#values[at * this.rows + row] = column[row] ?? NaN
  }

  /** The last column that starts at or before an update, or -1. */
  indexAt(update: number): number {
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#updates[middle]! <= update) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  #include(column: ArrayLike<number>): void {
    for (let row = 0; row < this.rows; row++) {
      const value = column[row] ?? NaN
      if (!Number.isFinite(value) || isAbsent(value)) continue
      if (value < this.#min) this.#min = value
      if (value > this.#max) this.#max = value
    }
  }

  #halve(): void {
    const { rows } = this
    let kept = 0
    let wasGapDropped = 0
    for (let i = 0; i < this.#length; i++) {
      const isGap = this.#isAfterGap[i]! | wasGapDropped
      if (i % 2 === 1) {
        wasGapDropped = isGap
        continue
      }
      this.#values.copyWithin(kept * rows, i * rows, (i + 1) * rows)
      this.#updates[kept] = this.#updates[i]!
      this.#isAfterGap[kept] = isGap
      wasGapDropped = 0
      kept++
    }
    this.#isGapPending ||= wasGapDropped === 1
    this.#length = kept
    this.#stride *= 2
    this.generation++
  }

  #reserve(length: number): void {
    if (length <= this.#updates.length) return
    const capacity = Math.min(this.capacity, 2 * this.#updates.length)
    const grow = <A extends Float32Array | Float64Array | Uint8Array>(grown: A, old: A): A => {
      grown.set(old)
      return grown
    }
    this.#values = grow(new Float32Array(capacity * this.rows), this.#values)
    this.#updates = grow(new Float64Array(capacity), this.#updates)
    this.#isAfterGap = grow(new Uint8Array(capacity), this.#isAfterGap)
  }
}
