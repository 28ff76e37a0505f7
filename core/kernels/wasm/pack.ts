/*
 * Packing copies an operand into the order in which the tile reads it. What lies beyond the matrix is filled
 * with zeros where the tile reads it.
 *
 * Rows may come in runs, such as those of some sequences of a batch at every step: after each `run` rows,
 * `gap` bytes are passed over. The first row that is copied is number `at` of its run.
 */

/** The matrix B (k, n), `stride` bytes from row to row, into ceil(n/8) panels of k rows of 8. */
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

/** The matrix B = Wᵀ with W (n, k), `stride` bytes from row to row, into ceil(n/8) panels of k rows of 8. */
export function packColumns(panels: usize, w: usize, stride: usize, n: i32, k: i32): void {
  const panelBytes = (k as usize) << 5
  for (let j = 0; j < n; j += 8) {
    if (n - j < 8) memory.fill(panels, 0, panelBytes)
    transpose(panels, 32, w, stride, rest(8, n - j), k)
    panels += panelBytes
    w += stride << 3
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
    transpose(out + ((l as usize) << 2), (k as usize) << 2, a, stride, rows, m)
    a += (rows as usize) * stride + gap
    l += rows
    at = 0
  }
}

/** As many as are wanted, or as are left. */
function rest(wanted: i32, left: i32): i32 {
  return wanted < left ? wanted : left
}

/** `rows` rows of n numbers, cut into pieces of 8 that go to panels `panelBytes` apart. */
function copyRows(to: usize, panelBytes: usize, from: usize, stride: usize, n: i32, rows: i32): void {
  let j = 0
  for (; j + 8 <= n; j += 8) {
    let source = from + ((j as usize) << 2)
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
  from += (j as usize) << 2
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < 8; i++) {
      const offset = (i as usize) << 2
      f32.store(to + offset, i < n - j ? f32.load(from + offset) : 0)
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
  for (; row + 4 <= rows; row += 4) {
    let target = to
    let source = from
    let column = 0
    for (; column + 4 <= columns; column += 4) {
      transpose4(target, toStride, source, fromStride)
      target += toStride << 2
      source += 16
    }
    for (; column < columns; column++) {
      for (let i: usize = 0; i < 4; i++) f32.store(target + (i << 2), f32.load(source + i * fromStride))
      target += toStride
      source += 4
    }
    to += 16
    from += fromStride << 2
  }
  for (; row < rows; row++) {
    let target = to
    for (let column: usize = 0; column < (columns as usize); column++) {
      f32.store(target, f32.load(from + (column << 2)))
      target += toStride
    }
    to += 4
    from += fromStride
  }
}

/** A square of 4 x 4, in two rounds of interleaving. */
function transpose4(to: usize, toStride: usize, from: usize, fromStride: usize): void {
  const from2 = from + (fromStride << 1)
  const r0 = v128.load(from)
  const r1 = v128.load(from + fromStride)
  const r2 = v128.load(from2)
  const r3 = v128.load(from2 + fromStride)
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5)
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7)
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5)
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7)
  const to2 = to + (toStride << 1)
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5))
  v128.store(to + toStride, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7))
  v128.store(to2, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5))
  v128.store(to2 + toStride, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7))
}
