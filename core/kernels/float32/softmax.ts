import { logInPlace } from '../../math/elementary'
import type { Floats } from '../../math/floats'
import { softmaxRows } from './reduce'

/** Two numbers a row and the logarithms of the first of them; made anew when more rows come. */
let sums = new Float32Array(0)
let logs = new Float64Array(0)

export function softmaxCrossEntropy(
  out: Float64Array,
  scores: Floats,
  classes: Int32Array,
  grad: Floats,
  rows: number,
  n: number,
): void {
  if (sums.length < 2 * rows) sums = new Float32Array(4 * rows)
  softmaxRows(scores, classes, grad, sums, rows, n, 1 / rows)
  storeMeanLoss(out, sums, rows)
}

/**
 * out[0] = mean over rows of ln(sum_j e^(s_j - max)) - (s_target - max), for rows of `sums` with these two
 * numbers.
 */
export function storeMeanLoss(out: Float64Array, sums: Float32Array, rows: number): void {
  if (logs.length < rows) logs = new Float64Array(2 * rows)
  for (let row = 0; row < rows; row++) logs[row] = sums[2 * row]
  logInPlace(logs, rows)
  let total = 0
  for (let row = 0; row < rows; row++) total += logs[row] - sums[2 * row + 1]
  out[0] = total * (1 / rows)
}
