import { packLeft, packRows } from './pack'
import { panelTile, rowTile } from './tile'

/** Terms that are summed in registers before they are added to the result of `productAtB`. */
const DEPTH: i32 = 128
/** Rows and columns of the result for which `productAtB` packs operands at a time. */
const ROWS: i32 = 128
const COLUMNS: i32 = 512

/** Where this instance may write at will: a staging tile of 128 bytes, then the packed operands of `productAtB`. */
let scratch: usize = 0
/** Bytes of scratch that `setScratch` asks for. */
export const SCRATCH_BYTES: i32 = 128 + DEPTH * (ROWS + COLUMNS) * 4

export function setScratch(address: usize): void {
  scratch = address
}

/** Copies `rows` x `columns` numbers between a matrix and the staging tile (rows of 8). */
function stage(to: usize, toStride: usize, from: usize, fromStride: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) f32.store(to + (<usize>j << 2), f32.load(from + (<usize>j << 2)))
    to += toStride
    from += fromStride
  }
}

/**
 * c (m, n) = or += A (m, k) B with B packed as panels of 8 columns. `aStride` and `cStride` are the bytes
 * from row to row; A's rows have no gaps.
 */
export function product(
  c: usize,
  cStride: usize,
  a: usize,
  aStride: usize,
  panels: usize,
  m: i32,
  n: i32,
  k: i32,
  accumulate: bool,
): void {
  const last = m - 1
  for (let j = 0; j < n; j += 8) {
    const columns = n - j
    for (let i = 0; i < m; i += 4) {
      // Rows beyond the last coincide with it: they compute the same numbers once more.
      const i1 = i + 1 < m ? i + 1 : last
      const i2 = i + 2 < m ? i + 2 : last
      const i3 = i + 3 < m ? i + 3 : last
      const a0 = a + <usize>i * aStride
      const a1 = a + <usize>i1 * aStride
      const a2 = a + <usize>i2 * aStride
      const a3 = a + <usize>i3 * aStride
      if (columns >= 8) {
        const c0 = c + <usize>i * cStride
        rowTile(
          c0,
          c + <usize>i1 * cStride,
          c + <usize>i2 * cStride,
          c + <usize>i3 * cStride,
          a0,
          a1,
          a2,
          a3,
          panels,
          k,
          accumulate,
        )
      } else {
        const rows = m - i < 4 ? m - i : 4
        const corner = c + <usize>i * cStride
        if (accumulate) stage(scratch, 32, corner, cStride, rows, columns)
        rowTile(scratch, scratch + 32, scratch + 64, scratch + 96, a0, a1, a2, a3, panels, k, accumulate)
        stage(corner, cStride, scratch, 32, rows, columns)
      }
    }
    c += 32
    panels += <usize>k << 5
  }
}

/**
 * c (m, n) += A (k, m)ᵀ B (k, n): for each DEPTH terms, a sum of its own that is then added to c.
 * Strides are the bytes from row to row.
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
): void {
  const left = scratch + 128
  const right = left + <usize>(DEPTH * ROWS * 4)
  for (let j = 0; j < n; j += COLUMNS) {
    const columns = n - j < COLUMNS ? n - j : COLUMNS
    for (let l = 0; l < k; l += DEPTH) {
      const depth = k - l < DEPTH ? k - l : DEPTH
      packRows(right, b + <usize>l * bStride + (<usize>j << 2), bStride, columns, depth)
      for (let i = 0; i < m; i += ROWS) {
        const rows = m - i < ROWS ? m - i : ROWS
        packLeft(left, a + <usize>l * aStride + (<usize>i << 2), aStride, rows, depth)
        multiplyPanels(c + <usize>i * cStride + (<usize>j << 2), cStride, left, right, rows, columns, depth)
      }
    }
  }
}

/** c (m, n) += the product of A's panels of 4 and B's panels of 8. */
function multiplyPanels(c: usize, cStride: usize, left: usize, right: usize, m: i32, n: i32, k: i32): void {
  for (let j = 0; j < n; j += 8) {
    const columns = n - j
    let panel = left
    let corner = c
    for (let i = 0; i < m; i += 4) {
      if (m - i >= 4 && columns >= 8) {
        panelTile(corner, cStride, panel, right, k)
      } else {
        const rows = m - i < 4 ? m - i : 4
        const width = columns < 8 ? columns : 8
        stage(scratch, 32, corner, cStride, rows, width)
        panelTile(scratch, 32, panel, right, k)
        stage(corner, cStride, scratch, 32, rows, width)
      }
      panel += <usize>k << 4
      corner += cStride << 2
    }
    c += 32
    right += <usize>k << 5
  }
}
