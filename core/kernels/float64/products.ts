import { requireRange, type Floats } from '../../math/floats'

/*
 * The three matrix products of training. For a linear map Y = X Wᵀ with X (rows, in) and W (out, in):
 *
 *     forward         Y  (+)= X Wᵀ    matmulABt
 *     input gradient  dX (+)= dY W    matmul
 *     weight gradient dW (+)= dYᵀ X   matmulAtB
 *
 * Matrices are row-major and densely packed, and start at an offset of their buffer. Each function adds to
 * `out` if `accumulate` is true and overwrites it otherwise. `out` may not overlap `a` or `b`. The order of
 * the additions is fixed by the sizes alone, so equal inputs give equal bits.
 *
 * The checked functions at the end are for everybody; the loops above them trust their arguments.
 */

/** Terms summed in registers before they are added to `out`: 256 rows of two operands stay in the cache. */
const DEPTH = 256

/**
 * out[o + i n + j] += sum over l < k of a[ao + i ai + l al] * b[bo + j bj + l bl], i < m, j < n.
 *
 * The strides ai, al, bj, bl tell the three forms apart. Tiles of 4 x 2 sums are kept in registers, so that
 * eight products share six loads.
 */
function addProducts(
  out: Floats,
  o: number,
  a: Floats,
  ao: number,
  ai: number,
  al: number,
  b: Floats,
  bo: number,
  bj: number,
  bl: number,
  m: number,
  n: number,
  k: number,
): void {
  const mTiled = m - (m % 4)
  const nTiled = n - (n % 2)
  for (let i = 0; i < mTiled; i += 4) {
    const a0 = ao + i * ai
    const o0 = o + i * n
    const o1 = o0 + n
    const o2 = o1 + n
    const o3 = o2 + n
    for (let j = 0; j < nTiled; j += 2) {
      let s00 = 0
      let s01 = 0
      let s10 = 0
      let s11 = 0
      let s20 = 0
      let s21 = 0
      let s30 = 0
      let s31 = 0
      let p0 = a0
      let p1 = a0 + ai
      let p2 = p1 + ai
      let p3 = p2 + ai
      let q0 = bo + j * bj
      let q1 = q0 + bj
      for (let l = 0; l < k; l++) {
        const x = b[q0]
        const y = b[q1]
        const r0 = a[p0]
        const r1 = a[p1]
        const r2 = a[p2]
        const r3 = a[p3]
        s00 += r0 * x
        s01 += r0 * y
        s10 += r1 * x
        s11 += r1 * y
        s20 += r2 * x
        s21 += r2 * y
        s30 += r3 * x
        s31 += r3 * y
        p0 += al
        p1 += al
        p2 += al
        p3 += al
        q0 += bl
        q1 += bl
      }
      out[o0 + j] += s00
      out[o0 + j + 1] += s01
      out[o1 + j] += s10
      out[o1 + j + 1] += s11
      out[o2 + j] += s20
      out[o2 + j + 1] += s21
      out[o3 + j] += s30
      out[o3 + j + 1] += s31
    }
  }
  // What the tiles leave over: the last column if n is odd, then the last rows.
  for (let i = 0; i < m; i++) {
    for (let j = i < mTiled ? nTiled : 0; j < n; j++) {
      let sum = 0
      let p = ao + i * ai
      let q = bo + j * bj
      for (let l = 0; l < k; l++) {
        sum += a[p] * b[q]
        p += al
        q += bl
      }
      out[o + i * n + j] += sum
    }
  }
}

/** Cuts the sums into blocks of DEPTH terms, after clearing `out` unless it accumulates. */
function multiply(
  out: Floats,
  o: number,
  a: Floats,
  ao: number,
  ai: number,
  al: number,
  b: Floats,
  bo: number,
  bj: number,
  bl: number,
  m: number,
  n: number,
  k: number,
  accumulate: boolean,
): void {
  if (!accumulate) out.fill(0, o, o + m * n)
  for (let l = 0; l < k; l += DEPTH) {
    const depth = k - l < DEPTH ? k - l : DEPTH
    addProducts(out, o, a, ao + l * al, ai, al, b, bo + l * bl, bj, bl, m, n, depth)
  }
}

function requireMatrices(
  out: Floats,
  o: number,
  a: Floats,
  ao: number,
  b: Floats,
  bo: number,
  m: number,
  n: number,
  k: number,
): void {
  requireRange('out', out, o, m * n)
  requireRange('a', a, ao, m * k)
  requireRange('b', b, bo, k * n)
}

/**
 * out (m, n) (+)= A (m, k) B (k, n)
 * @throws {ShapeError} if a buffer is too short for its matrix.
 */
export function matmul(
  out: Floats,
  outOffset: number,
  a: Floats,
  aOffset: number,
  b: Floats,
  bOffset: number,
  m: number,
  n: number,
  k: number,
  accumulate: boolean,
): void {
  requireMatrices(out, outOffset, a, aOffset, b, bOffset, m, n, k)
  multiply(out, outOffset, a, aOffset, k, 1, b, bOffset, 1, n, m, n, k, accumulate)
}

/**
 * out (m, n) (+)= A (m, k) B (n, k)ᵀ
 * @throws {ShapeError} if a buffer is too short for its matrix.
 */
export function matmulABt(
  out: Floats,
  outOffset: number,
  a: Floats,
  aOffset: number,
  b: Floats,
  bOffset: number,
  m: number,
  n: number,
  k: number,
  accumulate: boolean,
): void {
  requireMatrices(out, outOffset, a, aOffset, b, bOffset, m, n, k)
  multiply(out, outOffset, a, aOffset, k, 1, b, bOffset, k, 1, m, n, k, accumulate)
}

/**
 * out (m, n) (+)= A (k, m)ᵀ B (k, n)
 * @throws {ShapeError} if a buffer is too short for its matrix.
 */
export function matmulAtB(
  out: Floats,
  outOffset: number,
  a: Floats,
  aOffset: number,
  b: Floats,
  bOffset: number,
  m: number,
  n: number,
  k: number,
  accumulate: boolean,
): void {
  requireMatrices(out, outOffset, a, aOffset, b, bOffset, m, n, k)
  multiply(out, outOffset, a, aOffset, 1, m, b, bOffset, 1, n, m, n, k, accumulate)
}
