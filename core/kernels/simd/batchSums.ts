import type { BatchSums } from '../backend'
import { float32Scalar } from '../float32/backend'
import { address, kernels, within } from './arena'

const scalar = float32Scalar.batchSums

/** The sums over a batch by SIMD kernels. The products of several blocks read each operand once. */
export const simdBatchSums: BatchSums = {
  addProducts(out, o, a, ao, b, bo, m, n, steps, count, batch) {
    if (within(out, a, b)) {
      const [to, left, right] = [address(out, o), address(a, ao), address(b, bo)]
      kernels().productAtB(to, right, n, 0, 0, 0, left, m, steps * count, count, batch - count, 1, 0)
    } else {
      scalar.addProducts(out, o, a, ao, b, bo, m, n, steps, count, batch)
    }
  },

  addProductsOfBlocks(blocks, blockLength, out, b, bo, n, out2, b2, b2o, n2, a, ao, m, steps, count, batch) {
    if (within(out, a, b) && within(out2, b2)) {
      kernels().productAtB(
        address(out, 0),
        address(b, bo),
        n,
        address(out2, 0),
        address(b2, b2o),
        n2,
        address(a, ao),
        m,
        steps * count,
        count,
        batch - count,
        blocks,
        4 * blockLength,
      )
    } else {
      scalar.addProductsOfBlocks(
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
      )
    }
  },

  addRows(out, o, x, xo, n, steps, count, batch) {
    if (within(out, x)) {
      kernels().addSumOfRuns(address(out, o), address(x, xo), steps, count, 4 * batch * n, n)
    } else {
      scalar.addRows(out, o, x, xo, n, steps, count, batch)
    }
  },
}
