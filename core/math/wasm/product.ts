import { packRows, packTransposed } from './pack'
import { OPERANDS, scratch } from './scratch'
import { productOfPanel } from './tile'
import { productOfTwoPanels } from './wideTile'

/** Terms that are summed in registers before they are added to the result of `productAtB`. */
const DEPTH: i32 = 128
/** Rows and columns of the result for which `productAtB` packs operands at a time. */
const ROWS: i32 = 128
const COLUMNS: i32 = 512

/** Bytes of scratch that `setScratch` asks for. */
export const SCRATCH_BYTES: i32 = OPERANDS + DEPTH * (ROWS + COLUMNS) * 4

let isWide: bool = false

/** Which tiles products use: the wide ones are the faster where the engine makes one register of two vectors. */
export function setWide(wide: bool): void {
  isWide = wide
}

/** Copies `rows` x `columns` numbers between a matrix and the staging tile (rows of 8). */
function stage(to: usize, toStride: usize, from: usize, fromStride: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++)
      f32.store(to + ((j as usize) << 2), f32.load(from + ((j as usize) << 2)))
    to += toStride
    from += fromStride
  }
}

/**
 * c (m, n) = A (m, k) B + from, with B packed as panels of 8 columns. `from` (m, n) may be c itself or, with a stride
 * of 0, one row for all; 0 stands for zeros. Strides are the bytes from row to row; A's rows have no gaps.
 */
export function product(
  c: usize,
  cStride: usize,
  from: usize,
  fromStride: usize,
  a: usize,
  aStride: usize,
  panels: usize,
  m: i32,
  n: i32,
  k: i32,
): void {
  let j = 0
  for (; isWide && j + 16 <= n; j += 16) {
    productOfTwoPanels(c, cStride, from, fromStride, a, aStride, panels, m, k)
    c += 64
    if (from !== 0) from += 64
    panels += (k as usize) << 6
  }
  for (; j + 8 <= n; j += 8) {
    productOfPanel(c, cStride, from, fromStride, a, aStride, panels, m, k)
    c += 32
    if (from !== 0) from += 32
    panels += (k as usize) << 5
  }
  if (j === n) return
  for (; m > 0; m -= 4) {
    const rows = m < 4 ? m : 4
    if (from !== 0) stage(scratch, 32, from, fromStride, rows, n - j)
    productOfPanel(scratch, 32, from !== 0 ? scratch : 0, 32, a, aStride, panels, rows, k)
    stage(c, cStride, scratch, 32, rows, n - j)
    c += cStride << 2
    if (from !== 0) from += fromStride << 2
    a += aStride << 2
  }
}

/**
 * c (m, n) += A (k, m)ᵀ B (k, n): for each DEPTH terms, a sum of its own that is then added to c. Strides are the bytes
 * from row to row; A and B come in runs of `run` rows, with gaps of so many bytes between them, see `pack.ts`.
 */
export function productAtB(
  c: usize,
  cStride: usize,
  a: usize,
  aStride: usize,
  b: usize,
  bStride: usize,
  m: i32,
  n: i32,
  k: i32,
  run: i32,
  aGap: usize,
  bGap: usize,
): void {
  const left = scratch + OPERANDS
  const right = left + ((DEPTH * ROWS * 4) as usize)
  for (let j = 0; j < n; j += COLUMNS) {
    const columns = n - j < COLUMNS ? n - j : COLUMNS
    for (let l = 0; l < k; l += DEPTH) {
      const depth = k - l < DEPTH ? k - l : DEPTH
      const gaps = (l / run) as usize
      const at = l % run
      const bl = b + (l as usize) * bStride + gaps * bGap
      const al = a + (l as usize) * aStride + gaps * aGap
      packRows(right, bl + ((j as usize) << 2), bStride, columns, depth, run, bGap, at)
      for (let i = 0; i < m; i += ROWS) {
        const rows = m - i < ROWS ? m - i : ROWS
        packTransposed(left, al + ((i as usize) << 2), aStride, rows, depth, run, aGap, at)
        const corner = c + (i as usize) * cStride + ((j as usize) << 2)
        product(corner, cStride, corner, cStride, left, (depth as usize) << 2, right, rows, columns, depth)
      }
    }
  }
}
