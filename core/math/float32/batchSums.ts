import type { Floats } from '../floats'
import { address, kernels, within } from './arena'
import * as twinOfProducts from './twin/products'
import * as twin from './twin/pointwise'

/*
 * The float32 half of `core/math/batchGradient.ts`: of each step's `batch` rows, the first `count` from the offset on.
 */

/** out (m, n) += sum of a_tiᵀ b_ti over t < steps, i < count. */
export function addProducts(
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
): void {
  const rows = steps * count
  if (within(out, a, b)) {
    const [to, left, right] = [address(out, o), address(a, ao), address(b, bo)]
    kernels().productAtB(to, right, n, 0, 0, 0, left, m, rows, count, batch - count, 1, 0)
  } else {
    twinOfProducts.productAtB(out, o, a, ao, b, bo, m, n, rows, count, batch)
  }
}

/**
 * For blocks g of a, `blockLength` apart:  out_g (m, n) += sum of a_gtiᵀ b_ti  and  out2_g (m, n2) += sum of a_gtiᵀ b2_ti. Together they
 * read each operand once.
 */
export function addProductsOfBlocks(
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
): void {
  const rows = steps * count
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
      rows,
      count,
      batch - count,
      blocks,
      4 * blockLength,
    )
  } else {
    for (let g = 0; g < blocks; g++) {
      const from = ao + g * blockLength
      twinOfProducts.productAtB(out, g * m * n, a, from, b, bo, m, n, rows, count, batch)
      twinOfProducts.productAtB(out2, g * m * n2, a, from, b2, b2o, m, n2, rows, count, batch)
    }
  }
}

/** out (n) += sum of x_ti over t < steps, i < count. */
export function addSum(
  out: Floats,
  o: number,
  x: Floats,
  xo: number,
  n: number,
  steps: number,
  count: number,
  batch: number,
): void {
  if (within(out, x)) {
    kernels().addSumOfRuns(address(out, o), address(x, xo), steps, count, 4 * batch * n, n)
  } else {
    for (let t = 0; t < steps; t++) twin.addSumOfRows(out, o, x, xo + t * batch * n, count, n)
  }
}
