import { norm } from './norms'

/*
 * Eigenvalues of a general real matrix: Householder reflections bring it to Hessenberg form (zero below the
 * first subdiagonal), then the QR iteration with complex Wilkinson shifts makes the subdiagonal vanish entry
 * by entry. Complex arithmetic throughout the second part keeps one kind of step for real and complex pairs
 * alike.
 * @see Golub and Van Loan, "Matrix Computations", sections 7.4 and 7.5; Francis, "The QR Transformation"
 * (1961).
 */

export interface Eigenvalues {
  readonly re: Float64Array
  readonly im: Float64Array
}

const EPSILON = 2.220446049250313e-16
const MAX_STEPS_EACH = 60

/**
 * All eigenvalues of a real matrix (n, n), row-major, in no particular order. Cost about 25 n³ operations.
 * Errors are of the order of 1e-16 times the matrix's norm, amplified where eigenvalues are defective (their
 * k-th root, for a Jordan block of size k).
 *
 * NaN for all if an element is not finite, or if the iteration does not converge.
 */
export function eigenvalues(matrix: ArrayLike<number>, n: number): Eigenvalues {
  const re = Float64Array.from({ length: n * n }, (_, i) => matrix[i])
  const result = { re: new Float64Array(n).fill(NaN), im: new Float64Array(n).fill(NaN) }
  const largest = re.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (!Number.isFinite(largest)) return result
  // Elements of at most 1 keep squares from overflowing and from vanishing.
  if (largest > 0) for (let i = 0; i < re.length; i++) re[i] /= largest
  reduceToHessenberg(re, n)
  const h = new ComplexHessenberg(re, n)
  let low = 0
  let high = n - 1
  let steps = 0
  while (high >= 0) {
    low = h.startOfBlock(high)
    if (low === high) {
      result.re[high] = largest * h.re[high * n + high]
      result.im[high] = largest * h.im[high * n + high]
      high--
      steps = 0
    } else {
      if (++steps > MAX_STEPS_EACH) {
        return { re: new Float64Array(n).fill(NaN), im: new Float64Array(n).fill(NaN) }
      }
      h.step(low, high, steps % 10 === 0)
    }
  }
  return result
}

/** The largest |eigenvalue|: how fast powers of the matrix grow or shrink in the long run. NaN if unknown. */
export function spectralRadius(matrix: ArrayLike<number>, n: number): number {
  const { re, im } = eigenvalues(matrix, n)
  let largest = 0
  for (let i = 0; i < n; i++) {
    const size = norm([re[i], im[i]], 0, 2)
    if (Number.isNaN(size)) return NaN
    if (size > largest) largest = size
  }
  return largest
}

/** A := P A P with reflections P = I - 2 v vᵀ / (vᵀ v), column by column. */
function reduceToHessenberg(a: Float64Array, n: number): void {
  const v = new Float64Array(n)
  for (let k = 0; k < n - 2; k++) {
    let largest = 0
    for (let i = k + 1; i < n; i++) largest = Math.max(largest, Math.abs(a[i * n + k]))
    if (largest === 0) continue
    let squares = 0
    for (let i = k + 1; i < n; i++) {
      v[i] = a[i * n + k] / largest
      squares += v[i] * v[i]
    }
    const length = Math.sqrt(squares)
    // The sign avoids cancellation; vᵀ v = 2 (squares + |v1| length).
    const scale = 1 / (squares + Math.abs(v[k + 1]) * length)
    v[k + 1] += v[k + 1] < 0 ? -length : length
    for (let j = k; j < n; j++) {
      let dot = 0
      for (let i = k + 1; i < n; i++) dot += v[i] * a[i * n + j]
      for (let i = k + 1; i < n; i++) a[i * n + j] -= scale * dot * v[i]
    }
    for (let i = 0; i < n; i++) {
      let dot = 0
      for (let j = k + 1; j < n; j++) dot += a[i * n + j] * v[j]
      for (let j = k + 1; j < n; j++) a[i * n + j] -= scale * dot * v[j]
    }
    for (let i = k + 2; i < n; i++) a[i * n + k] = 0
  }
}

class ComplexHessenberg {
  readonly im: Float64Array
  /** The rotations of one step: cosine, and the sine's two parts. */
  private readonly cosines: Float64Array
  private readonly sinesRe: Float64Array
  private readonly sinesIm: Float64Array

  constructor(
    readonly re: Float64Array,
    private readonly n: number,
  ) {
    this.im = new Float64Array(n * n)
    this.cosines = new Float64Array(n)
    this.sinesRe = new Float64Array(n)
    this.sinesIm = new Float64Array(n)
  }

  private size(i: number, j: number): number {
    return Math.abs(this.re[i * this.n + j]) + Math.abs(this.im[i * this.n + j])
  }

  /**
   * The first row of the block that ends at `high` and is not split by a negligible subdiagonal entry. Where
   * both neighbours on the diagonal are 0, the matrix's largest element, 1, is the measure.
   */
  startOfBlock(high: number): number {
    let low = high
    while (low > 0) {
      const beside = this.size(low - 1, low - 1) + this.size(low, low)
      if (this.size(low, low - 1) <= EPSILON * (beside > 0 ? beside : 1)) {
        this.re[low * this.n + low - 1] = 0
        this.im[low * this.n + low - 1] = 0
        break
      }
      low--
    }
    return low
  }

  /** One step on the block low .. high: H - s = Q R, then H := R Q + s. */
  step(low: number, high: number, isExceptional: boolean): void {
    const { n, re, im } = this
    const [shiftRe, shiftIm] = isExceptional ? [this.size(high, high - 1), 0] : this.wilkinsonShift(high)
    for (let i = low; i <= high; i++) {
      re[i * n + i] -= shiftRe
      im[i * n + i] -= shiftIm
    }
    for (let k = low; k < high; k++) this.rotateRows(k, high)
    for (let k = low; k < high; k++) this.rotateColumns(k, low)
    for (let i = low; i <= high; i++) {
      re[i * n + i] += shiftRe
      im[i * n + i] += shiftIm
    }
  }

  /**
   * The eigenvalue of the last 2 x 2 block (a b; c d) that lies closer to d:
   * d - b c / (e ± sqrt(e² + b c)) with e = (a - d) / 2 and the sign that makes the denominator large.
   */
  private wilkinsonShift(high: number): [number, number] {
    const { n, re, im } = this
    const d = high * n + high
    const a = d - n - 1
    const [b, c] = [a + 1, d - 1]
    const eRe = (re[a] - re[d]) / 2
    const eIm = (im[a] - im[d]) / 2
    const bcRe = re[b] * re[c] - im[b] * im[c]
    const bcIm = re[b] * im[c] + im[b] * re[c]
    const [rootRe, rootIm] = complexRoot(eRe * eRe - eIm * eIm + bcRe, 2 * eRe * eIm + bcIm)
    const sign = eRe * rootRe + eIm * rootIm < 0 ? -1 : 1
    const denominatorRe = eRe + sign * rootRe
    const denominatorIm = eIm + sign * rootIm
    const squared = denominatorRe * denominatorRe + denominatorIm * denominatorIm
    if (squared === 0) return [re[d], im[d]]
    return [
      re[d] - (bcRe * denominatorRe + bcIm * denominatorIm) / squared,
      im[d] - (bcIm * denominatorRe - bcRe * denominatorIm) / squared,
    ]
  }

  /** Finds the rotation that clears entry (k+1, k) and applies it to rows k and k+1. */
  private rotateRows(k: number, high: number): void {
    const { n, re, im } = this
    const top = k * n
    const bottom = top + n
    const [xRe, xIm, yRe, yIm] = [re[top + k], im[top + k], re[bottom + k], im[bottom + k]]
    const xSize = Math.sqrt(xRe * xRe + xIm * xIm)
    const length = Math.sqrt(xRe * xRe + xIm * xIm + yRe * yRe + yIm * yIm)
    // (c, s; -conj s, c) (x, y) = (r, 0) with real c = |x| / length and s = (x / |x|) conj(y) / length.
    let c = 0
    let sRe = 1
    let sIm = 0
    if (length === 0) [c, sRe] = [1, 0]
    else if (xSize > 0) {
      c = xSize / length
      sRe = (xRe * yRe + xIm * yIm) / (xSize * length)
      sIm = (xIm * yRe - xRe * yIm) / (xSize * length)
    } else {
      sRe = yRe / length
      sIm = -yIm / length
    }
    this.cosines[k] = c
    this.sinesRe[k] = sRe
    this.sinesIm[k] = sIm
    for (let j = k; j <= high; j++) {
      const [pRe, pIm, qRe, qIm] = [re[top + j], im[top + j], re[bottom + j], im[bottom + j]]
      re[top + j] = c * pRe + sRe * qRe - sIm * qIm
      im[top + j] = c * pIm + sRe * qIm + sIm * qRe
      re[bottom + j] = c * qRe - (sRe * pRe + sIm * pIm)
      im[bottom + j] = c * qIm - (sRe * pIm - sIm * pRe)
    }
    re[bottom + k] = 0
    im[bottom + k] = 0
  }

  /** Applies the inverse of rotation k from the right, to columns k and k+1 of rows low .. k+1. */
  private rotateColumns(k: number, low: number): void {
    const { n, re, im } = this
    const [c, sRe, sIm] = [this.cosines[k], this.sinesRe[k], this.sinesIm[k]]
    for (let i = low; i <= k + 1; i++) {
      const p = i * n + k
      const q = p + 1
      const [pRe, pIm, qRe, qIm] = [re[p], im[p], re[q], im[q]]
      re[p] = c * pRe + sRe * qRe + sIm * qIm
      im[p] = c * pIm + sRe * qIm - sIm * qRe
      re[q] = c * qRe - (sRe * pRe - sIm * pIm)
      im[q] = c * qIm - (sRe * pIm + sIm * pRe)
    }
  }
}

/** The square root with a real part that is not negative. */
function complexRoot(re: number, im: number): [number, number] {
  const size = Math.sqrt(re * re + im * im)
  if (size === 0) return [0, 0]
  const half = Math.sqrt((size + Math.abs(re)) / 2)
  if (re >= 0) return [half, im / (2 * half)]
  return [Math.abs(im) / (2 * half), im < 0 ? -half : half]
}
