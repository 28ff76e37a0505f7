import type { Floats } from '../math/floats'
import type { Backend, BatchSums, CommandBuffer, WeightBlocks } from './backend'
import { mapOperations } from './operations'

type Product = (
  out: Floats,
  o: number,
  a: Floats,
  ao: number,
  b: Floats,
  bo: number,
  m: number,
  n: number,
  k: number,
  accumulate: boolean,
) => void

/** What a scalar backend is made of besides the table of operations: the loops of one kind of number. */
export interface ScalarLoops extends Pick<
  Backend,
  | 'dtype'
  | 'minCutBatch'
  | 'allocate'
  | 'softmaxCrossEntropy'
  | 'storeSumOfSquares'
  | 'scale'
  | 'limit'
  | 'updates'
  | 'createPeakProbe'
> {
  /** out (m, n) (+)= A (m, k) B (k, n) */
  readonly matmul: Product
  /** out (m, n) (+)= A (m, k) B (n, k)ᵀ */
  readonly matmulABt: Product
  /** `BatchSums.addProducts` */
  readonly addMatmulAtB: BatchSums['addProducts']
  /** out (n) += the rows of x (rows, n) */
  addSumOfRows(out: Floats, o: number, x: Floats, xo: number, rows: number, n: number): void
}

/** A backend that computes with scalar loops, at once and in one thread. */
export function createScalarBackend(loops: ScalarLoops): Backend {
  const operations = mapOperations((operation) => operation[loops.dtype])
  return {
    dtype: loops.dtype,
    minCutBatch: loops.minCutBatch,
    allocate: loops.allocate,
    softmaxCrossEntropy: loops.softmaxCrossEntropy,
    storeSumOfSquares: loops.storeSumOfSquares,
    scale: loops.scale,
    limit: loops.limit,
    updates: loops.updates,
    createPeakProbe: loops.createPeakProbe,
    operations,
    fuse: (fused) => fused.compose(operations, () => undefined),
    copyRange(out, o, x, xo, n) {
      for (let i = 0; i < n; i++) out[o + i] = x[xo + i]
    },
    addToRows(out, b, bo, n) {
      for (let start = 0; start < out.length; start += n) {
        for (let i = 0; i < n; i++) out[start + i] += b[bo + i]
      }
    },
    createWeightBlocks: (weight, _count, n, k) => new ScalarWeightBlocks(loops, weight, n, k),
    batchSums: createBatchSums(loops),
    createCommandBuffer: () => immediate,
  }
}

/** Does the work each time. */
const immediate: CommandBuffer = {
  forget() {
    // Nothing is kept.
  },
  onRows(_rows, _x, _xo, work) {
    work()
  },
  inParts(_x, _xo, work) {
    work()
  },
}

/** Reads the blocks where they are. */
class ScalarWeightBlocks implements WeightBlocks {
  readonly buffers: readonly Floats[]

  constructor(
    private readonly loops: ScalarLoops,
    private readonly weight: Floats,
    private readonly n: number,
    private readonly k: number,
  ) {
    this.buffers = [weight]
  }

  prepareForward(): void {
    // There is nothing to prepare.
  }

  prepareBackward(): void {
    // There is nothing to prepare.
  }

  forward(q: number, out: Floats, o: number, x: Floats, xo: number, m: number, accumulate: boolean): void {
    const { n, k } = this
    this.loops.matmulABt(out, o, x, xo, this.weight, q * n * k, m, n, k, accumulate)
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
    const { n } = this
    this.forward(q, out, o, x, xo, m, false)
    for (let row = 0; row < m; row++) {
      const start = o + row * n
      for (let i = 0; i < n; i++) out[start + i] += b[bo + i]
    }
  }

  backward(q: number, out: Floats, o: number, y: Floats, yo: number, m: number, accumulate: boolean): void {
    const { n, k } = this
    this.loops.matmul(out, o, y, yo, this.weight, q * n * k, m, k, n, accumulate)
  }
}

function createBatchSums({ addMatmulAtB, addSumOfRows }: ScalarLoops): BatchSums {
  return {
    addProducts: addMatmulAtB,
    addProductsOfBlocks(
      blocks,
      blockLength,
      out,
      b,
      bo,
      n,
      out2,
      b2,
      b2o,
      n2,
      a,
      ao,
      m,
      steps,
      count,
      batch,
    ) {
      for (let g = 0; g < blocks; g++) {
        const from = ao + g * blockLength
        addMatmulAtB(out, g * m * n, a, from, b, bo, m, n, steps, count, batch)
        addMatmulAtB(out2, g * m * n2, a, from, b2, b2o, m, n2, steps, count, batch)
      }
    },
    addRows(out, o, x, xo, n, steps, count, batch) {
      for (let t = 0; t < steps; t++) addSumOfRows(out, o, x, xo + t * batch * n, count, n)
    },
  }
}
