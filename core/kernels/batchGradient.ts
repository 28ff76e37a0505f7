import type { Floats } from '../math/floats'
import type { Backend } from './backend'

/** Some sequences of a batch. */
export interface BatchPart {
  readonly first: number
  readonly count: number
}

/** A part begins at a multiple of this, the rows of a tile. */
const TILE_ROWS = 4

/** The parts of a batch that are summed apart, in the order in which the sums are added up. */
export function cutBatch(batch: number, { minCutBatch }: Backend): readonly BatchPart[] {
  if (batch < minCutBatch) return [{ first: 0, count: batch }]
  const half = Math.floor(batch / 2 / TILE_ROWS) * TILE_ROWS
  return [
    { first: 0, count: half },
    { first: half, count: batch - half },
  ]
}

/**
 * The gradient of one parameter, added to while it is summed over all steps and sequences of a batch:
 *
 *     dL/dW gets sum over t, i of da_ti x_tiᵀ        dL/db gets sum over t, i of da_ti
 *
 * Where the backend cuts large batches, their halves are summed apart: a thread that has gone through time
 * with one half finds its numbers in its own cache. The sum over the first half goes to the gradient itself,
 * the other to a buffer from which it is added at the end. Where the batch is cut depends on nothing but the
 * batch, so the bits do not depend on the number of threads.
 */
export class BatchGradient {
  /** Into so many parts the batch is cut. */
  readonly numParts: number
  /** All numbers that are written. */
  readonly buffers: readonly Floats[]
  private readonly parts: readonly BatchPart[]

  /** `backend` is that of the numbers that are summed. */
  constructor(
    private readonly backend: Backend,
    private readonly grad: Floats,
    private readonly batch: number,
  ) {
    this.parts = cutBatch(batch, backend)
    this.numParts = this.parts.length
    const others = this.parts.slice(1).map(() => backend.allocate(grad.length))
    this.buffers = [grad, ...others]
  }

  /** Before the first sum. */
  prepare(): void {
    for (let p = 1; p < this.numParts; p++) this.backend.operations.clear(this.buffers[p])
  }

  /**
   * From `o` on (m, n), of the sum over part p: += a_tiᵀ b_ti, for a (steps, batch, m) and b (steps, batch,
   * n).
   */
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
  ): void {
    const { first, count } = this.parts[p]
    const { batch } = this
    const out = this.buffers[p]
    const { batchSums } = this.backend
    batchSums.addProducts(out, o, a, ao + first * m, b, bo + first * n, m, n, steps, count, batch)
  }

  /**
   * For blocks g of a, `blockLength` apart, of the sums over part p of this gradient and of another one that
   * the same a reach: rows g m to (g + 1) m get += a_gtiᵀ b_ti here and += a_gtiᵀ otherB_ti there, for a
   * (steps, batch, m), b (steps, batch, n).
   */
  addProductsOfBlocks(
    p: number,
    blocks: number,
    blockLength: number,
    b: Floats,
    bo: number,
    n: number,
    other: BatchGradient,
    otherB: Floats,
    otherBo: number,
    otherN: number,
    a: Floats,
    ao: number,
    m: number,
    steps: number,
  ): void {
    const { first, count } = this.parts[p]
    const { batch } = this
    const out = this.buffers[p]
    this.backend.batchSums.addProductsOfBlocks(
      blocks,
      blockLength,
      out,
      b,
      bo + first * n,
      n,
      other.buffers[p],
      otherB,
      otherBo + first * otherN,
      otherN,
      a,
      ao + first * m,
      m,
      steps,
      count,
      batch,
    )
  }

  /** From `o` on (n), of the sum over part p: += x_ti, for x (steps, batch, n). */
  addSum(p: number, o: number, x: Floats, xo: number, n: number, steps: number): void {
    const { first, count } = this.parts[p]
    const { batch } = this
    const out = this.buffers[p]
    this.backend.batchSums.addRows(out, o, x, xo + first * n, n, steps, count, batch)
  }

  /** After the last sum. */
  addUp(): void {
    for (let p = 1; p < this.numParts; p++) this.backend.operations.add(this.grad, this.buffers[p])
  }
}
