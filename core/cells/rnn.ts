import type { Floats } from '../math/floats'
import { cellKinds } from '../kinds/cells'
import type { CellOptions, CellParameters, CellSizes, CellType } from './cell'
import { SequenceCell, type SequenceStep } from './sequence'

interface Step extends SequenceStep {
  readonly a: Floats
  readonly da: Floats
}

/**
 * The simple recurrent network, as torch.nn.RNN, with f = tanh or relu:
 *
 *     a_t = W_ih x_t + b_ih + W_hh h_{t-1} + b_hh
 *     h_t = f(a_t)
 *
 * Backward. h_t reaches the loss directly (through what reads the output at t) and through a_{t+1}. With
 * dh_t = dL/dh_t in full and da_t = dL/da_t:
 *
 *     da_t = dh_t * f'(a_t)              tanh' = 1 - h_t²,  relu' = 1 where h_t > 0, else 0
 *     dh_{t-1} = direct_{t-1} + W_hhᵀ da_t
 *
 * so one step multiplies the gradient by diag(f') W_hh: the product of these over t is what vanishes or
 * explodes. The parameters' gradients are sums over t, see `sequence.ts`.
 * @see Elman, "Finding Structure in Time", Cognitive Science 14 (1990).
 */
class RnnCell extends SequenceCell<Step> {
  readonly kind = rnn
  private readonly f: (out: Floats, x: Floats) => void
  private readonly fBackward: (out: Floats, dy: Floats, y: Floats) => void

  constructor(sizes: CellSizes, parameters: CellParameters, options: CellOptions) {
    super(sizes, parameters, options, 1, false)
    const { tanh, tanhBackward, relu, reluBackward } = this.operations
    const isRelu = options.nonlinearity === 'relu'
    this.f = isRelu ? relu : tanh
    this.fBackward = isRelu ? reluBackward : tanhBackward
  }

  protected createStep(step: SequenceStep): Step {
    return { ...step, a: step.gates[0], da: step.gradGates[0] }
  }

  protected forwardStep({ gates, hBefore, a, h }: Step): void {
    this.addRecurrent(gates, hBefore)
    this.f(a, a)
    this.operations.copy(h, a)
  }

  protected backwardStep({ gradGates, dh, h, da, dhBefore }: Step): void {
    this.fBackward(da, dh, h)
    this.addRecurrentBackward(dhBefore, gradGates)
  }
}

export const rnn: CellType = {
  name: 'rnn',
  ...cellKinds.rnn,
  create: (sizes, parameters, options) => new RnnCell(sizes, parameters, options),
}
