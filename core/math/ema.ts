/** Above this the line would stand still: a weight of 1 shows nothing of the data. */
export const MAX_SMOOTHING = 0.999

/** So little is lost in 1 - w^i. What it would become, a number without a full mantissa, is slow to multiply. */
const NO_CORRECTION = 2 ** -54

/** Where an average stands: m_i and w^i. */
export interface EmaState {
  readonly mean: number
  readonly correction: number
}

/**
 * Debiased exponential moving average:  m_i = w m_{i-1} + (1 - w) x_i,  shown value  m_i / (1 - w^i),
 * so that the first points are not pulled towards zero. Non-finite values are skipped: they show as NaN and
 * leave the average as it was.
 *
 * @see Kingma and Ba, "Adam", ICLR 2015, section 3, for the same correction.
 */
export class DebiasedEma {
  readonly weight: number
  #mean: number
  #correction: number

  /** It goes on from where another one stood. @default it begins */
  constructor(weight: number, { mean, correction }: EmaState = { mean: 0, correction: 1 }) {
    this.weight = Math.min(Math.max(weight, 0), MAX_SMOOTHING)
    this.#mean = mean
    this.#correction = correction
  }

  get state(): EmaState {
    return { mean: this.#mean, correction: this.#correction }
  }

  /** The average so far; NaN before the first finite value. */
  get value(): number {
    return this.#mean / (1 - this.#correction)
  }

  /** Takes in the next value and returns the average so far. */
  next(value: number): number {
    if (!Number.isFinite(value)) return NaN
    this.#mean = this.weight * this.#mean + (1 - this.weight) * value
    this.#correction = this.#correction < NO_CORRECTION ? 0 : this.#correction * this.weight
    return this.value
  }

  /** Takes in values one after the other, and writes the average after each into `averages`. */
  extend(values: Float64Array, averages: Float64Array): void {
    const { weight } = this
    let mean = this.#mean
    let correction = this.#correction
    let i = 0
    for (; i < values.length && correction > 0; i++) {
      const value = values[i]!
      if (!Number.isFinite(value)) {
        averages[i] = NaN
        continue
      }
      mean = weight * mean + (1 - weight) * value
      correction = correction < NO_CORRECTION ? 0 : correction * weight
      averages[i] = mean / (1 - correction)
    }
    // From here on the division is one by 1: it would be most of the time.
    for (; i < values.length; i++) {
      const value = values[i]!
      if (Number.isFinite(value)) averages[i] = mean = weight * mean + (1 - weight) * value
      else averages[i] = NaN
    }
    this.#mean = mean
    this.#correction = correction
  }
}
