/** How a kind of number is computed with, one at a time. */
export interface Arithmetic {
  /**
   * To the nearest number of the kind; the results of + - * / and sqrt in float64 become those of the kind.
   */
  round(x: number): number
  /** 0 for numbers whose computation would be slow, see `Lanes.flush` in `core/kernels/wasm`. */
  flush(x: number): number
  /** e^x */
  exp(x: number): number
  /** 1 / (1 + e^-x) */
  sigmoid(x: number): number
  tanh(x: number): number
  /** Numbers that a vector of the kernels holds: so many sums are kept of a row. */
  readonly lanes: number
}
