/*
 * Packing copies an operand into panels, the order in which the tiles read it. What lies beyond the matrix
 * is filled with zeros.
 *
 * Rows may come in runs, such as those of some sequences of a batch at every step: after each `run` rows, `gap` bytes
 * are passed over. The first row that is copied is number `at` of its run.
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
  let j = 0
  for (; j + 8 <= n; j += 8) {
    let from = b + ((j as usize) << 2)
    let row = at
    for (let l = 0; l < k; l++) {
      v128.store(panels, v128.load(from))
      v128.store(panels, v128.load(from, 16), 16)
      from += stride
      if (++row === run) {
        from += gap
        row = 0
      }
      panels += 32
    }
  }
  if (j === n) return
  const rest = n - j
  let from = b + ((j as usize) << 2)
  let row = at
  for (let l = 0; l < k; l++) {
    for (let i = 0; i < 8; i++) {
      const offset = (i as usize) << 2
      f32.store(panels + offset, i < rest ? f32.load(from + offset) : 0)
    }
    from += stride
    if (++row === run) {
      from += gap
      row = 0
    }
    panels += 32
  }
}

/** The matrix B = Wᵀ with W (n, k), `stride` bytes from row to row, into ceil(n/8) panels of k rows of 8. */
export function packColumns(panels: usize, w: usize, stride: usize, n: i32, k: i32): void {
  for (let j = 0; j < n; j += 4) {
    const panel = panels + ((j >> 3) as usize) * ((k as usize) << 5) + (((j & 4) as usize) << 2)
    // Rows beyond the last are read as the last and then masked away.
    const rest = n - j
    const w0 = w + (j as usize) * stride
    const w1 = rest > 1 ? w0 + stride : w0
    const w2 = rest > 2 ? w1 + stride : w1
    const w3 = rest > 3 ? w2 + stride : w2
    const mask = i32x4.gt_s(i32x4.splat(rest), i32x4(0, 1, 2, 3))
    let to = panel
    let at: usize = 0
    let l = 0
    for (; l + 4 <= k; l += 4) {
      // A 4 x 4 transposition in two rounds of interleaving.
      const r0 = v128.load(w0 + at)
      const r1 = v128.load(w1 + at)
      const r2 = v128.load(w2 + at)
      const r3 = v128.load(w3 + at)
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5)
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7)
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5)
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7)
      v128.store(to, v128.and(mask, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5)))
      v128.store(to, v128.and(mask, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7)), 32)
      v128.store(to, v128.and(mask, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5)), 64)
      v128.store(to, v128.and(mask, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7)), 96)
      to += 128
      at += 16
    }
    for (; l < k; l++) {
      const row = f32x4(f32.load(w0 + at), f32.load(w1 + at), f32.load(w2 + at), f32.load(w3 + at))
      v128.store(to, v128.and(mask, row))
      to += 32
      at += 4
    }
  }
  // The upper half of the last panel, if no row reached it.
  const used = n & 7
  if (used === 0 || used > 4) return
  let to = panels + ((n >> 3) as usize) * ((k as usize) << 5) + 16
  for (let l = 0; l < k; l++) {
    v128.store(to, f32x4.splat(0))
    to += 32
  }
}

/** The matrix A (k, m), `stride` bytes from row to row, into ceil(m/4) panels of k rows of 4. */
export function packLeft(
  panels: usize,
  a: usize,
  stride: usize,
  m: i32,
  k: i32,
  run: i32,
  gap: usize,
  at: i32,
): void {
  let i = 0
  for (; i + 4 <= m; i += 4) {
    let from = a + ((i as usize) << 2)
    let row = at
    for (let l = 0; l < k; l++) {
      v128.store(panels, v128.load(from))
      from += stride
      if (++row === run) {
        from += gap
        row = 0
      }
      panels += 16
    }
  }
  if (i === m) return
  const rest = m - i
  let from = a + ((i as usize) << 2)
  let row = at
  for (let l = 0; l < k; l++) {
    for (let j = 0; j < 4; j++) {
      const offset = (j as usize) << 2
      f32.store(panels + offset, j < rest ? f32.load(from + offset) : 0)
    }
    from += stride
    if (++row === run) {
      from += gap
      row = 0
    }
    panels += 16
  }
}
