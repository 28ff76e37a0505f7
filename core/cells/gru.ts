import { allocate, type Floats } from '../math/floats'
import * as float32 from '../math/float32/gates'
import {
  addProduct,
  addToRows,
  clear,
  mix,
  multiply,
  multiplyComplement,
  sigmoid,
  sigmoidBackward,
  subtract,
  tanh,
  tanhBackward,
} from '../math/pointwise'
import type { CellKind, CellOptions, CellParameters, CellSizes } from './cell'
import { SequenceCell } from './sequence'

/** Row blocks of weights and biases. */
const R = 0
const Z = 1
const N = 2

/**
 * The gated recurrent unit; a_q = W_iq x_t + b_iq + W_hq h_{t-1} + b_hq for q = r, z:
 *
 *     r = s(a_r)   z = s(a_z)                                      s: the logistic function
 *     n = tanh(a_n)
 *     h_t = (1 - z) * n + z * h_{t-1}
 *
 * The candidate's a_n comes in two forms. `resetAfter`, as torch.nn.GRU, resets the finished linear term m:
 *
 *     m = W_hn h_{t-1} + b_hn          a_n = W_in x_t + b_in + r * m
 *
 * and `resetBefore`, as the textbook and the first paper, resets the state that enters it:
 *
 *     m = r * h_{t-1}                  a_n = W_in x_t + b_in + W_hn m + b_hn
 *
 * Backward, for both:
 *
 *     dn = dh_t * (1 - z)     da_n = dn (1 - n²)
 *     dz = dh_t * (h_{t-1} - n)     da_z = dz z (1 - z)
 *     resetAfter:   dr = da_n * m         dm = da_n * r
 *     resetBefore:  dm = W_hnᵀ da_n       dr = dm * h_{t-1}
 *     da_r = dr r (1 - r)
 *     dh_{t-1} = direct_{t-1} + z * dh_t + W_hrᵀ da_r + W_hzᵀ da_z + (W_hnᵀ dm, or r * dm)
 *
 * Hence dL/dW_hn is the sum of dm h_{t-1}ᵀ (resetAfter) or da_n mᵀ (resetBefore), and dL/db_hn the sum of dm
 * or of da_n: only in the second form are the two biases of n redundant.
 * @see Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder" (2014); NNDL section 6.6.2.
 */
class GruCell extends SequenceCell {
  readonly kind = gru
  private readonly isResetAfter: boolean
  /** m and dL/dm, (T, B, H). */
  private readonly m: Floats
  private readonly gradM: Floats

  constructor(sizes: CellSizes, parameters: CellParameters, options: CellOptions) {
    super(sizes, parameters, options, 3, false)
    this.isResetAfter = options.gruVariant === 'resetAfter'
    this.m = allocate(options.dtype, sizes.seqLen * this.block)
    this.gradM = allocate(options.dtype, sizes.seqLen * this.block)
  }

  override get activations(): readonly Floats[] {
    return [...super.activations, this.m]
  }

  protected override get buffers(): readonly Floats[] {
    return [...super.buffers, this.gradM]
  }

  protected override get numPlainGates(): number {
    return N
  }

  protected override hasPlainHiddenBias(q: number): boolean {
    return q !== N || !this.isResetAfter
  }

  protected stepForward(t: number, before: number, now: number): void {
    const { h, gates, m, block } = this
    const r = this.gateOffset(R, t)
    const z = this.gateOffset(Z, t)
    const n = this.gateOffset(N, t)
    const at = t * block

    this.addRecurrent(R, gates, r, h, before)
    this.addRecurrent(Z, gates, z, h, before)
    if (this.isResetAfter) {
      const { batch, hiddenSize } = this.sizes
      const { biasHh } = this.parameters
      this.addRecurrent(N, m, at, h, before, false)
      if (biasHh !== null) addToRows(m, at, biasHh.value, N * hiddenSize, batch, hiddenSize)
      if (float32.gruForward(gates, r, z, n, m, at, h, before, now, block)) return
    }
    sigmoid(gates, r, gates, r, block)
    sigmoid(gates, z, gates, z, block)

    if (this.isResetAfter) {
      addProduct(gates, n, gates, r, m, at, block)
    } else {
      multiply(m, at, gates, r, h, before, block)
      this.addRecurrent(N, gates, n, m, at)
    }
    tanh(gates, n, gates, n, block)

    mix(h, now, gates, z, gates, n, h, before, block)
  }

  protected stepBackward(
    t: number,
    before: number,
    _now: number,
    toH: Floats,
    _toC: Floats | null,
    to: number,
  ): void {
    const { h, gates, m, gradH, gradGates, gradM, block } = this
    const r = this.gateOffset(R, t)
    const z = this.gateOffset(Z, t)
    const n = this.gateOffset(N, t)
    const at = t * block

    const isDone =
      this.isResetAfter &&
      float32.gruBackward(gates, gradGates, r, z, n, m, gradM, gradH, at, h, before, block)
    if (isDone) this.addRecurrentBackward(N, toH, to, gradM, at)
    else this.gatesBackward(t, before, toH, to)

    addProduct(toH, to, gradH, at, gates, z, block)
    this.addRecurrentBackward(R, toH, to, gradGates, r)
    this.addRecurrentBackward(Z, toH, to, gradGates, z)
  }

  /** All da_q and dm; adds what flows to h_{t-1} through m. */
  private gatesBackward(t: number, before: number, toH: Floats, to: number): void {
    const { h, gates, m, gradH, gradGates, gradM, block } = this
    const r = this.gateOffset(R, t)
    const z = this.gateOffset(Z, t)
    const n = this.gateOffset(N, t)
    const at = t * block

    multiplyComplement(gradGates, n, gradH, at, gates, z, block)
    tanhBackward(gradGates, n, gradGates, n, gates, n, block)

    subtract(gradGates, z, h, before, gates, n, block)
    multiply(gradGates, z, gradH, at, gradGates, z, block)
    sigmoidBackward(gradGates, z, gradGates, z, gates, z, block)

    if (this.isResetAfter) {
      multiply(gradGates, r, gradGates, n, m, at, block)
      multiply(gradM, at, gradGates, n, gates, r, block)
      this.addRecurrentBackward(N, toH, to, gradM, at)
    } else {
      clear(gradM, at, block)
      this.addRecurrentBackward(N, gradM, at, gradGates, n)
      multiply(gradGates, r, gradM, at, h, before, block)
      addProduct(toH, to, gradM, at, gates, r, block)
    }
    sigmoidBackward(gradGates, r, gradGates, r, gates, r, block)
  }

  protected override addRecurrentGradients(p: number, q: number): void {
    if (this.isResetAfter) this.accumulateHidden(p, q, this.gradM, 0, this.h, this.stateBefore)
    else this.accumulateHidden(p, q, this.gradGates, this.gateOffset(N, 0), this.m, 0)
  }
}

export const gru: CellKind = {
  name: 'gru',
  gateNames: ['r', 'z', 'n'],
  sigmoidGates: ['r', 'z'],
  hasCellState: false,
  create: (sizes, parameters, options) => new GruCell(sizes, parameters, options),
}
