/*
 * The innermost loops of all products: tiles of 4 rows x 8 columns of sums in registers.
 *
 * Eight sums, two vectors of B and four broadcast elements of A fit into the 15 vector registers that engines
 * leave free. A step has 8 multiplications and 8 additions for 6 loads. The exit tests between the unrolled
 * steps are there to end basic blocks: without them engines hoist all loads of an unrolled body to its top
 * and spill. There are eight steps, since each turn of the loop has addresses to compute and a test of the
 * stack besides. Sums start from zero and run in the order of k, so no result depends on the tiling.
 */

/**
 * c_i[0..7] = sum over l < k of a_i[l] * b[l][0..7]  for i < m, in tiles of 4 rows; m, k >= 1. Rows of c and A are `cStride`
 * and `aStride` bytes apart. If `from` is not 0, from_i[0..7] is added, whose rows are `fromStride` bytes
 * apart.
 *
 * b is a panel: k rows of 8 numbers without gaps. Rows of the last tile beyond m coincide with the one
 * before, and are computed alike.
 */
export function productOfPanel(
  c: usize,
  cStride: usize,
  from: usize,
  fromStride: usize,
  a: usize,
  aStride: usize,
  b: usize,
  m: i32,
  k: i32,
): void {
  for (let rows = m; rows > 0; rows -= 4) {
    const a1 = rows > 1 ? a + aStride : a
    const a2 = rows > 2 ? a1 + aStride : a1
    const a3 = rows > 3 ? a2 + aStride : a2
    let left = k
    let s0 = f32x4.splat(0)
    let s1 = s0
    let s2 = s0
    let s3 = s0
    let t0 = s0
    let t1 = s0
    let t2 = s0
    let t3 = s0
    for (let at: usize = 0; ; at += 32) {
      const q0 = a + at
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
      if (left === 1) break
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
      if (left === 2) break
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
      if (left === 3) break
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
      if (left === 4) break
      {
        const x = v128.load(row, 128)
        const y = v128.load(row, 144)
        const p0 = v128.load_splat<f32>(q0, 16)
        s0 = f32x4.add(s0, f32x4.mul(p0, x))
        t0 = f32x4.add(t0, f32x4.mul(p0, y))
        const p1 = v128.load_splat<f32>(q1, 16)
        s1 = f32x4.add(s1, f32x4.mul(p1, x))
        t1 = f32x4.add(t1, f32x4.mul(p1, y))
        const p2 = v128.load_splat<f32>(q2, 16)
        s2 = f32x4.add(s2, f32x4.mul(p2, x))
        t2 = f32x4.add(t2, f32x4.mul(p2, y))
        const p3 = v128.load_splat<f32>(q3, 16)
        s3 = f32x4.add(s3, f32x4.mul(p3, x))
        t3 = f32x4.add(t3, f32x4.mul(p3, y))
      }
      if (left === 5) break
      {
        const x = v128.load(row, 160)
        const y = v128.load(row, 176)
        const p0 = v128.load_splat<f32>(q0, 20)
        s0 = f32x4.add(s0, f32x4.mul(p0, x))
        t0 = f32x4.add(t0, f32x4.mul(p0, y))
        const p1 = v128.load_splat<f32>(q1, 20)
        s1 = f32x4.add(s1, f32x4.mul(p1, x))
        t1 = f32x4.add(t1, f32x4.mul(p1, y))
        const p2 = v128.load_splat<f32>(q2, 20)
        s2 = f32x4.add(s2, f32x4.mul(p2, x))
        t2 = f32x4.add(t2, f32x4.mul(p2, y))
        const p3 = v128.load_splat<f32>(q3, 20)
        s3 = f32x4.add(s3, f32x4.mul(p3, x))
        t3 = f32x4.add(t3, f32x4.mul(p3, y))
      }
      if (left === 6) break
      {
        const x = v128.load(row, 192)
        const y = v128.load(row, 208)
        const p0 = v128.load_splat<f32>(q0, 24)
        s0 = f32x4.add(s0, f32x4.mul(p0, x))
        t0 = f32x4.add(t0, f32x4.mul(p0, y))
        const p1 = v128.load_splat<f32>(q1, 24)
        s1 = f32x4.add(s1, f32x4.mul(p1, x))
        t1 = f32x4.add(t1, f32x4.mul(p1, y))
        const p2 = v128.load_splat<f32>(q2, 24)
        s2 = f32x4.add(s2, f32x4.mul(p2, x))
        t2 = f32x4.add(t2, f32x4.mul(p2, y))
        const p3 = v128.load_splat<f32>(q3, 24)
        s3 = f32x4.add(s3, f32x4.mul(p3, x))
        t3 = f32x4.add(t3, f32x4.mul(p3, y))
      }
      if (left === 7) break
      {
        const x = v128.load(row, 224)
        const y = v128.load(row, 240)
        const p0 = v128.load_splat<f32>(q0, 28)
        s0 = f32x4.add(s0, f32x4.mul(p0, x))
        t0 = f32x4.add(t0, f32x4.mul(p0, y))
        const p1 = v128.load_splat<f32>(q1, 28)
        s1 = f32x4.add(s1, f32x4.mul(p1, x))
        t1 = f32x4.add(t1, f32x4.mul(p1, y))
        const p2 = v128.load_splat<f32>(q2, 28)
        s2 = f32x4.add(s2, f32x4.mul(p2, x))
        t2 = f32x4.add(t2, f32x4.mul(p2, y))
        const p3 = v128.load_splat<f32>(q3, 28)
        s3 = f32x4.add(s3, f32x4.mul(p3, x))
        t3 = f32x4.add(t3, f32x4.mul(p3, y))
      }
      left -= 8
      if (left === 0) break
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
      from += fromStride
    }
    v128.store(c, s0)
    v128.store(c, t0, 16)
    if (rows > 1) c += cStride
    v128.store(c, s1)
    v128.store(c, t1, 16)
    if (rows > 2) c += cStride
    v128.store(c, s2)
    v128.store(c, t2, 16)
    if (rows > 3) c += cStride
    v128.store(c, s3)
    v128.store(c, t3, 16)
    c += cStride
    a = a3 + aStride
  }
}
