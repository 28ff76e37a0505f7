import { norm } from './norms'
import { createRandom } from './random'

const MAX_ROUNDS = 2000
const TOLERANCE = 1e-13

/**
 * The largest singular value of a matrix (rows, columns), row-major: the most by which it can lengthen a
 * vector.
 *
 * Power iteration on AᵀA from a fixed random vector v: |A v| / |v| grows towards the value. It stops when a
 * round adds less than 1e-13 of it; where the two largest values nearly agree it may then fall short by about
 * 1e-9 relative. NaN if an element is not finite.
 */
export function largestSingularValue(matrix: ArrayLike<number>, rows: number, columns: number): number {
  const A = Float64Array.from({ length: rows * columns }, (_, i) => matrix[i])
  const largest = A.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (!Number.isFinite(largest)) return NaN
  if (largest === 0) return 0
  // Elements of at most 1 keep squares from overflowing and from vanishing.
  for (let i = 0; i < A.length; i++) A[i] /= largest

  const random = createRandom(1)
  const v = Float64Array.from({ length: columns }, random.normal)
  const u = new Float64Array(rows)
  let value = 0
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const length = norm(v, 0, columns)
    if (length === 0) break
    for (let j = 0; j < columns; j++) v[j] /= length
    for (let i = 0; i < rows; i++) {
      let sum = 0
      for (let j = 0; j < columns; j++) sum += A[i * columns + j] * v[j]
      u[i] = sum
    }
    const next = norm(u, 0, rows)
    const isDone = next - value <= TOLERANCE * next
    value = Math.max(value, next)
    if (isDone) break
    v.fill(0)
    for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) v[j] += A[i * columns + j] * u[i]
  }
  return value * largest
}
