import type { BatchSums } from '../backend'
import type { Arena } from './arena'

/** The sums over a batch by SIMD kernels. The products of several blocks read each operand once. */
export function createBatchSums(arena: Arena, scalar: BatchSums): BatchSums {
  const { kernels, size } = arena
  return {
    addProducts(out, o, a, ao, b, bo, m, n, steps, count, batch) {
      if (arena.within(out, a, b)) {
        const [to, left, right] = [arena.address(out, o), arena.address(a, ao), arena.address(b, bo)]
        kernels.productAtB(to, right, n, 0, 0, 0, left, m, steps * count, count, batch - count, 1, 0)
      } else {
        scalar.addProducts(out, o, a, ao, b, bo, m, n, steps, count, batch)
      }
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
      if (arena.within(out, a, b) && arena.within(out2, b2)) {
        kernels.productAtB(
          arena.address(out, 0),
          arena.address(b, bo),
          n,
          arena.address(out2, 0),
          arena.address(b2, b2o),
          n2,
          arena.address(a, ao),
          m,
          steps * count,
          count,
          batch - count,
          blocks,
          size * blockLength,
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
      if (arena.within(out, x)) {
        kernels.addSumOfRuns(arena.address(out, o), arena.address(x, xo), steps, count, size * batch * n, n)
      } else {
        scalar.addRows(out, o, x, xo, n, steps, count, batch)
      }
    },
  }
}
