import type { Dtype } from '../contract/experiment'
import type { Floats } from '../math/floats'
import { matmulAtB } from '../math/matmul'
import { addSumOfRows } from '../math/pointwise'
import { WeightBlocks } from '../math/weightBlocks'
import { createParameter, type Parameter } from './parameter'

/**
 * The linear output layer, as torch.nn.Linear:  score = f Wᵀ + b, for features f (rows, F) and scores (rows, O).
 *
 * Backward:  dW += dscoreᵀ f,  db += sum over rows of dscore,  df = dscore W.
 */
export class LinearHead {
  readonly weight: Parameter
  readonly bias: Parameter
  private readonly blocks: WeightBlocks

  constructor(
    readonly numFeatures: number,
    readonly outputSize: number,
    dtype: Dtype,
  ) {
    this.weight = createParameter('head.weight', [outputSize, numFeatures], dtype)
    this.bias = createParameter('head.bias', [outputSize], dtype)
    this.blocks = new WeightBlocks(this.weight.value, 1, outputSize, numFeatures)
  }

  /** All numbers that `forward` and `backward` read besides arguments. */
  get buffers(): readonly Floats[] {
    return [...this.blocks.buffers, this.bias.value]
  }

  /** Before `forward`, whenever the parameters may have changed. */
  prepareForward(): void {
    this.blocks.prepareForward()
  }

  /** Overwrites rows * O numbers of `scores`. */
  forward(features: Floats, fo: number, scores: Floats, so: number, rows: number): void {
    this.blocks.forwardFrom(0, scores, so, this.bias.value, 0, features, fo, rows)
  }

  /** Before `backward`. */
  prepareBackward(): void {
    this.blocks.prepareBackward()
  }

  /** Overwrites rows * F numbers of `gradFeatures`. */
  backward(gradScores: Floats, so: number, gradFeatures: Floats, go: number, rows: number): void {
    this.blocks.backward(0, gradFeatures, go, gradScores, so, rows, false)
  }

  /** Adds to the parameters' gradients. */
  addGradients(features: Floats, fo: number, gradScores: Floats, so: number, rows: number): void {
    const { numFeatures: F, outputSize: O } = this
    matmulAtB(this.weight.grad, 0, gradScores, so, features, fo, O, F, rows, true)
    addSumOfRows(this.bias.grad, 0, gradScores, so, rows, O)
  }
}
