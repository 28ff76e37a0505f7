import type { Floats } from '../../math/floats'
import type { WeightBlocks } from '../backend'
import { float32Scalar } from '../float32/backend'
import { address, allocateFloat32, kernels, within } from './arena'

/** Numbers in the panels of a (k, n) operand: its columns are filled up to a multiple of 8. */
function panelLength(n: number, k: number): number {
  return Math.ceil(n / 8) * 8 * k
}

/** Copies the blocks once a pass into the order in which the product kernel reads them. */
export class PackedWeightBlocks implements WeightBlocks {
  /** Blocks W_qᵀ and W_q as the kernels want them. */
  private readonly forwardPanels: Float32Array
  private readonly backwardPanels: Float32Array
  private readonly forwardLength: number
  private readonly backwardLength: number
  readonly buffers: readonly Floats[]
  private readonly isInReach: boolean
  /** For what is out of the kernels' reach. */
  private readonly scalar: WeightBlocks

  constructor(
    private readonly weight: Floats,
    private readonly count: number,
    private readonly n: number,
    private readonly k: number,
  ) {
    this.forwardLength = panelLength(n, k)
    this.backwardLength = panelLength(k, n)
    this.forwardPanels = allocateFloat32(count * this.forwardLength)
    this.backwardPanels = allocateFloat32(count * this.backwardLength)
    this.buffers = [weight, this.forwardPanels, this.backwardPanels]
    this.isInReach = this.buffers.every((buffer) => within(buffer))
    this.scalar = float32Scalar.createWeightBlocks(weight, count, n, k)
  }

  prepareForward(): void {
    if (!this.isInReach) return
    const { weight, forwardPanels, n, k } = this
    for (let q = 0; q < this.count; q++) {
      const panels = address(forwardPanels, q * this.forwardLength)
      kernels().packColumns(panels, address(weight, q * n * k), 4 * k, n, k)
    }
  }

  prepareBackward(): void {
    if (!this.isInReach) return
    const { weight, backwardPanels, n, k } = this
    for (let q = 0; q < this.count; q++) {
      const panels = address(backwardPanels, q * this.backwardLength)
      kernels().packRows(panels, address(weight, q * n * k), 4 * k, k, n)
    }
  }

  forward(q: number, out: Floats, o: number, x: Floats, xo: number, m: number, accumulate: boolean): void {
    if (this.isInReach && within(out, x)) {
      const to = address(out, o)
      this.product(q, to, accumulate ? to : 0, 4 * this.n, x, xo, m)
    } else {
      this.scalar.forward(q, out, o, x, xo, m, accumulate)
    }
  }

  forwardFrom(
    q: number,
    out: Floats,
    o: number,
    b: Floats,
    bo: number,
    x: Floats,
    xo: number,
    m: number,
  ): void {
    if (this.isInReach && within(out, x, b)) this.product(q, address(out, o), address(b, bo), 0, x, xo, m)
    else this.scalar.forwardFrom(q, out, o, b, bo, x, xo, m)
  }

  private product(
    q: number,
    to: number,
    from: number,
    fromStride: number,
    x: Floats,
    xo: number,
    m: number,
  ): void {
    const { n, k } = this
    const panels = address(this.forwardPanels, q * this.forwardLength)
    kernels().product(to, 4 * n, from, fromStride, address(x, xo), 4 * k, panels, m, n, k)
  }

  backward(q: number, out: Floats, o: number, y: Floats, yo: number, m: number, accumulate: boolean): void {
    const { n, k } = this
    if (this.isInReach && within(out, y)) {
      const panels = address(this.backwardPanels, q * this.backwardLength)
      const to = address(out, o)
      kernels().product(to, 4 * k, accumulate ? to : 0, 4 * k, address(y, yo), 4 * n, panels, m, k, n)
    } else {
      this.scalar.backward(q, out, o, y, yo, m, accumulate)
    }
  }
}
