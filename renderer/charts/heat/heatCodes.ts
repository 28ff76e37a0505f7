import { pixels } from '../color/colorMap'
import type { HeatHistory } from './heatHistory'
import { isAbsent } from './heatHistory'
import type { Range } from '../scales/scale'

/** Codes in the order of their values, so that of several the largest is the one to show. */
const ABSENT_CODE = 0
const ZERO_CODE = 1
const LOWEST_CODE = 2
const NON_FINITE_CODE = 255
/** Codes of values on the colour bar. */
const STEPS = NON_FINITE_CODE - LOWEST_CODE
const BYTES_PER_WORD = 4
/** Columns between two looks at the clock. */
const SLICE = 64

/** Pixels for what has no place on the colour bar. */
export interface SpecialPixels {
  /** -Infinity: the logarithm of zero. */
  readonly zero: number
  /** NaN and +Infinity. */
  readonly nonFinite: number
}

/** The pixel of every code. */
export function pixelsOfCodes({ zero, nonFinite }: SpecialPixels): Uint32Array {
  const table = new Uint32Array(256)
  for (let i = 0; i < STEPS; i++) {
    table[LOWEST_CODE + i] = pixels[Math.round((i * (pixels.length - 1)) / (STEPS - 1))]!
  }
  table[ABSENT_CODE] = 0
  table[ZERO_CODE] = zero
  table[NON_FINITE_CODE] = nonFinite
  return table
}

/**
 * A history's values as bytes: each one's place on the colour bar, column after column, the rows of a column
 * filled up to whole words. Values change rarely and are painted often, at every zoom and move, so each is
 * coded once.
 */
export class HeatCodes {
  readonly history: HeatHistory
  /** Values of the first and the last colour. */
  readonly colors: Range
  /** Words of a column, four codes each. */
  readonly numWords: number
  #bytes: Uint8Array
  #words: Int32Array
  #coded = 0
  #generation: number

  constructor(history: HeatHistory, colors: Range) {
    this.history = history
    this.colors = colors
    this.numWords = Math.ceil(history.rows / BYTES_PER_WORD)
    this.#bytes = new Uint8Array(0)
    this.#words = new Int32Array(0)
    this.#generation = history.generation
  }

  /** All columns one after the other. Valid until the next `sync`. */
  get words(): Int32Array {
    return this.#words
  }

  /**
   * Takes in the columns that the history has got since, or as many of them as come before `isLate`.
   * @returns whether all are taken in.
   */
  sync(isLate: () => boolean = () => false): boolean {
    const { generation, length } = this.history
    if (generation !== this.#generation) this.#coded = 0
    this.#generation = generation
    this.#reserve(length)
    do {
      const end = Math.min(this.#coded + SLICE, length)
      for (; this.#coded < end; this.#coded++) this.#code(this.#coded)
    } while (this.#coded < length && !isLate())
    return this.#coded === length
  }

  #code(column: number): void {
    const bytes = this.#bytes
    const { rows, values } = this.history
    const { min, max } = this.colors
    const scale = STEPS / (max - min)
    const to = column * this.numWords * BYTES_PER_WORD
    const from = column * rows
    for (let row = 0; row < rows; row++) {
      const value = values[from + row]!
      const step = (value - min) * scale
      bytes[to + row] = step >= 0 && step < STEPS ? LOWEST_CODE + (step | 0) : offTheBar(value, step)
    }
  }

  #reserve(length: number): void {
    const needed = length * this.numWords
    if (needed <= this.#words.length) return
    const capacity = Math.min(this.history.capacity * this.numWords, 2 * needed)
    const words = new Int32Array(capacity)
    words.set(this.#words)
    this.#words = words
    this.#bytes = new Uint8Array(words.buffer)
  }
}

/** The code of a value that is not within the colour bar. */
function offTheBar(value: number, step: number): number {
  if (value === -Infinity) return ZERO_CODE
  if (isAbsent(value)) return ABSENT_CODE
  if (!(value < Infinity)) return NON_FINITE_CODE
  return step < 0 ? LOWEST_CODE : NON_FINITE_CODE - 1
}
