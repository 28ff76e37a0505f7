import type { Dtype } from '../experiment/experiment'
import type { WeightBlocks } from '../kernels/backend'
import { backendFor } from '../kernels/backends'
import { BatchGradient } from '../kernels/batchGradient'
import type { Floats } from '../math/floats'
import { createParameter, type Parameter } from './parameter'

/**
 * The linear output layer, as torch.nn.Linear:  score = f Wᵀ + b, for features f (rows, F) and scores (rows, O).
 *
 * Backward:  dW += dscoreᵀ f,  db += sum over rows of dscore,  df = dscore W.
 */
export class LinearHead {
  readonly weight: Parameter
  readonly bias: Parameter
  /** Into so many parts the batch is cut for the parameters' gradients. */
  readonly numParts: number
  private readonly blocks: WeightBlocks
  private readonly gradWeight: BatchGradient
  private readonly gradBias: BatchGradient

  constructor(
    readonly numFeatures: number,
    readonly outputSize: number,
    batch: number,
    dtype: Dtype,
  ) {
    this.weight = createParameter('head.weight', [outputSize, numFeatures], dtype)
    this.bias = createParameter('head.bias', [outputSize], dtype)
    const backend = backendFor(dtype)
    this.blocks = backend.createWeightBlocks(this.weight.value, 1, outputSize, numFeatures)
    this.gradWeight = new BatchGradient(backend, this.weight.grad, batch)
    this.gradBias = new BatchGradient(backend, this.bias.grad, batch)
    this.numParts = this.gradWeight.numParts
  }

  /** All numbers that are read and written here besides arguments. */
  get buffers(): readonly Floats[] {
    return [...this.blocks.buffers, this.bias.value, ...this.gradWeight.buffers, ...this.gradBias.buffers]
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

  /** Before the parameters' gradients are added. */
  prepareGradients(): void {
    this.gradWeight.prepare()
    this.gradBias.prepare()
  }

  /**
   * Adds part p of the batch's share to the parameters' gradients, for features (steps, B, F) and scores
   * (steps, B, O).
   */
  addGradients(p: number, features: Floats, fo: number, gradScores: Floats, so: number, steps: number): void {
    const { numFeatures: F, outputSize: O } = this
    this.gradWeight.addProducts(p, 0, gradScores, so, features, fo, O, F, steps)
    this.gradBias.addSum(p, 0, gradScores, so, O, steps)
  }

  /** After the gradients of all parts are added. */
  addUpGradients(): void {
    this.gradWeight.addUp()
    this.gradBias.addUp()
  }
}
