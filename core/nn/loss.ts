import { exp, log } from '../math/elementary'
import type { Floats } from '../math/floats'
import { requireShape } from '../math/floats'

/** Extents of a table of scores: one row for each supervised step of each sequence. */
export interface ScoreShape {
  /** Supervised steps times batch. */
  readonly rows: number
  /** Classes, or values a step. */
  readonly outputSize: number
}

/**
 * Softmax cross-entropy in nats with its gradient, as torch.nn.CrossEntropyLoss with reduction "mean":
 *
 *     loss       = mean over rows of  ln(sum_j exp(s_j)) - s_target
 *     dloss/ds_j = (softmax(s)_j - [j = target]) / rows
 *
 * Shapes: scores and gradScores (rows, outputSize), classes (rows). The row's true maximum is subtracted
 * before exp, so that no finite score overflows. Overwrites `gradScores`. The sum is kept in float64.
 * @throws {ShapeError} if a buffer length does not match the shape.
 * @throws {RangeError} if a class lies outside 0 .. outputSize - 1.
 */
export function crossEntropy(
  scores: Floats,
  classes: Int32Array,
  gradScores: Floats,
  { rows, outputSize }: ScoreShape,
): number {
  requireShape('scores', scores, [rows, outputSize])
  requireShape('gradScores', gradScores, [rows, outputSize])
  requireShape('classes', classes, [rows])
  const scale = 1 / rows
  let total = 0
  for (let row = 0; row < rows; row++) {
    const target = classes[row]
    if (target < 0 || target >= outputSize) {
      throw new RangeError(`class of row ${row} is ${target}, expected 0 to ${outputSize - 1}`)
    }
    const offset = row * outputSize
    const max = rowMaximum(scores, offset, outputSize)
    let sum = 0
    for (let j = 0; j < outputSize; j++) {
      const value = exp(scores[offset + j] - max)
      gradScores[offset + j] = value
      sum += value
    }
    total += log(sum) - (scores[offset + target] - max)
    for (let j = 0; j < outputSize; j++) {
      gradScores[offset + j] = (gradScores[offset + j] / sum - (j === target ? 1 : 0)) * scale
    }
  }
  return total * scale
}

/**
 * Mean squared error with its gradient, as torch.nn.MSELoss:
 *
 *     loss = mean over all elements of (s - v)²       dloss/ds = 2 (s - v) / (rows * outputSize)
 *
 * Shapes: scores, values and gradScores (rows, outputSize). Overwrites `gradScores`. The sum is kept in
 * float64.
 * @throws {ShapeError} if a buffer length does not match the shape.
 */
export function mse(
  scores: Floats,
  values: Floats,
  gradScores: Floats,
  { rows, outputSize }: ScoreShape,
): number {
  requireShape('scores', scores, [rows, outputSize])
  requireShape('values', values, [rows, outputSize])
  requireShape('gradScores', gradScores, [rows, outputSize])
  const scale = 1 / (rows * outputSize)
  let total = 0
  for (let i = 0; i < scores.length; i++) {
    const difference = scores[i] - values[i]
    total += difference * difference
    gradScores[i] = 2 * difference * scale
  }
  return total * scale
}

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
