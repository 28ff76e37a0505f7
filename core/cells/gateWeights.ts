import { allocate, type Dtype, type Floats } from '../math/floats'
import { matmulAtB } from '../math/matmul'
import { addSumOfRows, copy, sum } from '../math/pointwise'
import { WeightBlocks } from '../math/weightBlocks'
import type { CellParameters, CellSizes } from './cell'

/**
 * The linear half of all gates q of a cell, over any number of rows at a time:
 *
 *     a_q = W_iq x + b_iq + W_hq h + b_hq
 *
 * with the gradients that reach its weights and what it was computed from. Row blocks q of the parameters are (H, I),
 * (H, H) and (H).
 */
export class GateWeights {
  /** What is added to W_iq x, (G*H); null without biases. */
  private readonly bias: Floats | null
  private readonly inputWeights: WeightBlocks
  private readonly recurrentWeights: WeightBlocks

  /** `dtype` is that of the numbers that they are applied to. */
  constructor(
    private readonly parameters: CellParameters,
    private readonly sizes: CellSizes,
    numGates: number,
    dtype: Dtype,
  ) {
    const { inputSize, hiddenSize } = sizes
    const { weightIh, weightHh, biasIh } = parameters
    this.bias = biasIh === null ? null : allocate(dtype, numGates * hiddenSize)
    this.inputWeights = new WeightBlocks(weightIh.value, numGates, hiddenSize, inputSize, dtype)
    this.recurrentWeights = new WeightBlocks(weightHh.value, numGates, hiddenSize, hiddenSize, dtype)
  }

  /** All numbers that are read and written here besides arguments. */
  get buffers(): readonly Floats[] {
    const { weightIh, weightHh, biasIh, biasHh } = this.parameters
    const parameters = [weightIh, weightHh, biasIh, biasHh].filter((parameter) => parameter !== null)
    return [
      ...parameters.flatMap(({ value, grad }) => [value, grad]),
      ...(this.bias === null ? [] : [this.bias]),
      ...this.inputWeights.buffers,
      ...this.recurrentWeights.buffers,
    ]
  }

  /** Before a pass forward, whenever the parameters may have changed. */
  prepareForward(): void {
    this.inputWeights.prepareForward()
    this.recurrentWeights.prepareForward()
  }

  /** The same for each gate: whether `projectInput` adds b_hq too. */
  prepareBias(q: number, isHiddenIncluded: boolean): void {
    const { hiddenSize: H } = this.sizes
    const { biasIh, biasHh } = this.parameters
    if (this.bias === null || biasIh === null) return
    if (isHiddenIncluded && biasHh !== null) {
      sum(this.bias, q * H, biasIh.value, q * H, biasHh.value, q * H, H)
    } else {
      copy(this.bias, q * H, biasIh.value, q * H, H)
    }
  }

  /** out (rows, H) = x W_iqᵀ + b_iq (+ b_hq) for x (rows, I). */
  projectInput(q: number, out: Floats, o: number, x: Floats, xo: number, rows: number): void {
    const { hiddenSize: H } = this.sizes
    if (this.bias === null) this.inputWeights.forward(q, out, o, x, xo, rows, false)
    else this.inputWeights.forwardFrom(q, out, o, this.bias, q * H, x, xo, rows)
  }

  /** out (rows, H) (+)= x W_hqᵀ for x (rows, H). */
  applyRecurrent(
    q: number,
    out: Floats,
    o: number,
    x: Floats,
    xo: number,
    rows: number,
    accumulate: boolean,
  ): void {
    this.recurrentWeights.forward(q, out, o, x, xo, rows, accumulate)
  }

  /** Before `addRecurrentBackward`. */
  prepareRecurrentBackward(): void {
    this.recurrentWeights.prepareBackward()
  }

  /** out (rows, H) += da W_hq for da (rows, H). */
  addRecurrentBackward(q: number, out: Floats, o: number, da: Floats, dao: number, rows: number): void {
    this.recurrentWeights.backward(q, out, o, da, dao, rows)
  }

  /** Before `addInputBackward`. */
  prepareInputBackward(): void {
    this.inputWeights.prepareBackward()
  }

  /** out (rows, I) += da W_iq for da (rows, H). */
  addInputBackward(q: number, out: Floats, o: number, da: Floats, dao: number, rows: number): void {
    this.inputWeights.backward(q, out, o, da, dao, rows)
  }

  /** dL/dW_iq += daᵀ x and dL/db_iq += sum of da, over rows of da (rows, H) and x (rows, I). */
  addInputGradients(q: number, da: Floats, dao: number, x: Floats, xo: number, rows: number): void {
    const { hiddenSize: H, inputSize: I } = this.sizes
    const { weightIh, biasIh } = this.parameters
    matmulAtB(weightIh.grad, q * H * I, da, dao, x, xo, H, I, rows, true)
    if (biasIh !== null) addSumOfRows(biasIh.grad, q * H, da, dao, rows, H)
  }

  /** dL/dW_hq += daᵀ h and dL/db_hq += sum of da, over rows of da and h (rows, H). */
  addRecurrentGradients(q: number, da: Floats, dao: number, h: Floats, ho: number, rows: number): void {
    const { hiddenSize: H } = this.sizes
    const { weightHh, biasHh } = this.parameters
    matmulAtB(weightHh.grad, q * H * H, da, dao, h, ho, H, H, rows, true)
    if (biasHh !== null) addSumOfRows(biasHh.grad, q * H, da, dao, rows, H)
  }
}
