import { createScalarBackend } from '../scalar'
import { float32Updates } from '../updates'
import { productAB, productABt, productAtB } from './products'
import { addSumOfRows, limit, scale, storeSumOfSquares } from './reduce'
import { softmaxCrossEntropy } from './softmax'

/** Smaller batches stay whole. */
export const MIN_CUT_BATCH = 16

/**
 * Float32 by scalar loops: the reference of the SIMD kernels, with the same operations in the same order, and
 * so the same bits. It computes where there is no SIMD and what does not fit into the kernels' memory,
 * slowly.
 */
export const float32Scalar = createScalarBackend({
  dtype: 'float32',
  minCutBatch: MIN_CUT_BATCH,
  allocate: (length) => new Float32Array(length),
  matmul: productAB,
  matmulABt: productABt,
  addMatmulAtB(out, o, a, ao, b, bo, m, n, steps, count, batch) {
    productAtB(out, o, a, ao, b, bo, m, n, steps * count, count, batch)
  },
  addSumOfRows,
  softmaxCrossEntropy,
  storeSumOfSquares,
  scale,
  limit,
  updates: float32Updates,
  createPeakProbe: () => null,
})
