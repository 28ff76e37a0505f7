import type { Dtype, Floats } from '../../math/floats'
import type { Backend, BatchSums, CommandBuffer, WeightBlocks } from '../backend'
import { mapOperations } from '../operations'
import { createUpdates } from '../updates'
import type { Arithmetic } from './arithmetic'
import { float32 } from './float32'
import { float64 } from './float64'
import { createProducts, type Products } from './products'
import { createReductions, storeSumOfSquares, type Reductions } from './reduce'
import { createSoftmaxCrossEntropy } from './softmax'

/** Smaller batches stay whole. */
export const MIN_CUT_BATCH = 16

/**
 * A backend that computes with scalar loops, at once and in one thread: the reference of the SIMD kernels,
 * with the same operations in the same order, and so the same bits. It computes where there is no SIMD and
 * what does not fit into the kernels' memory, slowly.
 */
function createScalarBackend(dtype: Dtype, arithmetic: Arithmetic): Backend {
  const operations = mapOperations((operation) => operation.scalar(arithmetic))
  const products = createProducts(arithmetic)
  const reductions = createReductions(arithmetic)
  return {
    dtype,
    minCutBatch: MIN_CUT_BATCH,
    allocate: (length) => (dtype === 'float32' ? new Float32Array(length) : new Float64Array(length)),
    softmaxCrossEntropy: createSoftmaxCrossEntropy(reductions),
    storeSumOfSquares,
    scale: reductions.scale,
    limit: reductions.limit,
    updates: createUpdates(arithmetic),
    createPeakProbe: () => null,
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
    createWeightBlocks: (weight, _count, n, k) => new ScalarWeightBlocks(products, weight, n, k),
    batchSums: createBatchSums(products, reductions),
    createCommandBuffer: () => immediate,
  }
}

export const scalarBackends: Readonly<Record<Dtype, Backend>> = {
  float64: createScalarBackend('float64', float64),
  float32: createScalarBackend('float32', float32),
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
    private readonly products: Products,
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
    this.products.productABt(out, o, x, xo, this.weight, q * n * k, m, n, k, accumulate)
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
    this.products.productAB(out, o, y, yo, this.weight, q * n * k, m, k, n, accumulate)
  }
}

function createBatchSums({ productAtB }: Products, { addSumOfRows }: Reductions): BatchSums {
  return {
    addProducts(out, o, a, ao, b, bo, m, n, steps, count, batch) {
      productAtB(out, o, a, ao, b, bo, m, n, steps * count, count, batch)
    },
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
        productAtB(out, g * m * n, a, from, b, bo, m, n, steps * count, count, batch)
        productAtB(out2, g * m * n2, a, from, b2, b2o, m, n2, steps * count, count, batch)
      }
    },
    addRows(out, o, x, xo, n, steps, count, batch) {
      for (let t = 0; t < steps; t++) addSumOfRows(out, o, x, xo + t * batch * n, count, n)
    },
  }
}
