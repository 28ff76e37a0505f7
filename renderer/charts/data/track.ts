import { DebiasedEma } from './ema'
import { GrowableColumn } from './growableColumn'
import { MinMaxPyramid } from './minMaxPyramid'

/** A column ready for drawing: its extremes over any stretch, and where its values are not finite. */
export class Track {
  readonly column: GrowableColumn
  readonly pyramid: MinMaxPyramid
  /** Indices of NaN and infinity, ascending. */
  readonly nonFinite: number[] = []
  /** Changes when the column was begun anew. */
  generation = 0
  #scanned: number

  constructor(column: GrowableColumn) {
    this.column = column
    this.pyramid = new MinMaxPyramid(column)
    this.#scanned = column.first
  }

  /** Takes in what was appended to the column. */
  sync(): void {
    if (this.column.length < this.#scanned) {
      this.generation++
      this.#scanned = this.column.first
      this.nonFinite.length = 0
    }
    const values = this.column.view()
    for (let i = this.#scanned; i < values.length; i++)
      if (!Number.isFinite(values[i])) this.nonFinite.push(i)
    this.#scanned = values.length
    this.pyramid.extend()
  }
}

/** The smoothed values of a column, kept up to date over all of its points, whatever is visible. */
export class SmoothTrack extends Track {
  readonly #source: GrowableColumn
  #ema: DebiasedEma

  constructor(source: GrowableColumn, weight: number) {
    super(new GrowableColumn(source.first))
    this.#source = source
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
    if (this.#source.length < this.column.length) this.#restart(this.#ema.weight)
    for (let i = this.column.length; i < this.#source.length; i++) {
      this.column.push(this.#ema.next(this.#source.at(i)))
    }
    super.sync()
  }

  #restart(weight: number): void {
    this.#ema = new DebiasedEma(weight)
    this.column.clear()
    super.sync()
  }
}
