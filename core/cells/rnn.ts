import type { Floats } from '../math/floats'
import { copy, relu, reluBackward, tanh, tanhBackward } from '../math/pointwise'
import type { CellKind, CellOptions, CellParameters, CellSizes } from './cell'
import { SequenceCell } from './sequence'

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
class RnnCell extends SequenceCell {
  readonly kind = rnn
  private readonly isRelu: boolean

  constructor(sizes: CellSizes, parameters: CellParameters, options: CellOptions) {
    super(sizes, parameters, options, 1, false)
    this.isRelu = options.nonlinearity === 'relu'
  }

  protected stepForward(t: number, before: number, now: number): void {
    const { h, gates, block } = this
    const a = this.gateOffset(0, t)
    this.addRecurrent(0, gates, a, h, before)
    if (this.isRelu) relu(gates, a, gates, a, block)
    else tanh(gates, a, gates, a, block)
    copy(h, now, gates, a, block)
  }

  protected stepBackward(
    t: number,
    _before: number,
    now: number,
    toH: Floats,
    _toC: Floats | null,
    to: number,
  ): void {
    const { h, gradH, gradGates, block } = this
    const a = this.gateOffset(0, t)
    if (this.isRelu) reluBackward(gradGates, a, gradH, t * block, h, now, block)
    else tanhBackward(gradGates, a, gradH, t * block, h, now, block)
    this.addRecurrentBackward(0, toH, to, gradGates, a)
  }
}

export const rnn: CellKind = {
  name: 'rnn',
  gateNames: ['h'],
  sigmoidGates: [],
  hasCellState: false,
  create: (sizes, parameters, options) => new RnnCell(sizes, parameters, options),
}
