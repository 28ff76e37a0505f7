import type { Floats } from '../floats'
import { address, allocateFloat32, kernels, within } from './arena'
import * as twin from './twin/products'

/*
 * The three products of `core/math/matmul.ts` in float32; arguments are as there and trusted. Sums are kept
 * in float32, which the kernels' speed rests on.
 */

/** Room for one packed operand, made anew when a larger one comes. */
let panels: Float32Array = new Float32Array(0)

/** Numbers in the panels of a (k, n) operand: its columns are filled up to a multiple of 8. */
export function panelLength(n: number, k: number): number {
  return Math.ceil(n / 8) * 8 * k
}

/** Where a (k, n) operand may be packed until the next call. */
function reserve(n: number, k: number): number {
  const length = panelLength(n, k)
  if (length > panels.length) panels = allocateFloat32(2 * length)
  return within(panels) ? address(panels, 0) : 0
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
  const room = m > 0 && n > 0 && k > 0 && within(c, a, b) ? reserve(n, k) : 0
  if (room === 0) {
    twin.productAB(c, co, a, ao, b, bo, m, n, k, accumulate)
    return
  }
  kernels().packRows(room, address(b, bo), 4 * n, n, k)
  const to = address(c, co)
  kernels().product(to, 4 * n, accumulate ? to : 0, 4 * n, address(a, ao), 4 * k, room, m, n, k)
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
  const room = m > 0 && n > 0 && k > 0 && within(c, a, b) ? reserve(n, k) : 0
  if (room === 0) {
    twin.productABt(c, co, a, ao, b, bo, m, n, k, accumulate)
    return
  }
  kernels().packColumns(room, address(b, bo), 4 * k, n, k)
  const to = address(c, co)
  kernels().product(to, 4 * n, accumulate ? to : 0, 4 * n, address(a, ao), 4 * k, room, m, n, k)
}

/** c (m, n) (+)= A (k, m)ᵀ B (k, n) */
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
  accumulate: boolean,
): void {
  if (!accumulate) c.fill(0, co, co + m * n)
  if (within(c, a, b)) {
    kernels().productAtB(address(c, co), address(b, bo), n, 0, 0, 0, address(a, ao), m, k, k, 0, 1, 0)
  } else {
    twin.productAtB(c, co, a, ao, b, bo, m, n, k)
  }
}
