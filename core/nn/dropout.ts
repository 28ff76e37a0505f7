import type { Dtype } from '../experiment/experiment'
import { allocate } from '../kernels/backends'
import type { Floats } from '../math/floats'
import { createRandom, deriveSeed } from '../math/random'

/**
 * Dropout between two layers, as torch.nn.RNN, GRU and LSTM have it: of what the layer above reads, each
 * number is 0 with probability p, and the others are divided by 1 - p, so that their mean stays,
 *
 *     x_t = m_t ⊙ output_t,   m = 0 or 1 / (1 - p);   doutput_t = m_t ⊙ dx_t.
 *
 * The masks follow from a seed alone: the same seed, the same masks, in every pass. No seed, no dropout, as
 * in evaluation.
 * @see Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", JMLR 15 (2014);
 *   Zaremba, Sutskever and Vinyals, "Recurrent Neural Network Regularization", arXiv:1409.2329.
 */
export class Dropout {
  /** What the layer above reads, (T, B, D*H): overwritten by `forward`. */
  readonly output: Floats
  /** m of the last pass, (T, B, D*H); all 1 without a seed. */
  readonly mask: Floats
  /** What the mask was drawn from. */
  private drawnFrom: number | null = null

  /** `layer` is the one below; `numbers` are those of the longest pass. */
  constructor(
    private readonly probability: number,
    private readonly layer: number,
    numbers: number,
    dtype: Dtype,
  ) {
    this.output = allocate(dtype, numbers)
    this.mask = allocate(dtype, numbers).fill(1)
  }

  /** Overwrites the first `length` numbers of `output` with those of `x` from `offset` on, masked. */
  forward(x: Floats, offset: number, length: number, seed: number | null): void {
    this.draw(seed)
    const { output, mask } = this
    for (let i = 0; i < length; i++) output[i] = mask[i] * x[offset + i]
  }

  /** From dL/doutput to dL/dx, in place. */
  backward(grad: Floats, length: number): void {
    const { mask } = this
    for (let i = 0; i < length; i++) grad[i] *= mask[i]
  }

  private draw(seed: number | null): void {
    if (seed === this.drawnFrom) return
    this.drawnFrom = seed
    if (seed === null) {
      this.mask.fill(1)
      return
    }
    const random = createRandom(deriveSeed(seed, `dropout l${this.layer}`))
    const kept = 1 / (1 - this.probability)
    for (let i = 0; i < this.mask.length; i++) this.mask[i] = random.uniform() < this.probability ? 0 : kept
  }
}
