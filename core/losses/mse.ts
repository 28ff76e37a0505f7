import { requireMatrix } from '../math/floats'
import { lossKinds } from '../kinds/losses'
import type { Loss } from './loss'

/**
 * Mean squared error with its gradient, as torch.nn.MSELoss:
 *
 *     loss = mean over all elements of (s - v)²       dloss/ds = 2 (s - v) / (rows * outputSize)
 *
 * Shapes: scores, values and gradScores (rows, outputSize). Overwrites `gradScores`. The sum is kept in
 * float64. The prediction is s itself.
 * @throws {ShapeError} if a buffer length does not match the shape.
 */
export const mse: Loss = {
  ...lossKinds.mse,
  forward(scores, { values }, gradScores, { rows, outputSize }) {
    requireMatrix('scores', scores, rows, outputSize)
    requireMatrix('values', values, rows, outputSize)
    requireMatrix('gradScores', gradScores, rows, outputSize)
    const scale = 1 / (rows * outputSize)
    let total = 0
    for (let i = 0; i < scores.length; i++) {
      const difference = scores[i] - values[i]
      total += difference * difference
      gradScores[i] = 2 * difference * scale
    }
    return total * scale
  },
  predict(scores, offset, size, out) {
    for (let i = 0; i < size; i++) out[i] = scores[offset + i]
  },
}
