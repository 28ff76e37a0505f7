import type { Dtype, Floats } from '../math/floats'
import type { Operations } from './operations'
import type { Updates } from './updates'

/*
 * What computes with numbers of one kind, by one means: scalar loops or SIMD kernels. `backends.ts` chooses a
 * backend for each kind once; everything above computes through it and asks neither for the kind nor for the
 * means.
 */

/** Changes a block in place, such as scaling its rows down to a norm. */
export type Limit = (block: Floats) => void

/** The operands of a fused operation, by name. */
export type Operands<Name extends string> = Readonly<Record<Name, Floats>>

/**
 * Several pointwise operations that a backend may have one kernel for: the kernel of that name, which takes
 * the operands in that order. `compose` states the equations in the operations of the table, which is what
 * backends without the kernel compute. Both give the same bits.
 */
export interface FusedOperation<Name extends string> {
  readonly kernel: string
  readonly operands: readonly Name[]
  /** How many multiplications take as long as one number of each operand. */
  readonly work: number
  /** `limit` does nothing, or else what a cell wants done between its equations. */
  compose(operations: Operations, limit: Limit): (operands: Operands<Name>) => void
}

/**
 * A matrix of row blocks W_q (n, k), made ready for many small products with the same numbers, as a
 * recurrence needs them. `out` may not overlap an operand.
 */
export interface WeightBlocks {
  /** All numbers that the products read besides the small operand. */
  readonly buffers: readonly Floats[]
  /** Before `forward`, whenever the numbers may have changed. */
  prepareForward(): void
  /** Before `backward`, whenever the numbers may have changed. */
  prepareBackward(): void
  /** out (m, n) (+)= x (m, k) W_qᵀ */
  forward(q: number, out: Floats, o: number, x: Floats, xo: number, m: number, accumulate: boolean): void
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
  ): void
  /** out (m, k) (+)= y (m, n) W_q: the gradient of `forward`. */
  backward(q: number, out: Floats, o: number, y: Floats, yo: number, m: number, accumulate: boolean): void
}

/**
 * Sums over steps and sequences. Of each step's `batch` rows they take the first `count` from the offset on.
 */
export interface BatchSums {
  /** out (m, n) += sum of a_tiᵀ b_ti over t < steps, i < count. */
  addProducts(
    out: Floats,
    o: number,
    a: Floats,
    ao: number,
    b: Floats,
    bo: number,
    m: number,
    n: number,
    steps: number,
    count: number,
    batch: number,
  ): void
  /**
   * For blocks g of a, `blockLength` apart:  out_g (m, n) += sum of a_gtiᵀ b_ti  and  out2_g (m, n2) += sum of
   * a_gtiᵀ b2_ti.
   */
  addProductsOfBlocks(
    blocks: number,
    blockLength: number,
    out: Floats,
    b: Floats,
    bo: number,
    n: number,
    out2: Floats,
    b2: Floats,
    b2o: number,
    n2: number,
    a: Floats,
    ao: number,
    m: number,
    steps: number,
    count: number,
    batch: number,
  ): void
  /** out (n) from `o` on += sum of x_ti over t < steps, i < count. */
  addRows(
    out: Floats,
    o: number,
    x: Floats,
    xo: number,
    n: number,
    steps: number,
    count: number,
    batch: number,
  ): void
}

/**
 * Work that is the same in every update, such as a pass through time. A backend may record the kernels' calls
 * the first time and execute the recorded commands from then on; another one simply does the work each time.
 *
 * So the work may do nothing but call kernels of the backend, and must call the same ones with the same
 * arguments every time until `forget` is called.
 */
export interface CommandBuffer {
  /** Something that the work depends on has changed, other than the numbers in its buffers. */
  forget(): void
  /**
   * Does `work`, in which each of `rows` rows, the sequences of a batch, is computed from the same row of the
   * operands and from what all rows share. `x` from `xo` on is a buffer besides the others, which may change
   * its place.
   * @throws {Error} if a kernel that is called cannot be cut along these rows, such as a sum over them.
   */
  onRows(rows: number, x: Floats, xo: number, work: () => void): void
  /** Does `work` that consists of independent parts: no kernel reads or writes what another one writes. */
  inParts(x: Floats, xo: number, work: () => void): void
}

/**
 * Multiplies matrices that stay in the cache `repeats` times; returns the floating-point operations that this
 * took.
 */
export type PeakProbe = (repeats: number) => number

export interface Backend {
  readonly dtype: Dtype
  /** `length` zeros. */
  allocate(length: number): Floats

  /** The table of pointwise operations. */
  readonly operations: Operations
  /** The backend's own kernel, if it has one, else the composition. */
  fuse<Name extends string>(fused: FusedOperation<Name>): (operands: Operands<Name>) => void
  /** out[o + i] = x[xo + i] for i < n: at once, so not for a command buffer. */
  copyRange(out: Floats, o: number, x: Floats, xo: number, n: number): void
  /** Adds the vector b (n), from `bo` on, to each row of out (rows, n). */
  addToRows(out: Floats, b: Floats, bo: number, n: number): void

  createWeightBlocks(weight: Floats, count: number, n: number, k: number): WeightBlocks
  readonly batchSums: BatchSums
  /**
   * Batches of at least so many sequences are summed in halves, for which two threads find their numbers in
   * their own caches.
   */
  readonly minCutBatch: number

  /** `buffers` tells, when the work is first done, what it reads and writes. */
  createCommandBuffer(buffers: () => readonly Floats[]): CommandBuffer

  /**
   * out[0] = mean softmax cross-entropy, mean over rows of ln(sum_j exp(s_j)) - s_target, and grad = (softmax
   * - [j = target]) / rows. Shapes: scores and grad (rows, n), classes (rows). Classes are trusted. The
   * logarithms and their sum are in float64.
   */
  softmaxCrossEntropy(
    out: Float64Array,
    scores: Floats,
    classes: Int32Array,
    grad: Floats,
    rows: number,
    n: number,
  ): void
  /** out[index] = sum of x² over `n` numbers from `offset` on, in float64. */
  storeSumOfSquares(out: Float64Array, index: number, x: Floats, offset: number, n: number): void
  /** x *= factor */
  scale(x: Floats, factor: number): void
  /** x = max(-size, min(size, x)). Returns whether an element lay outside or was NaN. */
  limit(x: Floats, size: number): boolean

  /** The steps of the optimizers. */
  readonly updates: Updates

  /** What the product kernel can do at best in one thread; null where there is nothing to measure. */
  createPeakProbe(): PeakProbe | null
}
