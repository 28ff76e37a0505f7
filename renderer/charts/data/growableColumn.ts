const FIRST_CAPACITY = 1024

/**
 * A column of numbers that grows at its end. Doubles its buffer when full, so that appending stays cheap. It
 * can begin at another index than 0: those before it hold NaN.
 */
export class GrowableColumn {
  /** The index of its first value. */
  readonly first: number
  #buffer: Float64Array
  #length: number
  #generation = 0

  constructor(first = 0) {
    this.first = first
    this.#buffer = new Float64Array(Math.max(FIRST_CAPACITY, first)).fill(NaN, 0, first)
    this.#length = first
  }

  /** A column of values that nobody else writes to; they are not copied. */
  static holding(values: Float64Array, first: number): GrowableColumn {
    const column = new GrowableColumn(first)
    if (first > 0) column.append(values)
    else {
      column.#buffer = values
      column.#length = values.length
    }
    return column
  }

  /** The index behind its last value. */
  get length(): number {
    return this.#length
  }

  /** Changes when the column is begun anew. */
  get generation(): number {
    return this.#generation
  }

  /** How many values it holds. */
  get count(): number {
    return this.#length - this.first
  }

  /** The value at an index, NaN outside the column. */
  at(index: number): number {
    return index >= 0 && index < this.#length ? this.#buffer[index]! : NaN
  }

  push(value: number): void {
    this.reserve(this.#length + 1)
    this.#buffer[this.#length++] = value
  }

  /** Appends `values` from index `from` on. */
  append(values: Float64Array, from = 0): void {
    const added = from > 0 ? values.subarray(from) : values
    this.extend(added.length).set(added)
  }

  /** Appends so many values, which are to be written into what is returned. Valid until the next append. */
  extend(count: number): Float64Array {
    this.reserve(this.#length + count)
    this.#length += count
    return this.#buffer.subarray(this.#length - count, this.#length)
  }

  /** The values so far, without copying. Valid until the next append. */
  view(): Float64Array {
    return this.#buffer.subarray(0, this.#length)
  }

  clear(): void {
    this.#length = this.first
    this.#generation++
  }

  /** Makes room for so many values, where it is known how many will come. */
  reserve(length: number): void {
    if (length <= this.#buffer.length) return
    let capacity = Math.max(FIRST_CAPACITY, this.#buffer.length)
    while (capacity < length) capacity *= 2
    const grown = new Float64Array(capacity)
    grown.set(this.view())
    this.#buffer = grown
  }
}
