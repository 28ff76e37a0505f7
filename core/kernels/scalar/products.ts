import type { Floats } from '../../math/floats'
import type { Arithmetic } from './arithmetic'

/*
 * The scalar reference of `core/kernels/wasm/product.ts`, without packing: sums start from 0, run in the
 * order of l, and are rounded at each step, as in the tiles.
 */

/** As in `productAtB`: so many terms are summed before they are added to the result. */
const DEPTH = 128

/** A product of matrices: c from `co` on, a and b from theirs on; adds to c if `accumulate` is true. */
export type Product = (
  c: Floats,
  co: number,
  a: Floats,
  ao: number,
  b: Floats,
  bo: number,
  m: number,
  n: number,
  k: number,
  accumulate: boolean,
) => void

/** The three products of training. */
export interface Products {
  /** c (m, n) (+)= A (m, k) B (k, n) */
  readonly productAB: Product
  /** c (m, n) (+)= A (m, k) B (n, k)ᵀ */
  readonly productABt: Product
  /** c (m, n) += A (k, m)ᵀ B (k, n), whose rows are the first `run` of every `period` rows in memory. */
  productAtB(
    c: Floats,
    co: number,
    a: Floats,
    ao: number,
    b: Floats,
    bo: number,
    m: number,
    n: number,
    k: number,
    run: number,
    period: number,
  ): void
}

export function createProducts({ round }: Arithmetic): Products {
  /** As `Product`, with b[l][j] at bo + j bj + l bl. */
  function product(
    c: Floats,
    co: number,
    a: Floats,
    ao: number,
    b: Floats,
    bo: number,
    bj: number,
    bl: number,
    m: number,
    n: number,
    k: number,
    accumulate: boolean,
  ): void {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0
        for (let l = 0; l < k; l++) sum = round(sum + round(a[ao + i * k + l] * b[bo + j * bj + l * bl]))
        const at = co + i * n + j
        c[at] = accumulate ? c[at] + sum : sum
      }
    }
  }
  return {
    productAB(c, co, a, ao, b, bo, m, n, k, accumulate) {
      product(c, co, a, ao, b, bo, 1, n, m, n, k, accumulate)
    },
    productABt(c, co, a, ao, b, bo, m, n, k, accumulate) {
      product(c, co, a, ao, b, bo, k, 1, m, n, k, accumulate)
    },
    productAtB(c, co, a, ao, b, bo, m, n, k, run, period) {
      for (let first = 0; first < k; first += DEPTH) {
        const end = Math.min(first + DEPTH, k)
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) {
            let sum = 0
            for (let l = first; l < end; l++) {
              const row = Math.floor(l / run) * period + (l % run)
              sum = round(sum + round(a[ao + row * m + i] * b[bo + row * n + j]))
            }
            c[co + i * n + j] += sum
          }
        }
      }
    },
  }
}
