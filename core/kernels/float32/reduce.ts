import type { Floats } from '../../math/floats'
import { exp, flush } from './arithmetic'

/* The scalar reference of `core/kernels/wasm/reduce.ts` and `rowSums.ts`, with the same order of additions. */

const { fround } = Math

/** out[index] = the sum of x² in float64: four sums of every fourth number. */
export function storeSumOfSquares(
  out: Float64Array,
  index: number,
  x: Floats,
  offset: number,
  n: number,
): void {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let i = 0; i < n; i++) {
    const square = x[offset + i] * x[offset + i]
    const lane = i % 4
    if (lane === 0) s0 += square
    else if (lane === 1) s1 += square
    else if (lane === 2) s2 += square
    else s3 += square
  }
  out[index] = s0 + s1 + (s2 + s3)
}

export function scale(x: Floats, factor: number): void {
  const f = fround(factor)
  for (let i = 0; i < x.length; i++) x[i] = flush(fround(x[i] * f))
}

/** Returns whether a number was changed. */
export function limit(x: Floats, size: number): boolean {
  const high = fround(size)
  let changed = false
  for (let i = 0; i < x.length; i++) {
    const limited = x[i] < -high ? -high : x[i] > high ? high : x[i]
    // Also true for NaN, as in the kernel: it equals nothing.
    if (limited !== x[i]) changed = true
    x[i] = limited
  }
  return changed
}

/**
 * grad = (softmax - [j = target]) factor; two numbers a row in `out`: the sum of e^(s - max), and s_target -
 * max.
 */
export function softmaxRows(
  scores: Floats,
  classes: Int32Array,
  grad: Floats,
  out: Floats,
  rows: number,
  n: number,
  factor: number,
): void {
  const f = fround(factor)
  const sums = new Float32Array(4)
  for (let row = 0; row < rows; row++) {
    const start = row * n
    let max = scores[start]
    for (let j = 1; j < n; j++) if (scores[start + j] > max) max = scores[start + j]
    sums.fill(0)
    for (let j = 0; j < n; j++) {
      const e = exp(fround(scores[start + j] - max))
      grad[start + j] = e
      sums[j % 4] += e
    }
    const total = fround(fround(sums[0] + sums[1]) + fround(sums[2] + sums[3]))
    const target = start + classes[row]
    out[2 * row] = total
    out[2 * row + 1] = scores[target] - max
    const p = fround(grad[target] / total)
    for (let j = start; j < start + n; j++) grad[j] = flush(fround(fround(grad[j] / total) * f))
    grad[target] = fround(p - 1) * f
  }
}

/** Four rows at a time, added in pairs; the rest one by one. */
export function addSumOfRows(out: Floats, o: number, x: Floats, xo: number, rows: number, n: number): void {
  let row = 0
  for (; row + 4 <= rows; row += 4) {
    const start = xo + row * n
    for (let i = start; i < start + n; i++) {
      const low = fround(x[i] + x[i + n])
      const high = fround(x[i + 2 * n] + x[i + 3 * n])
      out[o + i - start] += fround(low + high)
    }
  }
  for (; row < rows; row++) {
    for (let i = 0; i < n; i++) out[o + i] += x[xo + row * n + i]
  }
}
