import type { Floats } from '../../math/floats'
import type { Arithmetic } from './arithmetic'

/*
 * The scalar reference of `reduce.ts`, `squares.ts` and `rowSums.ts` in `core/kernels/wasm`, with the same
 * order of additions.
 */

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

/** What a backend does with many numbers at once, see `Backend` for what each computes. */
export interface Reductions {
  scale(x: Floats, factor: number): void
  limit(x: Floats, size: number): boolean
  /** out (n) += the rows of x (rows, n): four rows at a time, added in pairs; the rest one by one. */
  addSumOfRows(out: Floats, o: number, x: Floats, xo: number, rows: number, n: number): void
  /**
   * grad = (softmax - [j = target]) / rows; two numbers a row in `out`: the sum of e^(s - max), and s_target
   * - max.
   */
  softmaxRows(scores: Floats, classes: Int32Array, grad: Floats, out: Floats, rows: number, n: number): void
}

export function createReductions({ round, flush, exp, lanes }: Arithmetic): Reductions {
  const sums = new Float64Array(4)
  return {
    scale(x, factor) {
      const f = round(factor)
      for (let i = 0; i < x.length; i++) x[i] = flush(round(x[i] * f))
    },

    limit(x, size) {
      const high = round(size)
      let isChanged = false
      for (let i = 0; i < x.length; i++) {
        const limited = x[i] < -high ? -high : x[i] > high ? high : x[i]
        // Also true for NaN, as in the kernel: it equals nothing.
        if (limited !== x[i]) isChanged = true
        x[i] = limited
      }
      return isChanged
    },

    addSumOfRows(out, o, x, xo, rows, n) {
      let row = 0
      for (; row + 4 <= rows; row += 4) {
        const start = xo + row * n
        for (let i = start; i < start + n; i++) {
          const low = round(x[i] + x[i + n])
          const high = round(x[i + 2 * n] + x[i + 3 * n])
          out[o + i - start] += round(low + high)
        }
      }
      for (; row < rows; row++) {
        for (let i = 0; i < n; i++) out[o + i] += x[xo + row * n + i]
      }
    },

    softmaxRows(scores, classes, grad, out, rows, n) {
      const factor = round(1 / rows)
      for (let row = 0; row < rows; row++) {
        const start = row * n
        let max = scores[start]
        for (let j = 1; j < n; j++) if (scores[start + j] > max) max = scores[start + j]
        sums.fill(0)
        for (let j = 0; j < n; j++) {
          const e = exp(round(scores[start + j] - max))
          grad[start + j] = e
          sums[j % lanes] = round(sums[j % lanes] + e)
        }
        const total = round(round(sums[0] + sums[1]) + round(sums[2] + sums[3]))
        const target = start + classes[row]
        out[2 * row] = total
        out[2 * row + 1] = scores[target] - max
        const p = round(grad[target] / total)
        for (let j = start; j < start + n; j++) grad[j] = flush(round(round(grad[j] / total) * factor))
        grad[target] = round(round(p - 1) * factor)
      }
    },
  }
}
