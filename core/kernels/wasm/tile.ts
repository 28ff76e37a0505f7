import { Float, SHIFT, SIZE } from './number'

/*
 * The innermost loops of all products: tiles of 4 rows x 2 vectors of sums in registers.
 *
 * Eight sums, two vectors of B and four broadcast elements of A fit into the 15 vector registers that engines
 * leave free. A step has 8 multiplications and 8 additions for 6 loads. The exit tests between the unrolled
 * steps are there to end basic blocks: without them engines hoist all loads of an unrolled body to its top
 * and spill. There are eight steps, since each turn of the loop has addresses to compute and a test of the
 * stack besides. Sums start from zero and run in the order of k, so no result depends on the tiling.
 */

/**
 * c_i[j] = sum over l < k of a_i[l] * b[l][j]  for i < m, j < PAIR, in tiles of 4 rows; m, k >= 1. Rows of c
 * and A are `cStride` and `aStride` bytes apart. If `from` is not 0, from_i[j] is added, whose rows are
 * `fromStride` bytes apart.
 *
 * b is a panel: k rows of PAIR numbers without gaps. Rows of the last tile beyond m coincide with the one
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
    let s0 = v128.splat<Float>(0)
    let s1 = s0
    let s2 = s0
    let s3 = s0
    let t0 = s0
    let t1 = s0
    let t2 = s0
    let t3 = s0
    for (let at: usize = 0; ; at += 8 * SIZE) {
      const q0 = a + at
      const q1 = a1 + at
      const q2 = a2 + at
      const q3 = a3 + at
      const row = b + (at << (5 - SHIFT))
      {
        const x = v128.load(row)
        const y = v128.load(row, 16)
        const p0 = v128.load_splat<Float>(q0)
        s0 = v128.add<Float>(s0, v128.mul<Float>(p0, x))
        t0 = v128.add<Float>(t0, v128.mul<Float>(p0, y))
        const p1 = v128.load_splat<Float>(q1)
        s1 = v128.add<Float>(s1, v128.mul<Float>(p1, x))
        t1 = v128.add<Float>(t1, v128.mul<Float>(p1, y))
        const p2 = v128.load_splat<Float>(q2)
        s2 = v128.add<Float>(s2, v128.mul<Float>(p2, x))
        t2 = v128.add<Float>(t2, v128.mul<Float>(p2, y))
        const p3 = v128.load_splat<Float>(q3)
        s3 = v128.add<Float>(s3, v128.mul<Float>(p3, x))
        t3 = v128.add<Float>(t3, v128.mul<Float>(p3, y))
      }
      if (left === 1) break
      {
        const x = v128.load(row, 32)
        const y = v128.load(row, 48)
        const p0 = v128.load_splat<Float>(q0, SIZE)
        s0 = v128.add<Float>(s0, v128.mul<Float>(p0, x))
        t0 = v128.add<Float>(t0, v128.mul<Float>(p0, y))
        const p1 = v128.load_splat<Float>(q1, SIZE)
        s1 = v128.add<Float>(s1, v128.mul<Float>(p1, x))
        t1 = v128.add<Float>(t1, v128.mul<Float>(p1, y))
        const p2 = v128.load_splat<Float>(q2, SIZE)
        s2 = v128.add<Float>(s2, v128.mul<Float>(p2, x))
        t2 = v128.add<Float>(t2, v128.mul<Float>(p2, y))
        const p3 = v128.load_splat<Float>(q3, SIZE)
        s3 = v128.add<Float>(s3, v128.mul<Float>(p3, x))
        t3 = v128.add<Float>(t3, v128.mul<Float>(p3, y))
      }
      if (left === 2) break
      {
        const x = v128.load(row, 64)
        const y = v128.load(row, 80)
        const p0 = v128.load_splat<Float>(q0, 2 * SIZE)
        s0 = v128.add<Float>(s0, v128.mul<Float>(p0, x))
        t0 = v128.add<Float>(t0, v128.mul<Float>(p0, y))
        const p1 = v128.load_splat<Float>(q1, 2 * SIZE)
        s1 = v128.add<Float>(s1, v128.mul<Float>(p1, x))
        t1 = v128.add<Float>(t1, v128.mul<Float>(p1, y))
        const p2 = v128.load_splat<Float>(q2, 2 * SIZE)
        s2 = v128.add<Float>(s2, v128.mul<Float>(p2, x))
        t2 = v128.add<Float>(t2, v128.mul<Float>(p2, y))
        const p3 = v128.load_splat<Float>(q3, 2 * SIZE)
        s3 = v128.add<Float>(s3, v128.mul<Float>(p3, x))
        t3 = v128.add<Float>(t3, v128.mul<Float>(p3, y))
      }
      if (left === 3) break
      {
        const x = v128.load(row, 96)
        const y = v128.load(row, 112)
        const p0 = v128.load_splat<Float>(q0, 3 * SIZE)
        s0 = v128.add<Float>(s0, v128.mul<Float>(p0, x))
        t0 = v128.add<Float>(t0, v128.mul<Float>(p0, y))
        const p1 = v128.load_splat<Float>(q1, 3 * SIZE)
        s1 = v128.add<Float>(s1, v128.mul<Float>(p1, x))
        t1 = v128.add<Float>(t1, v128.mul<Float>(p1, y))
        const p2 = v128.load_splat<Float>(q2, 3 * SIZE)
        s2 = v128.add<Float>(s2, v128.mul<Float>(p2, x))
        t2 = v128.add<Float>(t2, v128.mul<Float>(p2, y))
        const p3 = v128.load_splat<Float>(q3, 3 * SIZE)
        s3 = v128.add<Float>(s3, v128.mul<Float>(p3, x))
        t3 = v128.add<Float>(t3, v128.mul<Float>(p3, y))
      }
      if (left === 4) break
      {
        const x = v128.load(row, 128)
        const y = v128.load(row, 144)
        const p0 = v128.load_splat<Float>(q0, 4 * SIZE)
        s0 = v128.add<Float>(s0, v128.mul<Float>(p0, x))
        t0 = v128.add<Float>(t0, v128.mul<Float>(p0, y))
        const p1 = v128.load_splat<Float>(q1, 4 * SIZE)
        s1 = v128.add<Float>(s1, v128.mul<Float>(p1, x))
        t1 = v128.add<Float>(t1, v128.mul<Float>(p1, y))
        const p2 = v128.load_splat<Float>(q2, 4 * SIZE)
        s2 = v128.add<Float>(s2, v128.mul<Float>(p2, x))
        t2 = v128.add<Float>(t2, v128.mul<Float>(p2, y))
        const p3 = v128.load_splat<Float>(q3, 4 * SIZE)
        s3 = v128.add<Float>(s3, v128.mul<Float>(p3, x))
        t3 = v128.add<Float>(t3, v128.mul<Float>(p3, y))
      }
      if (left === 5) break
      {
        const x = v128.load(row, 160)
        const y = v128.load(row, 176)
        const p0 = v128.load_splat<Float>(q0, 5 * SIZE)
        s0 = v128.add<Float>(s0, v128.mul<Float>(p0, x))
        t0 = v128.add<Float>(t0, v128.mul<Float>(p0, y))
        const p1 = v128.load_splat<Float>(q1, 5 * SIZE)
        s1 = v128.add<Float>(s1, v128.mul<Float>(p1, x))
        t1 = v128.add<Float>(t1, v128.mul<Float>(p1, y))
        const p2 = v128.load_splat<Float>(q2, 5 * SIZE)
        s2 = v128.add<Float>(s2, v128.mul<Float>(p2, x))
        t2 = v128.add<Float>(t2, v128.mul<Float>(p2, y))
        const p3 = v128.load_splat<Float>(q3, 5 * SIZE)
        s3 = v128.add<Float>(s3, v128.mul<Float>(p3, x))
        t3 = v128.add<Float>(t3, v128.mul<Float>(p3, y))
      }
      if (left === 6) break
      {
        const x = v128.load(row, 192)
        const y = v128.load(row, 208)
        const p0 = v128.load_splat<Float>(q0, 6 * SIZE)
        s0 = v128.add<Float>(s0, v128.mul<Float>(p0, x))
        t0 = v128.add<Float>(t0, v128.mul<Float>(p0, y))
        const p1 = v128.load_splat<Float>(q1, 6 * SIZE)
        s1 = v128.add<Float>(s1, v128.mul<Float>(p1, x))
        t1 = v128.add<Float>(t1, v128.mul<Float>(p1, y))
        const p2 = v128.load_splat<Float>(q2, 6 * SIZE)
        s2 = v128.add<Float>(s2, v128.mul<Float>(p2, x))
        t2 = v128.add<Float>(t2, v128.mul<Float>(p2, y))
        const p3 = v128.load_splat<Float>(q3, 6 * SIZE)
        s3 = v128.add<Float>(s3, v128.mul<Float>(p3, x))
        t3 = v128.add<Float>(t3, v128.mul<Float>(p3, y))
      }
      if (left === 7) break
      {
        const x = v128.load(row, 224)
        const y = v128.load(row, 240)
        const p0 = v128.load_splat<Float>(q0, 7 * SIZE)
        s0 = v128.add<Float>(s0, v128.mul<Float>(p0, x))
        t0 = v128.add<Float>(t0, v128.mul<Float>(p0, y))
        const p1 = v128.load_splat<Float>(q1, 7 * SIZE)
        s1 = v128.add<Float>(s1, v128.mul<Float>(p1, x))
        t1 = v128.add<Float>(t1, v128.mul<Float>(p1, y))
        const p2 = v128.load_splat<Float>(q2, 7 * SIZE)
        s2 = v128.add<Float>(s2, v128.mul<Float>(p2, x))
        t2 = v128.add<Float>(t2, v128.mul<Float>(p2, y))
        const p3 = v128.load_splat<Float>(q3, 7 * SIZE)
        s3 = v128.add<Float>(s3, v128.mul<Float>(p3, x))
        t3 = v128.add<Float>(t3, v128.mul<Float>(p3, y))
      }
      left -= 8
      if (left === 0) break
    }
    if (from !== 0) {
      // All loads before all stores, so that coinciding rows are added once.
      s0 = v128.add<Float>(v128.load(from), s0)
      t0 = v128.add<Float>(v128.load(from, 16), t0)
      if (rows > 1) from += fromStride
      s1 = v128.add<Float>(v128.load(from), s1)
      t1 = v128.add<Float>(v128.load(from, 16), t1)
      if (rows > 2) from += fromStride
      s2 = v128.add<Float>(v128.load(from), s2)
      t2 = v128.add<Float>(v128.load(from, 16), t2)
      if (rows > 3) from += fromStride
      s3 = v128.add<Float>(v128.load(from), s3)
      t3 = v128.add<Float>(v128.load(from, 16), t3)
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
