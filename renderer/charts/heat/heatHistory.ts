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
 * on columns are taken half as often. Every column stands from its update to the next one's, unless that
 * began after it. Values are kept in single precision; logarithms of any number of decades fit.
 */
export class HeatHistory {
  readonly rows: number
  readonly capacity: number
  /** The update that the run begins with: what lies before it is another's, and no gap. */
  readonly first: number
  #values: Float32Array
  #updates: Float64Array
  /** Of every column the update from which on earlier ones reach to it. */
  #since: Float64Array
  #length = 0
  #stride = 1
  #numOffered = 0
  #min = Infinity
  #max = -Infinity
  /** Changes when columns that were there before are no longer. */
  generation = 0

  constructor(rows: number, capacity = capacityFor(rows), first = 0) {
    this.rows = rows
    this.capacity = capacity
    this.first = first
    const reserved = Math.min(FIRST_CAPACITY, capacity)
    this.#values = new Float32Array(rows * reserved)
    this.#updates = new Float64Array(reserved)
    this.#since = new Float64Array(reserved)
  }

  get length(): number {
    return this.#length
  }

  /** Of the columns offered, every how many-th is kept. */
  get stride(): number {
    return this.#stride
  }

  /** Whether there are updates before the newest column at which none stands. */
  get hasGaps(): boolean {
    if (this.#length === 0) return false
    if (this.#updates[0]! > this.first) return true
    for (let i = 1; i < this.#length; i++) if (this.end(i - 1) < this.#updates[i]!) return true
    return false
  }

  /** Smallest finite value so far, Infinity where there is none. */
  get min(): number {
    return this.#min
  }

  get max(): number {
    return this.#max
  }

  /** All columns one after the other. Valid until the next is added. */
  get values(): Float32Array {
    return this.#values
  }

  get bytes(): number {
    return this.#values.byteLength + this.#updates.byteLength + this.#since.byteLength
  }

  at(column: number, row: number): number {
    return this.#values[column * this.rows + row] ?? NaN
  }

  update(column: number): number {
    return this.#updates[column] ?? NaN
  }

  /** The update up to which a column stands, exclusive. */
  end(column: number): number {
    const update = this.#updates[column]!
    const next = column + 1
    return next < this.#length && this.#since[next]! <= update ? this.#updates[next]! : update + 1
  }

  /**
   * Whether a column is of an update that lies between two places on the axis of updates, if only in part.
   */
  hasBetween(start: number, end: number): boolean {
    const last = this.indexAt(end - 1e-9)
    return last >= 0 && this.#updates[last]! + 1 > start
  }

  /**
   * Takes in a column, to which columns from `since` on reach. One that is older than others goes between
   * them; what is known already is left out. The extremes count it even where the column itself is not kept.
   */
  add(update: number, column: ArrayLike<number>, since = 0): void {
    const before = this.indexAt(update)
    if (before >= 0 && this.#updates[before] === update) return
    this.#include(column)
    const isNewest = before === this.#length - 1
    const isLeftOut = isNewest && this.#numOffered++ % this.#stride !== 0 && since < update
    if (isLeftOut) return
    if (this.#length === this.capacity) this.#halve()
    this.#insert(this.indexAt(update) + 1, update, column, since)
    if (!isNewest) this.generation++
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

  #insert(at: number, update: number, column: ArrayLike<number>, since: number): void {
    const { rows } = this
    this.#reserve(this.#length + 1)
    this.#values.copyWithin((at + 1) * rows, at * rows, this.#length * rows)
    this.#updates.copyWithin(at + 1, at, this.#length)
    this.#since.copyWithin(at + 1, at, this.#length)
    for (let row = 0; row < rows; row++) this.#values[at * rows + row] = column[row] ?? NaN
    this.#updates[at] = update
    this.#since[at] = since
    this.#length++
  }

  #halve(): void {
    const { rows } = this
    let kept = 0
    for (let i = 0; i < this.#length; i += 2) {
      this.#values.copyWithin(kept * rows, i * rows, (i + 1) * rows)
      this.#updates[kept] = this.#updates[i]!
      this.#since[kept] = this.#since[i]!
      kept++
    }
    this.#length = kept
    this.#stride *= 2
    this.generation++
  }

  #reserve(length: number): void {
    if (length <= this.#updates.length) return
    const capacity = Math.min(this.capacity, 2 * this.#updates.length)
    const grow = <A extends Float32Array | Float64Array>(grown: A, old: A): A => {
      grown.set(old)
      return grown
    }
    this.#values = grow(new Float32Array(capacity * this.rows), this.#values)
    this.#updates = grow(new Float64Array(capacity), this.#updates)
    this.#since = grow(new Float64Array(capacity), this.#since)
  }
}
