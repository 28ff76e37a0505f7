import { exp, logInPlace } from './elementary'
import { isFloat32, type Floats } from './floats'
import * as float32 from './float32/softmax'

/**
 * Mean softmax cross-entropy in nats and its gradient:
 *
 *     out[0] = mean over rows of  ln(sum_j exp(s_j)) - s_target       grad_j = (softmax(s)_j - [j = target]) / rows
 *
 * Shapes: scores and grad (rows, n), classes (rows), each in 0 .. n - 1. The row's true maximum is subtracted
 * before exp, so that no finite score overflows. Overwrites `out` and `grad`. The sum is kept in float64.
 */
export function softmaxCrossEntropy(
  out: Float64Array,
  scores: Floats,
  classes: Int32Array,
  grad: Floats,
  rows: number,
  n: number,
): void {
  if (isFloat32(scores)) float32.softmaxCrossEntropy(out, scores, classes, grad, rows, n)
  else inFloat64(out, scores, classes, grad, rows, n)
}

function inFloat64(
  out: Float64Array,
  scores: Floats,
  classes: Int32Array,
  grad: Floats,
  rows: number,
  n: number,
): void {
  const factor = 1 / rows
  let total = 0
  for (let row = 0; row < rows; row++) {
    const offset = row * n
    const max = rowMaximum(scores, offset, n)
    let sum = 0
    for (let j = 0; j < n; j++) {
      const value = exp(scores[offset + j] - max)
      grad[offset + j] = value
      sum += value
    }
    logOfSum[0] = sum
    logInPlace(logOfSum, 1)
    total += logOfSum[0] - (scores[offset + classes[row]] - max)
    for (let j = 0; j < n; j++) {
      grad[offset + j] = (grad[offset + j] / sum - (j === classes[row] ? 1 : 0)) * factor
    }
  }
  out[0] = total * factor
}

const logOfSum = new Float64Array(1)

/**
 * out[0 .. size - 1] = softmax(scores[offset .. offset + size - 1]). Overwrites the start of `out`.
 */
export function softmaxRow(scores: Floats, offset: number, size: number, out: Floats): void {
  const max = rowMaximum(scores, offset, size)
  let sum = 0
  for (let j = 0; j < size; j++) sum += out[j] = exp(scores[offset + j] - max)
  for (let j = 0; j < size; j++) out[j] /= sum
}

/** The largest of a row; NaN in the row is passed over here and surfaces in the exponentials. */
function rowMaximum(scores: Floats, offset: number, size: number): number {
  let max = scores[offset]
  for (let j = 1; j < size; j++) if (scores[offset + j] > max) max = scores[offset + j]
  return max
}
