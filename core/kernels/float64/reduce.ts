import { exp, logInPlace } from '../../math/elementary'
import type { Floats } from '../../math/floats'
import { rowMaximum } from '../../math/softmax'

/* What the float64 backend makes of many numbers at once, see `Backend` for what each computes. */

export function storeSumOfSquares(
  out: Float64Array,
  index: number,
  x: Floats,
  offset: number,
  n: number,
): void {
  let squares = 0
  for (let i = 0; i < n; i++) squares += x[offset + i] * x[offset + i]
  out[index] = squares
}

export function scale(x: Floats, factor: number): void {
  for (let i = 0; i < x.length; i++) x[i] *= factor
}

export function limit(x: Floats, size: number): boolean {
  let isChanged = false
  for (let i = 0; i < x.length; i++) {
    const limited = Math.max(-size, Math.min(size, x[i]))
    if (limited !== x[i]) isChanged = true
    x[i] = limited
  }
  return isChanged
}

/** out (n) += the rows of x (rows, n), one by one. */
export function addSumOfRows(out: Floats, o: number, x: Floats, xo: number, rows: number, n: number): void {
  for (let row = 0; row < rows; row++) {
    const start = xo + row * n
    for (let i = 0; i < n; i++) out[o + i] += x[start + i]
  }
}

const logOfSum = new Float64Array(1)

export function softmaxCrossEntropy(
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
