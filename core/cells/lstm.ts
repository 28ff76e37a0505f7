import { allocate, type Floats } from '../math/floats'
import * as float32 from '../math/float32/gates'
import { add, addProduct, multiply, sigmoid, sigmoidBackward, tanh, tanhBackward } from '../math/pointwise'
import type { CellKind, CellOptions, CellParameters, CellSizes } from './cell'
import { SequenceCell } from './sequence'

/** Row blocks of weights and biases. */
const I = 0
const F = 1
const G = 2
const O = 3

/**
 * Long short-term memory, as torch.nn.LSTM; a_q = W_iq x_t + b_iq + W_hq h_{t-1} + b_hq for q = i, f, g, o:
 *
 *     i = s(a_i)   f = s(a_f)   g = tanh(a_g)   o = s(a_o)        s: the logistic function
 *     c_t = f * c_{t-1} + i * g
 *     h_t = o * tanh(c_t)
 *
 * Backward. c_t reaches the loss through h_t and through c_{t+1}; dc_t collects both before it flows on:
 *
 *     do = dh_t * tanh(c_t)
 *     dc_t = f_{t+1} * dc_{t+1} + dh_t * o * (1 - tanh²(c_t))
 *     di = dc_t * g     dg = dc_t * i     df = dc_t * c_{t-1}
 *     da_i = di i (1 - i)   da_f = df f (1 - f)   da_g = dg (1 - g²)   da_o = do o (1 - o)
 *     dc_{t-1} gets dc_t * f
 *     dh_{t-1} = direct_{t-1} + sum_q W_hqᵀ da_q
 *
 * Along c the gradient is only multiplied by f, which can stay near 1: no power of W_hh stands in its way.
 * @see Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 9 (1997); forget gate: Gers,
 * Schmidhuber and Cummins, "Learning to Forget", Neural Computation 12 (2000).
 */
class LstmCell extends SequenceCell {
  readonly kind = lstm
  declare readonly c: Floats
  declare readonly gradC: Floats
  /** tanh(c_t), (T, B, H). */
  private readonly tanhC: Floats

  constructor(sizes: CellSizes, parameters: CellParameters, options: CellOptions) {
    super(sizes, parameters, options, 4, true)
    this.tanhC = allocate(options.dtype, sizes.seqLen * this.block)
  }

  override get activations(): readonly Floats[] {
    return [...super.activations, this.tanhC]
  }

  protected stepForward(t: number, before: number, now: number): void {
    const { h, c, gates, tanhC, block } = this
    const i = this.gateOffset(I, t)
    const f = this.gateOffset(F, t)
    const g = this.gateOffset(G, t)
    const o = this.gateOffset(O, t)
    const at = t * block

    this.addRecurrent(I, gates, i, h, before)
    this.addRecurrent(F, gates, f, h, before)
    this.addRecurrent(G, gates, g, h, before)
    this.addRecurrent(O, gates, o, h, before)
    if (float32.lstmForward(gates, i, f, g, o, c, before, now, tanhC, at, h, block)) return

    sigmoid(gates, i, gates, i, block)
    sigmoid(gates, f, gates, f, block)
    tanh(gates, g, gates, g, block)
    sigmoid(gates, o, gates, o, block)

    multiply(c, now, gates, f, c, before, block)
    addProduct(c, now, gates, i, gates, g, block)
    tanh(tanhC, at, c, now, block)
    multiply(h, now, gates, o, tanhC, at, block)
  }

  protected stepBackward(
    t: number,
    before: number,
    _now: number,
    toH: Floats,
    toC: Floats,
    to: number,
  ): void {
    const { c, gates, tanhC, gradH, gradC, gradGates, block } = this
    const i = this.gateOffset(I, t)
    const f = this.gateOffset(F, t)
    const g = this.gateOffset(G, t)
    const o = this.gateOffset(O, t)
    const at = t * block

    const isDone =
      this.stepThreshold === Infinity &&
      float32.lstmBackward(gates, gradGates, i, f, g, o, c, before, tanhC, gradH, gradC, at, toC, to, block)
    if (!isDone) this.gatesBackward(t, before, toC, to)

    this.addRecurrentBackward(I, toH, to, gradGates, i)
    this.addRecurrentBackward(F, toH, to, gradGates, f)
    this.addRecurrentBackward(G, toH, to, gradGates, g)
    this.addRecurrentBackward(O, toH, to, gradGates, o)
  }

  /** dc_t and all da_q; adds what flows to c_{t-1}. */
  private gatesBackward(t: number, before: number, toC: Floats, to: number): void {
    const { c, gates, tanhC, gradH, gradC, gradGates, block } = this
    const i = this.gateOffset(I, t)
    const f = this.gateOffset(F, t)
    const g = this.gateOffset(G, t)
    const o = this.gateOffset(O, t)
    const at = t * block

    // dc_t first; da_i's place holds dh_t * o on the way.
    multiply(gradGates, i, gradH, at, gates, o, block)
    tanhBackward(gradGates, i, gradGates, i, tanhC, at, block)
    add(gradC, at, gradGates, i, block)
    this.limit(gradC, at)

    multiply(gradGates, o, gradH, at, tanhC, at, block)
    multiply(gradGates, i, gradC, at, gates, g, block)
    multiply(gradGates, g, gradC, at, gates, i, block)
    multiply(gradGates, f, gradC, at, c, before, block)
    sigmoidBackward(gradGates, i, gradGates, i, gates, i, block)
    sigmoidBackward(gradGates, f, gradGates, f, gates, f, block)
    tanhBackward(gradGates, g, gradGates, g, gates, g, block)
    sigmoidBackward(gradGates, o, gradGates, o, gates, o, block)

    addProduct(toC, to, gradC, at, gates, f, block)
  }
}

export const lstm: CellKind = {
  name: 'lstm',
  gateNames: ['i', 'f', 'g', 'o'],
  sigmoidGates: ['i', 'f', 'o'],
  hasCellState: true,
  create: (sizes, parameters, options) => new LstmCell(sizes, parameters, options),
}
