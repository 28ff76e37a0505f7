import type { Floats } from './floats'

/**
 * The Euclidean norm of `n` numbers from `offset` on: sqrt(sum x²). Where the squares overflow or vanish it
 * is found from x / max|x| instead, so it is infinite or NaN only if a number is (or the norm itself overflows).
 */
export function norm(x: ArrayLike<number>, offset: number, n: number): number {
  let squares = 0
  for (let i = 0; i < n; i++) squares += x[offset + i] * x[offset + i]
  // 1e-290: smaller sums have lost digits to subnormal squares.
  if (squares > 1e-290 && squares < Infinity) return Math.sqrt(squares)
  return scaledNorm(x, offset, n)
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
