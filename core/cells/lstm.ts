import type { FusedOperation } from '../kernels/backend'
import { Blocks } from '../kernels/blocks'
import type { Floats } from '../math/floats'
import { cellKinds } from '../kinds/cells'
import type { CellOptions, CellParameters, CellSizes, CellType } from './cell'
import { SequenceCell, type PathBack, type SequenceStep, type StepBlock, type StepPlace } from './sequence'

/*
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

/** `dO` is the equations' do, which is a word of the language. */
interface Step extends SequenceStep {
  readonly i: Floats
  readonly f: Floats
  readonly g: Floats
  readonly o: Floats
  readonly cBefore: Floats
  readonly c: Floats
  readonly tanhC: Floats
  readonly di: Floats
  readonly df: Floats
  readonly dg: Floats
  readonly dO: Floats
  readonly dc: Floats
  readonly dcBefore: Floats
}

/** Each gate's place holds its a_q before. */
export const lstmForward: FusedOperation<StepBlock<Step>> = {
  kernel: 'lstmForward',
  operands: ['i', 'f', 'g', 'o', 'cBefore', 'c', 'tanhC', 'h'],
  work: 128,
  compose:
    ({ sigmoid, tanh, multiply, addProduct }) =>
    ({ i, f, g, o, cBefore, c, tanhC, h }) => {
      sigmoid(i, i)
      sigmoid(f, f)
      tanh(g, g)
      sigmoid(o, o)
      multiply(c, f, cBefore)
      addProduct(c, i, g)
      tanh(tanhC, c)
      multiply(h, o, tanhC)
    },
}

/** The place of dc holds what comes from c_{t+1} before, and each dq's place holds its da_q afterwards. */
export const lstmBackward: FusedOperation<StepBlock<Step>> = {
  kernel: 'lstmBackward',
  operands: ['dh', 'dc', 'i', 'f', 'g', 'o', 'cBefore', 'tanhC', 'di', 'df', 'dg', 'dO', 'dcBefore'],
  work: 64,
  compose:
    ({ multiply, tanhBackward, sigmoidBackward, add, addProduct }, limit) =>
    ({ dh, dc, i, f, g, o, cBefore, tanhC, di, df, dg, dO, dcBefore }) => {
      multiply(dO, dh, tanhC)
      // The new part of dc_t, in the place of di.
      multiply(di, dh, o)
      tanhBackward(di, di, tanhC)
      add(dc, di)
      limit(dc)
      multiply(di, dc, g)
      multiply(dg, dc, i)
      multiply(df, dc, cBefore)
      sigmoidBackward(di, di, i)
      sigmoidBackward(df, df, f)
      tanhBackward(dg, dg, g)
      sigmoidBackward(dO, dO, o)
      addProduct(dcBefore, dc, f)
    },
}

class LstmCell extends SequenceCell<Step> {
  readonly kind = lstm
  declare readonly c: Floats
  declare readonly gradC: Floats
  declare readonly gradC0: Floats
  /** tanh(c_t), (T, B, H). */
  private readonly tanhC: Floats
  private readonly blocks: { readonly c: Blocks; readonly tanhC: Blocks; readonly gradC: Blocks }
  private readonly forwardGates = this.backend.fuse(lstmForward)
  private readonly backwardGates = this.backend.fuse(lstmBackward)
  /** Clipping inside the recurrence limits dc_t between the equations, so they are computed one by one. */
  private readonly limitedBackwardGates = lstmBackward.compose(this.operations, (block) => {
    this.limit(block)
  })

  constructor(sizes: CellSizes, parameters: CellParameters, options: CellOptions) {
    super(sizes, parameters, options, 4, true)
    this.tanhC = this.backend.allocate(sizes.seqLen * this.block)
    this.blocks = {
      c: new Blocks(this.c, this.block),
      tanhC: new Blocks(this.tanhC, this.block),
      gradC: new Blocks(this.gradC, this.block),
    }
  }

  override get activations(): readonly Floats[] {
    return [...super.activations, this.tanhC]
  }

  protected createStep(step: SequenceStep, { t, before, now, previous }: StepPlace): Step {
    const { c, tanhC, gradC } = this.blocks
    const [i, f, g, o] = step.gates
    const [di, df, dg, dO] = step.gradGates
    return {
      ...step,
      ...{ i, f, g, o, cBefore: c.at(before), c: c.at(now), tanhC: tanhC.at(t) },
      ...{ di, df, dg, dO, dc: gradC.at(t), dcBefore: previous === null ? this.gradC0 : gradC.at(previous) },
    }
  }

  protected forwardStep(step: Step): void {
    this.addRecurrent(step.gates, step.hBefore)
    this.forwardGates(step)
  }

  protected backwardStep(step: Step): void {
    this.operations.clear(step.dcBefore)
    if (this.isLimited) this.limitedBackwardGates(step)
    else this.backwardGates(step)
    this.addRecurrentBackward(step.dhBefore, step.gradGates)
  }

  /** W_hqᵀ da_q of all four to h, f * dc_t to c. */
  protected override pathsBack(step: Step): readonly PathBack[] {
    const { dc, f } = step
    return [
      ...super.pathsBack(step),
      { to: 'c', name: 'forget', fill: (out) => this.operations.multiply(out, dc, f) },
    ]
  }

  /** dh_t * o * (1 - tanh²(c_t)) */
  protected override pathsWithin({ dh, o, tanhC }: Step): readonly PathBack[] {
    const { multiply, tanhBackward } = this.operations
    const fill = (out: Floats): void => {
      multiply(out, dh, o)
      tanhBackward(out, out, tanhC)
    }
    return [{ to: 'c', name: 'output', fill }]
  }
}

export const lstm: CellType = {
  name: 'lstm',
  ...cellKinds.lstm,
  create: (sizes, parameters, options) => new LstmCell(sizes, parameters, options),
}
