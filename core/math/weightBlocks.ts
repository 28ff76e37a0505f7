import { allocate, dtypeOf, type Dtype, type Floats } from './floats'
import { address, kernels, within } from './float32/arena'
import { panelLength } from './float32/products'
import { matmul, matmulABt } from './matmul'
import { addToRows } from './pointwise'

/**
 * A matrix of `count` row blocks W_q (n, k), made ready for many small products with the same numbers, as a
 * recurrence needs them. Float32 kernels read it in an order of their own, into which it is copied once a
 * pass; in float64 there is nothing to prepare.
 */
export class WeightBlocks {
  /** Blocks W_qᵀ and W_q as the kernels want them; empty in float64. */
  private readonly forwardPanels: Floats
  private readonly backwardPanels: Floats
  private readonly forwardLength: number
  private readonly backwardLength: number
  private readonly isPacked: boolean
  /** All numbers that the products read besides the small operand. */
  readonly buffers: readonly Floats[]

  /** `dtype` is that of the products' results. */
  constructor(
    private readonly weight: Floats,
    private readonly count: number,
    private readonly n: number,
    private readonly k: number,
    dtype: Dtype = dtypeOf(weight),
  ) {
    this.forwardLength = dtype === 'float32' ? panelLength(n, k) : 0
    this.backwardLength = dtype === 'float32' ? panelLength(k, n) : 0
    this.forwardPanels = allocate(dtype, count * this.forwardLength)
    this.backwardPanels = allocate(dtype, count * this.backwardLength)
    this.buffers = [weight, this.forwardPanels, this.backwardPanels]
    this.isPacked = this.buffers.every((buffer) => within(buffer))
  }

  /** Before `forward`, whenever the numbers may have changed. */
  prepareForward(): void {
    if (!this.isPacked) return
    const { weight, forwardPanels, n, k } = this
    for (let q = 0; q < this.count; q++) {
      const panels = address(forwardPanels, q * this.forwardLength)
      kernels().packColumns(panels, address(weight, q * n * k), 4 * k, n, k)
    }
  }

  /** Before `backward`, whenever the numbers may have changed. */
  prepareBackward(): void {
    if (!this.isPacked) return
    const { weight, backwardPanels, n, k } = this
    for (let q = 0; q < this.count; q++) {
      const panels = address(backwardPanels, q * this.backwardLength)
      kernels().packRows(panels, address(weight, q * n * k), 4 * k, k, n)
    }
  }

  /** out (m, n) (+)= x (m, k) W_qᵀ */
  forward(q: number, out: Floats, o: number, x: Floats, xo: number, m: number, accumulate: boolean): void {
    const { n, k } = this
    if (this.isPacked && within(out, x)) {
      const to = address(out, o)
      this.productForward(q, to, accumulate ? to : 0, 4 * n, x, xo, m)
    } else {
      matmulABt(out, o, x, xo, this.weight, q * n * k, m, n, k, accumulate)
    }
  }

  /** out (m, n) = x (m, k) W_qᵀ + b in every row, for b (n) */
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
    const { n, k } = this
    if (this.isPacked && within(out, x, b)) {
      this.productForward(q, address(out, o), address(b, bo), 0, x, xo, m)
    } else {
      matmulABt(out, o, x, xo, this.weight, q * n * k, m, n, k, false)
      addToRows(out, o, b, bo, m, n)
    }
  }

  private productForward(
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

  /** out (m, k) (+)= y (m, n) W_q: the gradient of `forward`. */
  backward(q: number, out: Floats, o: number, y: Floats, yo: number, m: number, accumulate: boolean): void {
    const { n, k } = this
    if (this.isPacked && within(out, y)) {
      const panels = address(this.backwardPanels, q * this.backwardLength)
      const to = address(out, o)
      kernels().product(to, 4 * k, accumulate ? to : 0, 4 * k, address(y, yo), 4 * n, panels, m, k, n)
    } else {
      matmul(out, o, y, yo, this.weight, q * n * k, m, k, n, accumulate)
    }
  }
}
