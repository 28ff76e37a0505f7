/** Above this the line would stand still: a weight of 1 shows nothing of the data. */
export const MAX_SMOOTHING = 0.999

/**
 * Debiased exponential moving average:  m_i = w m_{i-1} + (1 - w) x_i,  shown value  m_i / (1 - w^i),
 * so that the first points are not pulled towards zero. Non-finite values are skipped: they show as NaN and
 * leave the average as it was.
 *
 * @see Kingma and Ba, "Adam", ICLR 2015, section 3, for the same correction.
 */
export class DebiasedEma {
  readonly weight: number
  #mean = 0
  #correction = 1

  constructor(weight: number) {
    this.weight = Math.min(Math.max(weight, 0), MAX_SMOOTHING)
  }

  /** Takes in the next value and returns the average so far. */
  next(value: number): number {
    if (!Number.isFinite(value)) return NaN
    this.#mean = this.weight * this.#mean + (1 - this.weight) * value
    this.#correction *= this.weight
    return this.#mean / (1 - this.#correction)
  }
}
