import { logInPlace } from '../../math/elementary'
import { dtypeOf, type Floats } from '../../math/floats'
import type { Backend } from '../backend'
import type { Reductions } from './reduce'

/** The loss by the rows' sums. */
export function createSoftmaxCrossEntropy({ softmaxRows }: Reductions): Backend['softmaxCrossEntropy'] {
  /** Two numbers a row; made anew when more rows come. */
  let sums: Floats = new Float64Array(0)
  return (out, scores, classes, grad, rows, n) => {
    if (sums.length < 2 * rows) {
      sums = dtypeOf(scores) === 'float32' ? new Float32Array(4 * rows) : new Float64Array(4 * rows)
    }
    softmaxRows(scores, classes, grad, sums, rows, n)
    storeMeanLoss(out, sums, rows)
  }
}

/** Room for logarithms; made anew when more rows come. */
let logs = new Float64Array(0)

/**
 * out[0] = mean over rows of ln(sum_j e^(s_j - max)) - (s_target - max), in float64, for rows of `sums` with
 * these two numbers.
 */
export function storeMeanLoss(out: Float64Array, sums: Floats, rows: number): void {
  if (logs.length < rows) logs = new Float64Array(2 * rows)
  for (let row = 0; row < rows; row++) logs[row] = sums[2 * row]
  logInPlace(logs, rows)
  let total = 0
  for (let row = 0; row < rows; row++) total += logs[row] - sums[2 * row + 1]
  out[0] = total * (1 / rows)
}
