import { isFloat32, type Floats } from './floats'
import { address, kernels, within } from './float32/arena'
import * as twin from './float32/twin/reduce'

/**
 * The Euclidean norm of `n` numbers from `offset` on: sqrt(sum x²). Where the squares overflow or vanish it
 * is found from x / max|x| instead, so it is infinite or NaN only if a number is (or the norm itself overflows).
 */
export function norm(x: ArrayLike<number>, offset: number, n: number): number {
  storeNorm(result, 0, x, offset, n)
  return result[0]
}

const result = new Float64Array(1)

/** out[index] = the norm as above. A number that a function returns may cost an allocation; this costs none. */
export function storeNorm(
  out: Float64Array,
  index: number,
  x: ArrayLike<number>,
  offset: number,
  n: number,
): void {
  let squares = 0
  if (x instanceof Float32Array) {
    squares = within(x) ? kernels().sumOfSquares(address(x, offset), n) : twin.sumOfSquares(x, offset, n)
  } else {
    for (let i = 0; i < n; i++) squares += x[offset + i] * x[offset + i]
  }
  // 1e-290: smaller sums have lost digits to subnormal squares.
  out[index] = squares > 1e-290 && squares < Infinity ? Math.sqrt(squares) : scaledNorm(x, offset, n)
}

function scaledNorm(x: ArrayLike<number>, offset: number, n: number): number {
  let largest = 0
  for (let i = 0; i < n; i++) {
    const size = Math.abs(x[offset + i])
    if (size !== size) return NaN
    if (size > largest) largest = size
  }
  if (largest === 0 || largest === Infinity) return largest
  let squares = 0
  for (let i = 0; i < n; i++) {
    const part = x[offset + i] / largest
    squares += part * part
  }
  return largest * Math.sqrt(squares)
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

/** x *= factor, for all of x. */
export function scale(x: Floats, factor: number): void {
  if (within(x)) kernels().scale(address(x, 0), factor, x.length)
  else if (isFloat32(x)) twin.scale(x, 0, factor, x.length)
  else for (let i = 0; i < x.length; i++) x[i] *= factor
}

/** x = max(-limit, min(limit, x)), for all of x. Returns whether an element lay outside or was NaN. */
export function limitElements(x: Floats, limit: number): boolean {
  if (within(x)) return kernels().limit(address(x, 0), limit, x.length) !== 0
  if (isFloat32(x)) return twin.limit(x, 0, limit, x.length)
  let isChanged = false
  for (let i = 0; i < x.length; i++) {
    const limited = Math.max(-limit, Math.min(limit, x[i]))
    if (limited !== x[i]) isChanged = true
    x[i] = limited
  }
  return isChanged
}
