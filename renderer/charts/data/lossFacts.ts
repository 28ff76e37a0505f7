import { DebiasedEma } from './ema'
import type { GrowableColumn } from './growableColumn'

/** Smoothing under which a loss is said to have crossed its baseline: one lucky batch is not enough. */
const STEADY = 0.9

/** What a sentence about a loss curve needs. */
export interface LossFacts {
  readonly numUpdates: number
  /** First and newest finite value; the newest smoothed. */
  readonly first: number
  readonly last: number
  /** Update since which the smoothed loss has been below the baseline, or null. */
  readonly crossedAt: number | null
  readonly numNonFinite: number
  readonly firstNonFinite: number | null
}

/** Follows a loss curve and keeps its facts; every point is looked at once. */
export class LossReader {
  readonly #baseline: number
  #ema = new DebiasedEma(STEADY)
  #facts = { numUpdates: 0, first: NaN, last: NaN, numNonFinite: 0 }
  #crossedAt: number | null = null
  #firstNonFinite: number | null = null

  constructor(baseline: number) {
    this.#baseline = baseline
  }

  read(column: GrowableColumn): LossFacts {
    const facts = this.#facts
    for (; facts.numUpdates < column.length; facts.numUpdates++) this.#take(facts.numUpdates, column)
    return { ...facts, crossedAt: this.#crossedAt, firstNonFinite: this.#firstNonFinite }
  }

  #take(update: number, column: GrowableColumn): void {
    const value = column.at(update)
    if (!Number.isFinite(value)) {
      this.#facts.numNonFinite++
      this.#firstNonFinite ??= update
      return
    }
    if (Number.isNaN(this.#facts.first)) this.#facts.first = value
    this.#facts.last = this.#ema.next(value)
    if (this.#facts.last < this.#baseline) this.#crossedAt ??= update
    else this.#crossedAt = null
  }
}
