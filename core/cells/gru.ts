import type { FusedOperation } from '../kernels/backend'
import { Blocks } from '../kernels/blocks'
import type { Floats } from '../math/floats'
import { cellKinds } from '../kinds/cells'
import type { CellOptions, CellParameters, CellSizes, CellType } from './cell'
import { SequenceCell, type PathBack, type SequenceStep, type StepBlock, type StepPlace } from './sequence'

/*
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

/** The row block of weights and biases that belongs to n; those of r and z are plain and come before. */
const N = 2

interface Step extends SequenceStep {
  readonly r: Floats
  readonly z: Floats
  readonly n: Floats
  readonly m: Floats
  readonly dr: Floats
  readonly dz: Floats
  readonly dn: Floats
  readonly dm: Floats
  /** r and z alone. */
  readonly plainGates: readonly Floats[]
  readonly gradPlainGates: readonly Floats[]
}

abstract class GruCell extends SequenceCell<Step> {
  readonly kind = gru
  /** m and dL/dm, (T, B, H). */
  protected readonly m: Floats
  protected readonly gradM: Floats
  private readonly blocks: { readonly m: Blocks; readonly gradM: Blocks }

  constructor(sizes: CellSizes, parameters: CellParameters, options: CellOptions) {
    super(sizes, parameters, options, 3, false)
    this.m = this.backend.allocate(sizes.seqLen * this.block)
    this.gradM = this.backend.allocate(sizes.seqLen * this.block)
    this.blocks = { m: new Blocks(this.m, this.block), gradM: new Blocks(this.gradM, this.block) }
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

  protected createStep(step: SequenceStep, { t }: StepPlace): Step {
    const [r, z, n] = step.gates
    const [dr, dz, dn] = step.gradGates
    return {
      ...step,
      ...{ r, z, n, m: this.blocks.m.at(t), plainGates: [r, z] },
      ...{ dr, dz, dn, dm: this.blocks.gradM.at(t), gradPlainGates: [dr, dz] },
    }
  }

  /** z * dh_t, W_hrᵀ da_r, W_hzᵀ da_z and that through n. */
  protected override pathsBack(step: Step): readonly PathBack[] {
    const { dh, z, gradPlainGates } = step
    return [
      { to: 'h', name: 'keep', fill: (out) => this.operations.multiply(out, dh, z) },
      ...gradPlainGates.map((da, q) => this.pathThrough(q, da)),
      this.pathThroughCandidate(step),
    ]
  }

  protected abstract pathThroughCandidate(step: Step): PathBack
}

/** Each gate's place holds its a_q before, n's without r * m. */
export const gruForward: FusedOperation<StepBlock<Step>> = {
  kernel: 'gruForward',
  operands: ['r', 'z', 'n', 'm', 'hBefore', 'h'],
  work: 96,
  compose:
    ({ sigmoid, tanh, addProduct, mix }) =>
    ({ r, z, n, m, hBefore, h }) => {
      sigmoid(r, r)
      sigmoid(z, z)
      addProduct(n, r, m)
      tanh(n, n)
      mix(h, z, n, hBefore)
    },
}

/** Each dq's place holds its da_q afterwards. */
export const gruBackward: FusedOperation<StepBlock<Step>> = {
  kernel: 'gruBackward',
  operands: ['dh', 'r', 'z', 'n', 'm', 'hBefore', 'dr', 'dz', 'dn', 'dm'],
  work: 48,
  compose:
    ({ multiplyComplement, tanhBackward, subtract, multiply, sigmoidBackward }) =>
    ({ dh, r, z, n, m, hBefore, dr, dz, dn, dm }) => {
      multiplyComplement(dn, dh, z)
      tanhBackward(dn, dn, n)
      subtract(dz, hBefore, n)
      multiply(dz, dh, dz)
      sigmoidBackward(dz, dz, z)
      multiply(dr, dn, m)
      multiply(dm, dn, r)
      sigmoidBackward(dr, dr, r)
    },
}

class ResetAfterCell extends GruCell {
  private readonly forwardGates = this.backend.fuse(gruForward)
  private readonly backwardGates = this.backend.fuse(gruBackward)

  protected override hasPlainHiddenBias(q: number): boolean {
    return q !== N
  }

  protected forwardStep(step: Step): void {
    this.addRecurrent(step.plainGates, step.hBefore)
    this.applyRecurrent(N, step.m, step.hBefore)
    this.addHiddenBias(N, step.m)
    this.forwardGates(step)
  }

  protected backwardStep(step: Step): void {
    this.backwardGates(step)
    this.addRecurrentBackwardOf(N, step.dhBefore, step.dm)
    this.operations.addProduct(step.dhBefore, step.dh, step.z)
    this.addRecurrentBackward(step.dhBefore, step.gradPlainGates)
  }

  protected override addRecurrentGradients(p: number, q: number, first: number, steps: number): void {
    this.accumulateHidden(p, q, this.gradM, 0, this.h, this.stateBefore, first, steps)
  }

  /** W_hnᵀ dm */
  protected pathThroughCandidate({ dm }: Step): PathBack {
    return this.pathThrough(N, dm)
  }
}

class ResetBeforeCell extends GruCell {
  protected forwardStep({ plainGates, hBefore, r, z, n, m, h }: Step): void {
    const { sigmoid, tanh, multiply, mix } = this.operations
    this.addRecurrent(plainGates, hBefore)
    sigmoid(r, r)
    sigmoid(z, z)
    multiply(m, r, hBefore)
    this.addRecurrentOf(N, n, m)
    tanh(n, n)
    mix(h, z, n, hBefore)
  }

  protected backwardStep({ dh, r, z, n, hBefore, dr, dz, dn, dm, dhBefore, gradPlainGates }: Step): void {
    const { clear, multiply, addProduct, multiplyComplement } = this.operations
    const { subtract, tanhBackward, sigmoidBackward } = this.operations
    multiplyComplement(dn, dh, z)
    tanhBackward(dn, dn, n)
    subtract(dz, hBefore, n)
    multiply(dz, dh, dz)
    sigmoidBackward(dz, dz, z)
    clear(dm)
    this.addRecurrentBackwardOf(N, dm, dn)
    multiply(dr, dm, hBefore)
    sigmoidBackward(dr, dr, r)
    addProduct(dhBefore, dm, r)
    addProduct(dhBefore, dh, z)
    this.addRecurrentBackward(dhBefore, gradPlainGates)
  }

  protected override addRecurrentGradients(p: number, q: number, first: number, steps: number): void {
    this.accumulateHidden(p, q, this.gradGates, this.gateOffset(N, 0), this.m, 0, first, steps)
  }

  /** r * dm, with dm = W_hnᵀ da_n */
  protected pathThroughCandidate({ r, dm }: Step): PathBack {
    return { to: 'h', name: 'n', fill: (out) => this.operations.multiply(out, dm, r) }
  }
}

export const gru: CellType = {
  name: 'gru',
  ...cellKinds.gru,
  create: (sizes, parameters, options) =>
    options.gruVariant === 'resetAfter'
      ? new ResetAfterCell(sizes, parameters, options)
      : new ResetBeforeCell(sizes, parameters, options),
}
