import type { Floats } from '../math/floats'
import { areUsable, scaledNorm } from '../math/norms'
import { backendOf } from './backends'

/**
 * The Euclidean norm of `n` numbers from `offset` on, as in `core/math/norms.ts`, by the kernels of their
 * kind.
 */
export function norm(x: Floats, offset: number, n: number): number {
  storeNorm(result, 0, x, offset, n)
  return result[0]
}

const result = new Float64Array(1)

/** out[index] = the norm. A number that a function returns may cost an allocation; this costs none. */
export function storeNorm(out: Float64Array, index: number, x: Floats, offset: number, n: number): void {
  backendOf(x).storeSumOfSquares(out, index, x, offset, n)
  const squares = out[index]
  out[index] = areUsable(squares) ? Math.sqrt(squares) : scaledNorm(x, offset, n)
}

/**
 * Scales each row of x (rows, n) down to norm `limit` where it is longer, keeping its direction.
 * Changes x in place and returns how many rows it scaled. A row with a NaN stays as it is; an infinite one
 * becomes NaN: neither is made to look healthy.
 */
export function limitRowNorms(x: Floats, offset: number, rows: number, n: number, limit: number): number {
  let numScaled = 0
  for (let row = 0; row < rows; row++) {
    const start = offset + row * n
    const length = norm(x, start, n)
    if (!(length > limit)) continue
    const scale = limit / length
    for (let i = 0; i < n; i++) x[start + i] *= scale
    numScaled++
  }
  return numScaled
}
