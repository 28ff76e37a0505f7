/**
 * The Euclidean norm of `n` numbers from `offset` on: sqrt(sum x²). Where the squares overflow or vanish it
 * is found from x / max|x| instead, so it is infinite or NaN only if a number is (or the norm itself
 * overflows).
 */
export function norm(x: ArrayLike<number>, offset: number, n: number): number {
  let squares = 0
  for (let i = 0; i < n; i++) squares += x[offset + i] * x[offset + i]
  return areUsable(squares) ? Math.sqrt(squares) : scaledNorm(x, offset, n)
}

/** Whether a sum of squares is one that neither overflowed nor lost digits to subnormal squares. */
export function areUsable(squares: number): boolean {
  return squares > 1e-290 && squares < Infinity
}

/** The norm, from x / max|x|. */
export function scaledNorm(x: ArrayLike<number>, offset: number, n: number): number {
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
