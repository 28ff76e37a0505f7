import type { Random } from '../math/random'

/**
 * A random orthogonal matrix (n, n), row-major, uniform over all of them (Haar): the rows of a matrix of
 * normal numbers, made orthonormal one after the other (Gram and Schmidt). Each row is treated twice, which
 * brings Q Qᵀ = I to rounding error. The same as QR with a positive diagonal of R.
 * @see Stewart, "The Efficient Generation of Random Orthogonal Matrices", SIAM J. Numer. Anal. 17 (1980).
 */
export function orthogonalMatrix(n: number, random: Random): Float64Array {
  const q = new Float64Array(n * n)
  for (let row = 0; row < n; row++) {
    const start = row * n
    for (let i = 0; i < n; i++) q[start + i] = random.normal()
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < start; other += n) {
        let overlap = 0
        for (let i = 0; i < n; i++) overlap += q[start + i] * q[other + i]
        for (let i = 0; i < n; i++) q[start + i] -= overlap * q[other + i]
      }
      let squares = 0
      for (let i = 0; i < n; i++) squares += q[start + i] * q[start + i]
      const scale = 1 / Math.sqrt(squares)
      for (let i = 0; i < n; i++) q[start + i] *= scale
    }
  }
  return q
}
