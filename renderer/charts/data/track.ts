import { DebiasedEma } from '../../../core/math/ema'
import { GrowableColumn } from './growableColumn'
import { lowerBound } from './lowerBound'
import { MinMaxPyramid } from './minMaxPyramid'

/**
 * A curve ready for drawing: its extremes over any stretch, and where its values are not finite. Without
 * `updates` there is a value of every update, which is its index; else value i is of update `updates[i]`, and
 * of the updates between two there is none.
 */
export class Track {
  readonly column: GrowableColumn
  readonly pyramid: MinMaxPyramid
  /** Updates of NaN and infinity, ascending. */
  readonly nonFinite: number[] = []
  /** Changes when the column was begun anew. */
  generation = 0
  /** Whether a value holds until the next one, so that there is one everywhere in between. */
  readonly holds: boolean
  protected readonly updates: GrowableColumn | null
  #scanned: number
  #columnGeneration: number

  constructor(column: GrowableColumn, updates: GrowableColumn | null = null, holds = false) {
    this.column = column
    this.updates = updates
    this.holds = holds
    this.pyramid = new MinMaxPyramid(column)
    this.#scanned = column.first
    this.#columnGeneration = column.generation
  }

  /** Whether there are values of some updates only. */
  get isSparse(): boolean {
    return this.updates !== null
  }

  /** The update behind the newest value. */
  get end(): number {
    const { length } = this.column
    return length === 0 ? 0 : this.updateOf(length - 1) + 1
  }

  updateOf(index: number): number {
    return this.updates ? this.updates.at(index) : index
  }

  /** The first index of which the update is not before `update`. */
  indexFrom(update: number): number {
    return this.updates ? lowerBound(this.updates.view(), update) : Math.ceil(update)
  }

  /** Whether there is a value of an update. */
  has(update: number): boolean {
    const index = this.#indexAt(update)
    const { first, length } = this.column
    return (
      index >= first && index < length && (this.holds ? update < this.end : this.updateOf(index) === update)
    )
  }

  /** The index of the value at an update, if there is one. */
  #indexAt(update: number): number {
    const index = this.indexFrom(update)
    return this.holds && !(index < this.column.length && this.updateOf(index) === update) ? index - 1 : index
  }

  /** NaN also where there is none. */
  valueAt(update: number): number {
    return this.has(update) ? this.column.at(this.#indexAt(update)) : NaN
  }

  /** Of the updates that have a value the nearest; of a curve without one, the update itself. */
  nearest(update: number): number {
    const { length } = this.column
    if (!this.updates || this.holds || length === 0) return update
    const after = Math.min(this.indexFrom(update), length - 1)
    const [low, high] = [this.updateOf(Math.max(0, after - 1)), this.updateOf(after)]
    return update - low < high - update ? low : high
  }

  /** Takes in what was appended to the column. */
  sync(): void {
    if (this.column.generation !== this.#columnGeneration) {
      this.generation++
      this.#columnGeneration = this.column.generation
      this.#scanned = this.column.first
      this.nonFinite.length = 0
    }
    const values = this.column.view()
    const { length } = values
    for (let i = this.#scanned; i < length; i++) {
      if (!Number.isFinite(values[i])) this.nonFinite.push(this.updateOf(i))
    }
    this.#scanned = length
    this.pyramid.extend()
  }
}

/** The smoothed values of a column, kept up to date over all of its points, whatever is visible. */
export class SmoothTrack extends Track {
  readonly #source: GrowableColumn
  #sourceGeneration: number
  #ema: DebiasedEma

  constructor(source: GrowableColumn, weight: number, updates: GrowableColumn | null = null, holds = false) {
    super(new GrowableColumn(source.first), updates, holds)
    this.#source = source
    this.#sourceGeneration = source.generation
    this.#ema = new DebiasedEma(weight)
  }

  get weight(): number {
    return this.#ema.weight
  }

  /** Starts over with another weight. */
  setWeight(weight: number): void {
    if (new DebiasedEma(weight).weight === this.#ema.weight) return
    this.#restart(weight)
  }

  override sync(): void {
    if (this.#source.generation !== this.#sourceGeneration) this.#restart(this.#ema.weight)
    const from = this.column.length
    const values = this.#source.view()
    this.#ema.extend(values.subarray(from), this.column.extend(values.length - from))
    super.sync()
  }

  #restart(weight: number): void {
    this.#ema = new DebiasedEma(weight)
    this.#sourceGeneration = this.#source.generation
    this.column.clear()
    super.sync()
  }
}
