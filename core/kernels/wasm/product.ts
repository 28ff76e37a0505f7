import { packRows, packTransposed } from './pack'
import { Float, PAIR, SHIFT, SIZE } from './number'
import { OPERANDS, scratch } from './scratch'
import { productOfPanel } from './tile'
import { productOfTwoPanels } from './wideTile'

/** Terms that are summed in registers before they are added to the result of `productAtB`. */
const DEPTH: i32 = 128
/** Rows and columns of the result for which `productAtB` packs operands at a time. */
const ROWS: i32 = 128
const COLUMNS: i32 = 512

/** Bytes of scratch that `setScratch` asks for. */
export const SCRATCH_BYTES: i32 = OPERANDS + DEPTH * (ROWS + COLUMNS) * (SIZE as i32)

let isWide: bool = false

/**
 * Which tiles products use: the wide ones are the faster where the engine makes one register of two vectors.
 */
export function setWide(wide: bool): void {
  isWide = wide
}

/** Copies `rows` x `columns` numbers between a matrix and the staging tile (rows of a panel). */
function stage(to: usize, toStride: usize, from: usize, fromStride: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++)
      store<Float>(to + ((j as usize) << SHIFT), load<Float>(from + ((j as usize) << SHIFT)))
    to += toStride
    from += fromStride
  }
}

/**
 * c (m, n) = A (m, k) B + from, with B packed as panels of PAIR columns. `from` (m, n) may be c itself or,
 * with a stride of 0, one row for all; 0 stands for zeros. Strides are the bytes from row to row; A's rows
 * have no gaps.
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
  for (; isWide && j + 2 * PAIR <= n; j += 2 * PAIR) {
    productOfTwoPanels(c, cStride, from, fromStride, a, aStride, panels, m, k)
    c += 64
    if (from !== 0) from += 64
    panels += (k as usize) << 6
  }
  for (; j + PAIR <= n; j += PAIR) {
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

/** n, filled up to whole panels. */
function columnsOfPanels(n: i32): i32 {
  return (n + (PAIR - 1)) & ~(PAIR - 1)
}

/** Bytes of `rows` rows of n numbers as panels. */
function panelBytes(n: i32, rows: i32): usize {
  return (columnsOfPanels(n) as usize) * ((rows as usize) << SHIFT)
}

/** Whether operands with n and `other` columns can be packed side by side. */
export function areNarrow(n: i32, other: i32): bool {
  return columnsOfPanels(n) + columnsOfPanels(other) <= COLUMNS
}

/**
 * Rows `first` to `first + rows` of  c += AᵀB  and, unless n2 is 0, of  c2 += AᵀB2: for each DEPTH terms,
 * a sum of its own that is then added. All matrices are dense. A consists of blocks of k rows of m,
 * `blockBytes` apart, as the gates of a cell do: c and c2 have m rows for each. The k rows of A, B (k, n) and
 * B2 (k, n2) come in runs of `run` rows, with `gap` rows between them that are passed over. Two operands must
 * be narrow enough to be packed side by side.
 */
export function productAtB(
  first: i32,
  rows: i32,
  c: usize,
  b: usize,
  n: i32,
  c2: usize,
  b2: usize,
  n2: i32,
  a: usize,
  m: i32,
  k: i32,
  run: i32,
  gap: i32,
  blockBytes: usize,
): void {
  const left = scratch + OPERANDS
  const right = left + (((DEPTH * ROWS) as usize) << SHIFT)
  const aStride = (m as usize) << SHIFT
  const stride = (n as usize) << SHIFT
  const stride2 = (n2 as usize) << SHIFT
  const end = first + rows
  for (let j = 0; j < n; j += COLUMNS) {
    const columns = n - j < COLUMNS ? n - j : COLUMNS
    const shift = (j as usize) << SHIFT
    const right2 = right + panelBytes(columns, DEPTH)
    for (let l = 0; l < k; l += DEPTH) {
      const depth = k - l < DEPTH ? k - l : DEPTH
      const at = l % run
      const row = (l + (l / run) * gap) as usize
      packRows(right, b + row * stride + shift, stride, columns, depth, run, (gap as usize) * stride, at)
      if (n2 > 0) packRows(right2, b2 + row * stride2, stride2, n2, depth, run, (gap as usize) * stride2, at)
      for (let i = first; i < end;) {
        const column = i % m
        let count = m - column < ROWS ? m - column : ROWS
        if (count > end - i) count = end - i
        const from = a + ((i / m) as usize) * blockBytes + row * aStride + ((column as usize) << SHIFT)
        packTransposed(left, from, aStride, count, depth, run, (gap as usize) * aStride, at)
        const leftStride = (depth as usize) << SHIFT
        const to = c + (i as usize) * stride + shift
        product(to, stride, to, stride, left, leftStride, right, count, columns, depth)
        const to2 = c2 + (i as usize) * stride2
        if (n2 > 0) product(to2, stride2, to2, stride2, left, leftStride, right2, count, n2, depth)
        i += count
      }
    }
  }
}
