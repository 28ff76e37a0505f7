import type { Dtype } from '../contract/experiment'
import type { Floats } from '../math/floats'
import { matmul, matmulABt, matmulAtB } from '../math/matmul'
import { addSumOfRows, addToRows } from '../math/pointwise'
import { createParameter, type Parameter } from './parameter'

/**
 * The linear output layer, as torch.nn.Linear:  score = f Wᵀ + b, for features f (rows, F) and scores (rows, O).
 *
 * Backward:  dW += dscoreᵀ f,  db += sum over rows of dscore,  df += dscore W.
 */
export class LinearHead {
  readonly weight: Parameter
  readonly bias: Parameter

  constructor(
    readonly numFeatures: number,
    readonly outputSize: number,
    dtype: Dtype,
  ) {
    this.weight = createParameter('head.weight', [outputSize, numFeatures], dtype)
    this.bias = createParameter('head.bias', [outputSize], dtype)
  }

  /** Overwrites rows * O numbers of `scores`. */
  forward(features: Floats, fo: number, scores: Floats, so: number, rows: number): void {
    const { numFeatures: F, outputSize: O } = this
    matmulABt(scores, so, features, fo, this.weight.value, 0, rows, O, F, false)
    addToRows(scores, so, this.bias.value, 0, rows, O)
  }

  /** Adds to the parameters' gradients and to rows * F numbers of `gradFeatures`. */
  backward(
    features: Floats,
    fo: number,
    gradScores: Floats,
    so: number,
    gradFeatures: Floats,
    go: number,
    rows: number,
  ): void {
    const { numFeatures: F, outputSize: O } = this
    matmulAtB(this.weight.grad, 0, gradScores, so, features, fo, O, F, rows, true)
    addSumOfRows(this.bias.grad, 0, gradScores, so, rows, O)
    matmul(gradFeatures, go, gradScores, so, this.weight.value, 0, rows, F, O, true)
  }
}
