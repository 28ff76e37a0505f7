import type { Floats } from '../math/floats'
import { cellKinds } from '../kinds/cells'
import type { CellOptions, CellParameters, CellSizes, CellType } from './cell'
import { SequenceCell, type PathBack, type SequenceStep } from './sequence'

interface Step extends SequenceStep {
  readonly g: Floats
  readonly da: Floats
}

/**
 * The residual recurrent network, NNDL eq. 6.50, with g = tanh of the simple network's linear term and a fixed
 * number α, `residualScale`, which is 1 in the textbook:
 *
 *     a_t = W_ih x_t + b_ih + W_hh h_{t-1} + b_hh
 *     g_t = tanh(a_t)
 *     h_t = h_{t-1} + α g_t
 *
 * Backward. h_{t-1} reaches h_t twice, through the identity and through g_t:
 *
 *     da_t = α dh_t * (1 - g_t²)
 *     dh_{t-1} = direct_{t-1} + dh_t + W_hhᵀ da_t
 *
 * One step multiplies the gradient by I + α diag(1 - g_t²) W_hh. The identity keeps it from vanishing and
 * does nothing against growth: the product can reach (1 + α |W_hh|)^T, which a small α tames. Note that tanh'
 * is taken at a_t, so from g_t, not from h_t.
 * @see Qiu, "Neural Networks and Deep Learning", section 6.5, eq. 6.50.
 */
class ResidualCell extends SequenceCell<Step> {
  readonly kind = residual
  /** α as often as a step has numbers, (B, H); null where it is 1, which changes nothing. */
  private readonly scale: Floats | null

  constructor(sizes: CellSizes, parameters: CellParameters, options: CellOptions) {
    super(sizes, parameters, options, 1, false)
    const { residualScale } = options
    this.scale = residualScale === 1 ? null : this.backend.allocate(this.block).fill(residualScale)
  }

  protected override get buffers(): readonly Floats[] {
    return this.scale === null ? super.buffers : [...super.buffers, this.scale]
  }

  protected createStep(step: SequenceStep): Step {
    return { ...step, g: step.gates[0], da: step.gradGates[0] }
  }

  protected forwardStep({ gates, hBefore, g, h }: Step): void {
    const { tanh, sum, copy, addProduct } = this.operations
    this.addRecurrent(gates, hBefore)
    tanh(g, g)
    if (this.scale === null) {
      sum(h, hBefore, g)
      return
    }
    copy(h, hBefore)
    addProduct(h, this.scale, g)
  }

  protected backwardStep({ gradGates, dh, g, da, dhBefore }: Step): void {
    const { tanhBackward, multiply, add } = this.operations
    tanhBackward(da, dh, g)
    if (this.scale !== null) multiply(da, da, this.scale)
    add(dhBefore, dh)
    this.addRecurrentBackward(dhBefore, gradGates)
  }

  protected override pathsBack(step: Step): readonly PathBack[] {
    const identity: PathBack = {
      to: 'h',
      name: 'identity',
      fill: (out) => this.operations.copy(out, step.dh),
    }
    return [identity, ...super.pathsBack(step)]
  }
}

export const residual: CellType = {
  name: 'residual',
  ...cellKinds.residual,
  create: (sizes, parameters, options) => new ResidualCell(sizes, parameters, options),
}
