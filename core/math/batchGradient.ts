import { addProductsOver, addSumOver, type BatchPart } from './batchSums'
import { allocate, dtypeOf, type Floats } from './floats'
import { add, clear } from './pointwise'

/**
 * The gradient of one parameter, added to while it is summed over the parts of a batch apart, see `batchSums.ts`: the sum
 * over the first part goes to the gradient itself, those over the others to buffers of their own, from which they are
 * added at the end.
 */
export class BatchGradient {
  /** All numbers that are written. */
  readonly buffers: readonly Floats[]

  constructor(
    private readonly grad: Floats,
    private readonly parts: readonly BatchPart[],
  ) {
    const others = parts.slice(1).map(() => allocate(dtypeOf(grad), grad.length))
    this.buffers = [grad, ...others]
  }

  /** Before the first sum. */
  prepare(): void {
    for (let p = 1; p < this.buffers.length; p++) clear(this.buffers[p], 0, this.grad.length)
  }

  /** From `o` on (m, n), of the sum over part p: += a_tiᵀ b_ti, for a (steps, batch, m) and b (steps, batch, n). */
  addProducts(
    p: number,
    o: number,
    a: Floats,
    ao: number,
    b: Floats,
    bo: number,
    m: number,
    n: number,
    steps: number,
    batch: number,
  ): void {
    addProductsOver(this.parts[p], this.buffers[p], o, a, ao, b, bo, m, n, steps, batch)
  }

  /** From `o` on (n), of the sum over part p: += x_ti, for x (steps, batch, n). */
  addSum(p: number, o: number, x: Floats, xo: number, n: number, steps: number, batch: number): void {
    addSumOver(this.parts[p], this.buffers[p], o, x, xo, n, steps, batch)
  }

  /** After the last sum. */
  addUp(): void {
    for (let p = 1; p < this.buffers.length; p++) add(this.grad, 0, this.buffers[p], 0, this.grad.length)
  }
}
