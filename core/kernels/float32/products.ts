import type { Floats } from '../../math/floats'

/*
 * The scalar reference of `core/kernels/wasm/product.ts`, without packing: sums start from 0, run in the
 * order of l, and are rounded to float32 at each step, as in the tiles.
 */

const { fround } = Math

/** As in `productAtB`: so many terms are summed before they are added to the result. */
const DEPTH = 128

/** c[co + i cs + j] (+)= sum over l < k of a[ao + i as + l al] * b[bo + j bj + l bl], i < m, j < n. */
function addProducts(
  c: Floats,
  co: number,
  cs: number,
  a: Floats,
  ao: number,
  as: number,
  al: number,
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
      let p = ao + i * as
      let q = bo + j * bj
      for (let l = 0; l < k; l++) {
        sum = fround(sum + fround(a[p] * b[q]))
        p += al
        q += bl
      }
      const at = co + i * cs + j
      c[at] = accumulate ? c[at] + sum : sum
    }
  }
}

/** c (m, n) (+)= A (m, k) B (k, n) */
export function productAB(
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
): void {
  addProducts(c, co, n, a, ao, k, 1, b, bo, 1, n, m, n, k, accumulate)
}

/** c (m, n) (+)= A (m, k) B (n, k)ᵀ */
export function productABt(
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
): void {
  addProducts(c, co, n, a, ao, k, 1, b, bo, k, 1, m, n, k, accumulate)
}

/** c (m, n) += A (k, m)ᵀ B (k, n), whose rows are the first `run` of every `period` rows in memory. */
export function productAtB(
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
): void {
  for (let first = 0; first < k; first += DEPTH) {
    const end = Math.min(first + DEPTH, k)
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0
        for (let l = first; l < end; l++) {
          const row = Math.floor(l / run) * period + (l % run)
          sum = fround(sum + fround(a[ao + row * m + i] * b[bo + row * n + j]))
        }
        c[co + i * n + j] += sum
      }
    }
  }
}
