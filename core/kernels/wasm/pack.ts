import { Float, LANES, PAIR, SHIFT, SIZE } from './number'
import { transposeSquare } from './square'

/*
 * Packing copies an operand into the order in which the tile reads it. What lies beyond the matrix is filled
 * with zeros where the tile reads it.
 *
 * Rows may come in runs, such as those of some sequences of a batch at every step: after each `run` rows,
 * `gap` bytes are passed over. The first row that is copied is number `at` of its run.
 */

/** The matrix B (k, n), `stride` bytes from row to row, into panels of k rows of PAIR. */
export function packRows(
  panels: usize,
  b: usize,
  stride: usize,
  n: i32,
  k: i32,
  run: i32 = k,
  gap: usize = 0,
  at: i32 = 0,
): void {
  const panelBytes = (k as usize) << 5
  for (let l = 0; l < k;) {
    const rows = rest(run - at, k - l)
    copyRows(panels + ((l as usize) << 5), panelBytes, b, stride, n, rows)
    b += (rows as usize) * stride + gap
    l += rows
    at = 0
  }
}

/** The matrix B = Wᵀ with W (n, k), `stride` bytes from row to row, into panels of k rows of PAIR. */
export function packColumns(panels: usize, w: usize, stride: usize, n: i32, k: i32): void {
  const panelBytes = (k as usize) << 5
  for (let j = 0; j < n; j += PAIR) {
    if (n - j < PAIR) memory.fill(panels, 0, panelBytes)
    transpose(panels, 32, w, stride, rest(PAIR, n - j), k)
    panels += panelBytes
    w += stride * (PAIR as usize)
  }
}

/** The matrix Aᵀ with A (k, m), `stride` bytes from row to row, into m rows of k. */
export function packTransposed(
  out: usize,
  a: usize,
  stride: usize,
  m: i32,
  k: i32,
  run: i32,
  gap: usize,
  at: i32,
): void {
  for (let l = 0; l < k;) {
    const rows = rest(run - at, k - l)
    transpose(out + ((l as usize) << SHIFT), (k as usize) << SHIFT, a, stride, rows, m)
    a += (rows as usize) * stride + gap
    l += rows
    at = 0
  }
}

/** As many as are wanted, or as are left. */
function rest(wanted: i32, left: i32): i32 {
  return wanted < left ? wanted : left
}

/** `rows` rows of n numbers, cut into pieces of PAIR that go to panels `panelBytes` apart. */
function copyRows(to: usize, panelBytes: usize, from: usize, stride: usize, n: i32, rows: i32): void {
  let j = 0
  for (; j + PAIR <= n; j += PAIR) {
    let source = from + ((j as usize) << SHIFT)
    const end = to + ((rows as usize) << 5)
    for (let row = to; row < end; row += 32) {
      const low = v128.load(source)
      const high = v128.load(source, 16)
      v128.store(row, low)
      v128.store(row, high, 16)
      source += stride
    }
    to += panelBytes
  }
  if (j === n) return
  from += (j as usize) << SHIFT
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < PAIR; i++) {
      const offset = (i as usize) << SHIFT
      store<Float>(to + offset, i < n - j ? load<Float>(from + offset) : 0)
    }
    from += stride
    to += 32
  }
}

/** to[column][row] = from[row][column], with so many bytes from row to row of either. */
function transpose(
  to: usize,
  toStride: usize,
  from: usize,
  fromStride: usize,
  rows: i32,
  columns: i32,
): void {
  let row = 0
  for (; row + LANES <= rows; row += LANES) {
    let target = to
    let source = from
    let column = 0
    for (; column + LANES <= columns; column += LANES) {
      transposeSquare(target, toStride, source, fromStride)
      target += toStride * (LANES as usize)
      source += 16
    }
    for (; column < columns; column++) {
      for (let i: usize = 0; i < (LANES as usize); i++) {
        store<Float>(target + (i << SHIFT), load<Float>(source + i * fromStride))
      }
      target += toStride
      source += SIZE
    }
    to += 16
    from += fromStride * (LANES as usize)
  }
  for (; row < rows; row++) {
    let target = to
    for (let column: usize = 0; column < (columns as usize); column++) {
      store<Float>(target, load<Float>(from + (column << SHIFT)))
      target += toStride
    }
    to += SIZE
    from += fromStride
  }
}
