import { Float, SHIFT, SIZE } from './number'

/*
 * The innermost loop of products where the engine makes one register of two vectors (`setWide`): tiles of 4
 * rows x 4 vectors of sums, which are 8 registers then, as those of `tile.ts` are without. See there for
 * what holds here too: exit tests between unrolled steps, sums from zero in the order of k, and so the same
 * bits. A step has 16 multiplications and 16 additions for 8 loads, and half as many instructions where two
 * vectors are one register.
 */

/**
 * c_i[j] = sum over l < k of a_i[l] * b[l][j]  for i < m, j < 2 PAIR, as `productOfPanel`, with b two panels
 * of k rows of PAIR, one behind the other.
 */
export function productOfTwoPanels(
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
  const panel = (k as usize) << 5
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
    let u0 = s0
    let u1 = s0
    let u2 = s0
    let u3 = s0
    let v0 = s0
    let v1 = s0
    let v2 = s0
    let v3 = s0
    for (let at: usize = 0; ; at += 4 * SIZE) {
      const q0 = a + at
      const q1 = a1 + at
      const q2 = a2 + at
      const q3 = a3 + at
      const row = b + (at << (5 - SHIFT))
      const next = row + panel
      {
        const x = v128.load(row)
        const y = v128.load(row, 16)
        const z = v128.load(next)
        const w = v128.load(next, 16)
        const p0 = v128.load_splat<Float>(q0)
        s0 = v128.add<Float>(s0, v128.mul<Float>(p0, x))
        t0 = v128.add<Float>(t0, v128.mul<Float>(p0, y))
        u0 = v128.add<Float>(u0, v128.mul<Float>(p0, z))
        v0 = v128.add<Float>(v0, v128.mul<Float>(p0, w))
        const p1 = v128.load_splat<Float>(q1)
        s1 = v128.add<Float>(s1, v128.mul<Float>(p1, x))
        t1 = v128.add<Float>(t1, v128.mul<Float>(p1, y))
        u1 = v128.add<Float>(u1, v128.mul<Float>(p1, z))
        v1 = v128.add<Float>(v1, v128.mul<Float>(p1, w))
        const p2 = v128.load_splat<Float>(q2)
        s2 = v128.add<Float>(s2, v128.mul<Float>(p2, x))
        t2 = v128.add<Float>(t2, v128.mul<Float>(p2, y))
        u2 = v128.add<Float>(u2, v128.mul<Float>(p2, z))
        v2 = v128.add<Float>(v2, v128.mul<Float>(p2, w))
        const p3 = v128.load_splat<Float>(q3)
        s3 = v128.add<Float>(s3, v128.mul<Float>(p3, x))
        t3 = v128.add<Float>(t3, v128.mul<Float>(p3, y))
        u3 = v128.add<Float>(u3, v128.mul<Float>(p3, z))
        v3 = v128.add<Float>(v3, v128.mul<Float>(p3, w))
      }
      if (left === 1) break
      {
        const x = v128.load(row, 32)
        const y = v128.load(row, 48)
        const z = v128.load(next, 32)
        const w = v128.load(next, 48)
        const p0 = v128.load_splat<Float>(q0, SIZE)
        s0 = v128.add<Float>(s0, v128.mul<Float>(p0, x))
        t0 = v128.add<Float>(t0, v128.mul<Float>(p0, y))
        u0 = v128.add<Float>(u0, v128.mul<Float>(p0, z))
        v0 = v128.add<Float>(v0, v128.mul<Float>(p0, w))
        const p1 = v128.load_splat<Float>(q1, SIZE)
        s1 = v128.add<Float>(s1, v128.mul<Float>(p1, x))
        t1 = v128.add<Float>(t1, v128.mul<Float>(p1, y))
        u1 = v128.add<Float>(u1, v128.mul<Float>(p1, z))
        v1 = v128.add<Float>(v1, v128.mul<Float>(p1, w))
        const p2 = v128.load_splat<Float>(q2, SIZE)
        s2 = v128.add<Float>(s2, v128.mul<Float>(p2, x))
        t2 = v128.add<Float>(t2, v128.mul<Float>(p2, y))
        u2 = v128.add<Float>(u2, v128.mul<Float>(p2, z))
        v2 = v128.add<Float>(v2, v128.mul<Float>(p2, w))
        const p3 = v128.load_splat<Float>(q3, SIZE)
        s3 = v128.add<Float>(s3, v128.mul<Float>(p3, x))
        t3 = v128.add<Float>(t3, v128.mul<Float>(p3, y))
        u3 = v128.add<Float>(u3, v128.mul<Float>(p3, z))
        v3 = v128.add<Float>(v3, v128.mul<Float>(p3, w))
      }
      if (left === 2) break
      {
        const x = v128.load(row, 64)
        const y = v128.load(row, 80)
        const z = v128.load(next, 64)
        const w = v128.load(next, 80)
        const p0 = v128.load_splat<Float>(q0, 2 * SIZE)
        s0 = v128.add<Float>(s0, v128.mul<Float>(p0, x))
        t0 = v128.add<Float>(t0, v128.mul<Float>(p0, y))
        u0 = v128.add<Float>(u0, v128.mul<Float>(p0, z))
        v0 = v128.add<Float>(v0, v128.mul<Float>(p0, w))
        const p1 = v128.load_splat<Float>(q1, 2 * SIZE)
        s1 = v128.add<Float>(s1, v128.mul<Float>(p1, x))
        t1 = v128.add<Float>(t1, v128.mul<Float>(p1, y))
        u1 = v128.add<Float>(u1, v128.mul<Float>(p1, z))
        v1 = v128.add<Float>(v1, v128.mul<Float>(p1, w))
        const p2 = v128.load_splat<Float>(q2, 2 * SIZE)
        s2 = v128.add<Float>(s2, v128.mul<Float>(p2, x))
        t2 = v128.add<Float>(t2, v128.mul<Float>(p2, y))
        u2 = v128.add<Float>(u2, v128.mul<Float>(p2, z))
        v2 = v128.add<Float>(v2, v128.mul<Float>(p2, w))
        const p3 = v128.load_splat<Float>(q3, 2 * SIZE)
        s3 = v128.add<Float>(s3, v128.mul<Float>(p3, x))
        t3 = v128.add<Float>(t3, v128.mul<Float>(p3, y))
        u3 = v128.add<Float>(u3, v128.mul<Float>(p3, z))
        v3 = v128.add<Float>(v3, v128.mul<Float>(p3, w))
      }
      if (left === 3) break
      {
        const x = v128.load(row, 96)
        const y = v128.load(row, 112)
        const z = v128.load(next, 96)
        const w = v128.load(next, 112)
        const p0 = v128.load_splat<Float>(q0, 3 * SIZE)
        s0 = v128.add<Float>(s0, v128.mul<Float>(p0, x))
        t0 = v128.add<Float>(t0, v128.mul<Float>(p0, y))
        u0 = v128.add<Float>(u0, v128.mul<Float>(p0, z))
        v0 = v128.add<Float>(v0, v128.mul<Float>(p0, w))
        const p1 = v128.load_splat<Float>(q1, 3 * SIZE)
        s1 = v128.add<Float>(s1, v128.mul<Float>(p1, x))
        t1 = v128.add<Float>(t1, v128.mul<Float>(p1, y))
        u1 = v128.add<Float>(u1, v128.mul<Float>(p1, z))
        v1 = v128.add<Float>(v1, v128.mul<Float>(p1, w))
        const p2 = v128.load_splat<Float>(q2, 3 * SIZE)
        s2 = v128.add<Float>(s2, v128.mul<Float>(p2, x))
        t2 = v128.add<Float>(t2, v128.mul<Float>(p2, y))
        u2 = v128.add<Float>(u2, v128.mul<Float>(p2, z))
        v2 = v128.add<Float>(v2, v128.mul<Float>(p2, w))
        const p3 = v128.load_splat<Float>(q3, 3 * SIZE)
        s3 = v128.add<Float>(s3, v128.mul<Float>(p3, x))
        t3 = v128.add<Float>(t3, v128.mul<Float>(p3, y))
        u3 = v128.add<Float>(u3, v128.mul<Float>(p3, z))
        v3 = v128.add<Float>(v3, v128.mul<Float>(p3, w))
      }
      left -= 4
      if (left === 0) break
    }
    if (from !== 0) {
      s0 = v128.add<Float>(v128.load(from), s0)
      t0 = v128.add<Float>(v128.load(from, 16), t0)
      u0 = v128.add<Float>(v128.load(from, 32), u0)
      v0 = v128.add<Float>(v128.load(from, 48), v0)
      if (rows > 1) from += fromStride
      s1 = v128.add<Float>(v128.load(from), s1)
      t1 = v128.add<Float>(v128.load(from, 16), t1)
      u1 = v128.add<Float>(v128.load(from, 32), u1)
      v1 = v128.add<Float>(v128.load(from, 48), v1)
      if (rows > 2) from += fromStride
      s2 = v128.add<Float>(v128.load(from), s2)
      t2 = v128.add<Float>(v128.load(from, 16), t2)
      u2 = v128.add<Float>(v128.load(from, 32), u2)
      v2 = v128.add<Float>(v128.load(from, 48), v2)
      if (rows > 3) from += fromStride
      s3 = v128.add<Float>(v128.load(from), s3)
      t3 = v128.add<Float>(v128.load(from, 16), t3)
      u3 = v128.add<Float>(v128.load(from, 32), u3)
      v3 = v128.add<Float>(v128.load(from, 48), v3)
      from += fromStride
    }
    v128.store(c, s0)
    v128.store(c, t0, 16)
    v128.store(c, u0, 32)
    v128.store(c, v0, 48)
    if (rows > 1) c += cStride
    v128.store(c, s1)
    v128.store(c, t1, 16)
    v128.store(c, u1, 32)
    v128.store(c, v1, 48)
    if (rows > 2) c += cStride
    v128.store(c, s2)
    v128.store(c, t2, 16)
    v128.store(c, u2, 32)
    v128.store(c, v2, 48)
    if (rows > 3) c += cStride
    v128.store(c, s3)
    v128.store(c, t3, 16)
    v128.store(c, u3, 32)
    v128.store(c, v3, 48)
    c += cStride
    a = a3 + aStride
  }
}
