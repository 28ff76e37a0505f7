import type { Backend, WeightBlocks } from '../kernels/backend'
import { BatchGradient } from '../kernels/batchGradient'
import { Blocks } from '../kernels/blocks'
import type { Floats } from '../math/floats'
import type { CellParameters, CellSizes } from './cell'

/**
 * The linear half of all gates q of a cell, over any number of rows at a time:
 *
 *     a_q = W_iq x + b_iq + W_hq h + b_hq
 *
 * with the gradients that reach its weights and what it was computed from. Row blocks q of the parameters are
 * (H, I), (H, H) and (H).
 */
export class GateWeights {
  /** What is added to W_iq x, (G*H); null without biases. */
  private readonly bias: Floats | null
  /** Its blocks and those of what it is made of. */
  private readonly biasBlocks: BiasBlocks | null
  private readonly inputWeights: WeightBlocks
  private readonly recurrentWeights: WeightBlocks
  /** Into so many parts the batch is cut for the gradients of the parameters. */
  readonly numParts: number
  private readonly gradWeightIh: BatchGradient
  private readonly gradWeightHh: BatchGradient
  private readonly gradBiasIh: BatchGradient | null
  private readonly gradBiasHh: BatchGradient | null
  private readonly gradients: readonly BatchGradient[]

  /** `backend` is that of the numbers that they are applied to. */
  constructor(
    private readonly backend: Backend,
    private readonly parameters: CellParameters,
    private readonly sizes: CellSizes,
    numGates: number,
  ) {
    const { batch, inputSize, hiddenSize } = sizes
    const { weightIh, weightHh, biasIh, biasHh } = parameters
    this.bias = biasIh === null ? null : backend.allocate(numGates * hiddenSize)
    this.biasBlocks = createBiasBlocks(this.bias, parameters, hiddenSize)
    this.inputWeights = backend.createWeightBlocks(weightIh.value, numGates, hiddenSize, inputSize)
    this.recurrentWeights = backend.createWeightBlocks(weightHh.value, numGates, hiddenSize, hiddenSize)
    this.gradWeightIh = new BatchGradient(backend, weightIh.grad, batch)
    this.gradWeightHh = new BatchGradient(backend, weightHh.grad, batch)
    this.gradBiasIh = biasIh && new BatchGradient(backend, biasIh.grad, batch)
    this.gradBiasHh = biasHh && new BatchGradient(backend, biasHh.grad, batch)
    this.numParts = this.gradWeightIh.numParts
    const gradients = [this.gradWeightIh, this.gradWeightHh, this.gradBiasIh, this.gradBiasHh]
    this.gradients = gradients.filter((gradient) => gradient !== null)
  }

  /** All numbers that are read and written here besides arguments. */
  get buffers(): readonly Floats[] {
    const { weightIh, weightHh, biasIh, biasHh } = this.parameters
    const parameters = [weightIh, weightHh, biasIh, biasHh].filter((parameter) => parameter !== null)
    return [
      ...parameters.map(({ value }) => value),
      ...this.gradients.flatMap(({ buffers }) => buffers),
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
    if (this.biasBlocks === null) return
    const { bias, biasIh, biasHh } = this.biasBlocks
    const { sum, copy } = this.backend.operations
    if (isHiddenIncluded && biasHh !== null) sum(bias.at(q), biasIh.at(q), biasHh.at(q))
    else copy(bias.at(q), biasIh.at(q))
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
    this.recurrentWeights.backward(q, out, o, da, dao, rows, true)
  }

  /** Before `applyInputBackward`. */
  prepareInputBackward(): void {
    this.inputWeights.prepareBackward()
  }

  /** out (rows, I) (+)= da W_iq for da (rows, H). */
  applyInputBackward(
    q: number,
    out: Floats,
    o: number,
    da: Floats,
    dao: number,
    rows: number,
    accumulate: boolean,
  ): void {
    this.inputWeights.backward(q, out, o, da, dao, rows, accumulate)
  }

  /** Before the gradients of parameters are added. */
  prepareGradients(): void {
    for (const gradient of this.gradients) gradient.prepare()
  }

  /**
   * The gradients of all parameters of gates q < count, whose da_q reaches both products, over part p of the
   * batch, for da_q (steps, B, H) from `dao` on and `gateLength` apart, x (steps, B, I) and h (steps, B, H):
   * `addInputGradients` and `addRecurrentGradients` of each in one.
   */
  addGradients(
    p: number,
    count: number,
    da: Floats,
    dao: number,
    gateLength: number,
    x: Floats,
    xo: number,
    h: Floats,
    ho: number,
    steps: number,
  ): void {
    const { hiddenSize: H, inputSize: I } = this.sizes
    const { gradWeightIh, gradWeightHh, gradBiasIh, gradBiasHh } = this
    gradWeightIh.addProductsOfBlocks(
      p,
      count,
      gateLength,
      x,
      xo,
      I,
      gradWeightHh,
      h,
      ho,
      H,
      da,
      dao,
      H,
      steps,
    )
    for (let q = 0; q < count; q++) {
      gradBiasIh?.addSum(p, q * H, da, dao + q * gateLength, H, steps)
      gradBiasHh?.addSum(p, q * H, da, dao + q * gateLength, H, steps)
    }
  }

  /**
   * dL/dW_iq += da_tᵀ x_t and dL/db_iq += sum of da_t over part p of the batch, for da (steps, B, H), x
   * (steps, B, I).
   */
  addInputGradients(
    p: number,
    q: number,
    da: Floats,
    dao: number,
    x: Floats,
    xo: number,
    steps: number,
  ): void {
    const { hiddenSize: H, inputSize: I } = this.sizes
    this.gradWeightIh.addProducts(p, q * H * I, da, dao, x, xo, H, I, steps)
    this.gradBiasIh?.addSum(p, q * H, da, dao, H, steps)
  }

  /**
   * dL/dW_hq += da_tᵀ h_t and dL/db_hq += sum of da_t over part p of the batch, for da and h (steps, B, H).
   */
  addRecurrentGradients(
    p: number,
    q: number,
    da: Floats,
    dao: number,
    h: Floats,
    ho: number,
    steps: number,
  ): void {
    const { hiddenSize: H } = this.sizes
    this.gradWeightHh.addProducts(p, q * H * H, da, dao, h, ho, H, H, steps)
    this.gradBiasHh?.addSum(p, q * H, da, dao, H, steps)
  }

  /** After the gradients of all parts are added. */
  addUpGradients(): void {
    for (const gradient of this.gradients) gradient.addUp()
  }
}

/** By gate. */
interface BiasBlocks {
  readonly bias: Blocks
  readonly biasIh: Blocks
  readonly biasHh: Blocks | null
}

function createBiasBlocks(
  bias: Floats | null,
  { biasIh, biasHh }: CellParameters,
  hiddenSize: number,
): BiasBlocks | null {
  if (bias === null || biasIh === null) return null
  return {
    bias: new Blocks(bias, hiddenSize),
    biasIh: new Blocks(biasIh.value, hiddenSize),
    biasHh: biasHh && new Blocks(biasHh.value, hiddenSize),
  }
}
