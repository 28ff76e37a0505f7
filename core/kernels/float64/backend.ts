import { createScalarBackend } from '../scalar'
import { float64Updates } from '../updates'
import { matmul, matmulABt, matmulAtB } from './products'
import { addSumOfRows, limit, scale, softmaxCrossEntropy, storeSumOfSquares } from './reduce'

/** Sizes whose operands fit into the first cache: 32 x 32 x 32, 24 KiB in all. */
const PEAK_SIZE = 32

/** Float64 by scalar loops, which agree with PyTorch to 1e-9. */
export const float64Scalar = createScalarBackend({
  dtype: 'float64',
  minCutBatch: Infinity,
  allocate: (length) => new Float64Array(length),
  matmul,
  matmulABt,
  addMatmulAtB(out, o, a, ao, b, bo, m, n, steps, count, batch) {
    if (count === batch) {
      matmulAtB(out, o, a, ao, b, bo, m, n, steps * batch, true)
    } else {
      for (let t = 0; t < steps; t++) {
        matmulAtB(out, o, a, ao + t * batch * m, b, bo + t * batch * n, m, n, count, true)
      }
    }
  },
  addSumOfRows,
  softmaxCrossEntropy,
  storeSumOfSquares,
  scale,
  limit,
  updates: float64Updates,
  createPeakProbe() {
    const [out, a, b] = [0, 1, 2].map(() => new Float64Array(PEAK_SIZE ** 2).fill(1))
    return (repeats) => {
      for (let i = 0; i < repeats; i++) {
        matmulABt(out, 0, a, 0, b, 0, PEAK_SIZE, PEAK_SIZE, PEAK_SIZE, false)
      }
      return repeats * 2 * PEAK_SIZE ** 3
    }
  },
})
