/*
 * The two innermost loops of all products: 4 rows x 8 columns of sums in registers.
 *
 * Eight sums, two vectors of B and one broadcast element of A fit into the 15 vector registers that engines
 * leave free. A step has 8 multiplications and 8 additions for 6 loads. The exit tests between the four
 * unrolled steps are there to end basic blocks: without them engines hoist all loads of an unrolled body to
 * its top and spill. Sums start from zero and run in the order of k, so no result depends on the tiling.
 */

/**
 * c_i[0..7] = sum over l < k of a_i[l] * b[l][0..7]  for `rows` <= 4 rows, `cStride` and `aStride` bytes apart;
 * k >= 1. If `from` is not 0, from_i[0..7] is added, whose rows are `fromStride` bytes apart.
 *
 * b is a panel: k rows of 8 numbers without gaps. Rows beyond the last coincide with it, and are computed alike.
 */
export function rowTile(
  c0: usize,
  cStride: usize,
  from: usize,
  fromStride: usize,
  a0: usize,
  aStride: usize,
  b: usize,
  k: i32,
  rows: i32,
): void {
  const a1 = rows > 1 ? a0 + aStride : a0
  const a2 = rows > 2 ? a1 + aStride : a1
  const a3 = rows > 3 ? a2 + aStride : a2
  let s0 = f32x4.splat(0)
  let s1 = s0
  let s2 = s0
  let s3 = s0
  let t0 = s0
  let t1 = s0
  let t2 = s0
  let t3 = s0
  for (let at: usize = 0; ; at += 16) {
    const q0 = a0 + at
    const q1 = a1 + at
    const q2 = a2 + at
    const q3 = a3 + at
    const row = b + (at << 3)
    {
      const x = v128.load(row)
      const y = v128.load(row, 16)
      const p0 = v128.load_splat<f32>(q0)
      s0 = f32x4.add(s0, f32x4.mul(p0, x))
      t0 = f32x4.add(t0, f32x4.mul(p0, y))
      const p1 = v128.load_splat<f32>(q1)
      s1 = f32x4.add(s1, f32x4.mul(p1, x))
      t1 = f32x4.add(t1, f32x4.mul(p1, y))
      const p2 = v128.load_splat<f32>(q2)
      s2 = f32x4.add(s2, f32x4.mul(p2, x))
      t2 = f32x4.add(t2, f32x4.mul(p2, y))
      const p3 = v128.load_splat<f32>(q3)
      s3 = f32x4.add(s3, f32x4.mul(p3, x))
      t3 = f32x4.add(t3, f32x4.mul(p3, y))
    }
    if (k === 1) break
    {
      const x = v128.load(row, 32)
      const y = v128.load(row, 48)
      const p0 = v128.load_splat<f32>(q0, 4)
      s0 = f32x4.add(s0, f32x4.mul(p0, x))
      t0 = f32x4.add(t0, f32x4.mul(p0, y))
      const p1 = v128.load_splat<f32>(q1, 4)
      s1 = f32x4.add(s1, f32x4.mul(p1, x))
      t1 = f32x4.add(t1, f32x4.mul(p1, y))
      const p2 = v128.load_splat<f32>(q2, 4)
      s2 = f32x4.add(s2, f32x4.mul(p2, x))
      t2 = f32x4.add(t2, f32x4.mul(p2, y))
      const p3 = v128.load_splat<f32>(q3, 4)
      s3 = f32x4.add(s3, f32x4.mul(p3, x))
      t3 = f32x4.add(t3, f32x4.mul(p3, y))
    }
    if (k === 2) break
    {
      const x = v128.load(row, 64)
      const y = v128.load(row, 80)
      const p0 = v128.load_splat<f32>(q0, 8)
      s0 = f32x4.add(s0, f32x4.mul(p0, x))
      t0 = f32x4.add(t0, f32x4.mul(p0, y))
      const p1 = v128.load_splat<f32>(q1, 8)
      s1 = f32x4.add(s1, f32x4.mul(p1, x))
      t1 = f32x4.add(t1, f32x4.mul(p1, y))
      const p2 = v128.load_splat<f32>(q2, 8)
      s2 = f32x4.add(s2, f32x4.mul(p2, x))
      t2 = f32x4.add(t2, f32x4.mul(p2, y))
      const p3 = v128.load_splat<f32>(q3, 8)
      s3 = f32x4.add(s3, f32x4.mul(p3, x))
      t3 = f32x4.add(t3, f32x4.mul(p3, y))
    }
    if (k === 3) break
    {
      const x = v128.load(row, 96)
      const y = v128.load(row, 112)
      const p0 = v128.load_splat<f32>(q0, 12)
      s0 = f32x4.add(s0, f32x4.mul(p0, x))
      t0 = f32x4.add(t0, f32x4.mul(p0, y))
      const p1 = v128.load_splat<f32>(q1, 12)
      s1 = f32x4.add(s1, f32x4.mul(p1, x))
      t1 = f32x4.add(t1, f32x4.mul(p1, y))
      const p2 = v128.load_splat<f32>(q2, 12)
      s2 = f32x4.add(s2, f32x4.mul(p2, x))
      t2 = f32x4.add(t2, f32x4.mul(p2, y))
      const p3 = v128.load_splat<f32>(q3, 12)
      s3 = f32x4.add(s3, f32x4.mul(p3, x))
      t3 = f32x4.add(t3, f32x4.mul(p3, y))
    }
    k -= 4
    if (k === 0) break
  }
  if (from !== 0) {
    // All loads before all stores, so that coinciding rows are added once.
    s0 = f32x4.add(v128.load(from), s0)
    t0 = f32x4.add(v128.load(from, 16), t0)
    if (rows > 1) from += fromStride
    s1 = f32x4.add(v128.load(from), s1)
    t1 = f32x4.add(v128.load(from, 16), t1)
    if (rows > 2) from += fromStride
    s2 = f32x4.add(v128.load(from), s2)
    t2 = f32x4.add(v128.load(from, 16), t2)
    if (rows > 3) from += fromStride
    s3 = f32x4.add(v128.load(from), s3)
    t3 = f32x4.add(v128.load(from, 16), t3)
  }
  const c1 = rows > 1 ? c0 + cStride : c0
  const c2 = rows > 2 ? c1 + cStride : c1
  const c3 = rows > 3 ? c2 + cStride : c2
  v128.store(c0, s0)
  v128.store(c0, t0, 16)
  v128.store(c1, s1)
  v128.store(c1, t1, 16)
  v128.store(c2, s2)
  v128.store(c2, t2, 16)
  v128.store(c3, s3)
  v128.store(c3, t3, 16)
}

/**
 * c_i[0..7] += sum over l < k of a[l][i] * b[l][0..7]  for rows i = 0..3 of c, `stride` bytes apart; k >= 1.
 *
 * Both a (k rows of 4) and b (k rows of 8) are panels without gaps.
 */
export function panelTile(c: usize, stride: usize, a: usize, b: usize, k: i32): void {
  let s0 = f32x4.splat(0)
  let s1 = s0
  let s2 = s0
  let s3 = s0
  let t0 = s0
  let t1 = s0
  let t2 = s0
  let t3 = s0
  for (let at: usize = 0; ; at += 64) {
    const p = a + at
    const row = b + (at << 1)
    {
      const x = v128.load(row)
      const y = v128.load(row, 16)
      const p0 = v128.load_splat<f32>(p)
      s0 = f32x4.add(s0, f32x4.mul(p0, x))
      t0 = f32x4.add(t0, f32x4.mul(p0, y))
      const p1 = v128.load_splat<f32>(p, 4)
      s1 = f32x4.add(s1, f32x4.mul(p1, x))
      t1 = f32x4.add(t1, f32x4.mul(p1, y))
      const p2 = v128.load_splat<f32>(p, 8)
      s2 = f32x4.add(s2, f32x4.mul(p2, x))
      t2 = f32x4.add(t2, f32x4.mul(p2, y))
      const p3 = v128.load_splat<f32>(p, 12)
      s3 = f32x4.add(s3, f32x4.mul(p3, x))
      t3 = f32x4.add(t3, f32x4.mul(p3, y))
    }
    if (k === 1) break
    {
      const x = v128.load(row, 32)
      const y = v128.load(row, 48)
      const p0 = v128.load_splat<f32>(p, 16)
      s0 = f32x4.add(s0, f32x4.mul(p0, x))
      t0 = f32x4.add(t0, f32x4.mul(p0, y))
      const p1 = v128.load_splat<f32>(p, 20)
      s1 = f32x4.add(s1, f32x4.mul(p1, x))
      t1 = f32x4.add(t1, f32x4.mul(p1, y))
      const p2 = v128.load_splat<f32>(p, 24)
      s2 = f32x4.add(s2, f32x4.mul(p2, x))
      t2 = f32x4.add(t2, f32x4.mul(p2, y))
      const p3 = v128.load_splat<f32>(p, 28)
      s3 = f32x4.add(s3, f32x4.mul(p3, x))
      t3 = f32x4.add(t3, f32x4.mul(p3, y))
    }
    if (k === 2) break
    {
      const x = v128.load(row, 64)
      const y = v128.load(row, 80)
      const p0 = v128.load_splat<f32>(p, 32)
      s0 = f32x4.add(s0, f32x4.mul(p0, x))
      t0 = f32x4.add(t0, f32x4.mul(p0, y))
      const p1 = v128.load_splat<f32>(p, 36)
      s1 = f32x4.add(s1, f32x4.mul(p1, x))
      t1 = f32x4.add(t1, f32x4.mul(p1, y))
      const p2 = v128.load_splat<f32>(p, 40)
      s2 = f32x4.add(s2, f32x4.mul(p2, x))
      t2 = f32x4.add(t2, f32x4.mul(p2, y))
      const p3 = v128.load_splat<f32>(p, 44)
      s3 = f32x4.add(s3, f32x4.mul(p3, x))
      t3 = f32x4.add(t3, f32x4.mul(p3, y))
    }
    if (k === 3) break
    {
      const x = v128.load(row, 96)
      const y = v128.load(row, 112)
      const p0 = v128.load_splat<f32>(p, 48)
      s0 = f32x4.add(s0, f32x4.mul(p0, x))
      t0 = f32x4.add(t0, f32x4.mul(p0, y))
      const p1 = v128.load_splat<f32>(p, 52)
      s1 = f32x4.add(s1, f32x4.mul(p1, x))
      t1 = f32x4.add(t1, f32x4.mul(p1, y))
      const p2 = v128.load_splat<f32>(p, 56)
      s2 = f32x4.add(s2, f32x4.mul(p2, x))
      t2 = f32x4.add(t2, f32x4.mul(p2, y))
      const p3 = v128.load_splat<f32>(p, 60)
      s3 = f32x4.add(s3, f32x4.mul(p3, x))
      t3 = f32x4.add(t3, f32x4.mul(p3, y))
    }
    k -= 4
    if (k === 0) break
  }
  v128.store(c, f32x4.add(v128.load(c), s0))
  v128.store(c, f32x4.add(v128.load(c, 16), t0), 16)
  c += stride
  v128.store(c, f32x4.add(v128.load(c), s1))
  v128.store(c, f32x4.add(v128.load(c, 16), t1), 16)
  c += stride
  v128.store(c, f32x4.add(v128.load(c), s2))
  v128.store(c, f32x4.add(v128.load(c, 16), t2), 16)
  c += stride
  v128.store(c, f32x4.add(v128.load(c), s3))
  v128.store(c, f32x4.add(v128.load(c, 16), t3), 16)
}
