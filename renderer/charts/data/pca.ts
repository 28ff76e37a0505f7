/** A plane through a cloud of points: its centre and two directions of unit length at right angles. */
export interface Plane {
  readonly center: Float64Array
  readonly axes: readonly [Float64Array, Float64Array]
  /** Shares of the variance that lie along the axes, 0 to 1. */
  readonly shares: readonly [number, number]
}

const MOST_ROUNDS = 300
const CLOSE = 1e-15
/** Variance below this share of the whole is rounding. */
const NOTHING = 1e-12

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function normalize(vector: Float64Array): number {
  const length = Math.sqrt(dot(vector, vector))
  if (length > 0) for (let i = 0; i < vector.length; i++) vector[i]! /= length
  return length
}

/** Takes out of `vector` what lies along the unit vectors `others`. */
function removeAll(vector: Float64Array, others: readonly Float64Array[]): void {
  for (const other of others) {
    const share = dot(vector, other)
    for (let i = 0; i < vector.length; i++) vector[i]! -= share * other[i]!
  }
}

/**
 * A unit vector at right angles to `others`, the same every time: the first of some that is not too close to
 * them.
 */
function startBeside(width: number, others: readonly Float64Array[]): Float64Array {
  for (let turn = 0; turn <= width; turn++) {
    // No symmetry of the data is likely to be at right angles to the first.
    const start = Float64Array.from({ length: width }, (_, i) =>
      turn === 0 ? Math.cos(1 + i * Math.SQRT2) : Number(i === turn - 1),
    )
    normalize(start)
    removeAll(start, others)
    if (normalize(start) < 0.1) continue
    removeAll(start, others)
    normalize(start)
    return start
  }
  return new Float64Array(width)
}

/** The direction of largest variance at right angles to `others`, by power iteration on X^T X. */
function principal(
  rows: readonly Float64Array[],
  width: number,
  total: number,
  others: readonly Float64Array[],
): { axis: Float64Array; variance: number } {
  let axis = startBeside(width, others)
  let variance = 0
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = new Float64Array(width)
    for (const row of rows) {
      const along = dot(row, axis)
      for (let i = 0; i < width; i++) next[i]! += along * row[i]!
    }
    removeAll(next, others)
    variance = normalize(next)
    if (!(variance > NOTHING * total)) return { axis, variance: 0 }
    removeAll(next, others)
    normalize(next)
    const isClose = Math.abs(dot(next, axis)) > 1 - CLOSE
    axis = next
    if (isClose) break
  }
  // An axis has no sign of its own: the largest entry is positive.
  const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0)
  if (largest < 0) axis = axis.map((value) => -value)
  return { axis, variance }
}

/**
 * The plane of the first two principal components of `count` points of `width` numbers each, row-major.
 * Points with a number that is not finite are left out; fewer than two dimensions give axes with a share of
 * 0.
 * @see Pearson, "On Lines and Planes of Closest Fit to Systems of Points in Space" (1901).
 */
export function principalPlane(points: ArrayLike<number>, count: number, width: number): Plane {
  const rows = Array.from({ length: count }, (_, r) =>
    Float64Array.from({ length: width }, (_, i) => points[r * width + i]!),
  ).filter((row) => row.every(Number.isFinite))
  const center = new Float64Array(width)
  for (const row of rows) for (let i = 0; i < width; i++) center[i]! += row[i]! / rows.length
  let total = 0
  for (const row of rows) {
    for (let i = 0; i < width; i++) row[i]! -= center[i]!
    total += dot(row, row)
  }
  const first = principal(rows, width, total, [])
  const second =
    width > 1 ? principal(rows, width, total, [first.axis]) : { axis: new Float64Array(1), variance: 0 }
  const share = (variance: number): number => (total > 0 ? Math.min(1, variance / total) : 0)
  return {
    center,
    axes: [first.axis, second.axis],
    shares: [share(first.variance), share(second.variance)],
  }
}

/** Where the points lie in the plane: x and y of each, one after the other. */
export function project(points: ArrayLike<number>, count: number, { center, axes }: Plane): Float64Array {
  const width = center.length
  const flat = new Float64Array(2 * count)
  for (let r = 0; r < count; r++) {
    for (let i = 0; i < width; i++) {
      const value = points[r * width + i]! - center[i]!
      flat[2 * r]! += value * axes[0][i]!
      flat[2 * r + 1]! += value * axes[1][i]!
    }
  }
  return flat
}
