import { backendOf } from '../kernels/backends'
import type { Floats } from '../math/floats'
import { requireMatrix, requireShape } from '../math/floats'
import { softmaxRow } from '../math/softmax'
import { lossKinds } from '../kinds/losses'
import type { Loss, ScoreShape } from './loss'

/**
 * Softmax cross-entropy in nats with its gradient, as torch.nn.CrossEntropyLoss with reduction "mean":
 *
 *     loss       = mean over rows of  ln(sum_j exp(s_j)) - s_target
 *     dloss/ds_j = (softmax(s)_j - [j = target]) / rows
 *
 * Shapes: scores and gradScores (rows, outputSize), classes (rows). The row's true maximum is subtracted
 * before exp, so that no finite score overflows. Overwrites `gradScores`. The sum is kept in float64.
 * The prediction is softmax(s).
 * @throws {ShapeError} if a buffer length does not match the shape.
 * @throws {RangeError} if a class lies outside 0 .. outputSize - 1.
 */
export const crossEntropy: Loss = {
  ...lossKinds.crossEntropy,
  forward(scores, { classes }, gradScores, shape) {
    crossEntropyInto(loss, scores, classes, gradScores, shape)
    return loss[0]
  },
  predict: softmaxRow,
}

const loss = new Float64Array(1)

/**
 * `crossEntropy` for loops that make no garbage: a number that is returned is a new object, so this one goes
 * to out[0].
 */
export function crossEntropyInto(
  out: Float64Array,
  scores: Floats,
  classes: Int32Array,
  gradScores: Floats,
  { rows, outputSize }: ScoreShape,
): void {
  requireMatrix('scores', scores, rows, outputSize)
  requireMatrix('gradScores', gradScores, rows, outputSize)
  requireClasses(classes, rows, outputSize)
  backendOf(scores).softmaxCrossEntropy(out, scores, classes, gradScores, rows, outputSize)
}

function requireClasses(classes: Int32Array, rows: number, count: number): void {
  if (classes.length !== rows) requireShape('classes', classes, [rows])
  for (let row = 0; row < rows; row++) {
    if (classes[row] < 0 || classes[row] >= count) {
      throw new RangeError(`class of row ${row} is ${classes[row]}, expected 0 to ${count - 1}`)
    }
  }
}
