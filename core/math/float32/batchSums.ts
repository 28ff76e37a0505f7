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
  const gap = batch - count
  if (within(out, a, b)) {
    kernels().productAtB(
      address(out, o),
      4 * n,
      address(a, ao),
      4 * m,
      address(b, bo),
      4 * n,
      m,
      n,
      rows,
      count,
      gap * 4 * m,
      gap * 4 * n,
    )
  } else {
    twinOfProducts.productAtB(out, o, a, ao, b, bo, m, n, rows, count, batch)
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
