import { Lanes } from './lanes'
import { addProduct, mix, multiply, sigmoid, tanh } from './pointwise'
import { scratch } from './scratch'

/*
 * All pointwise work of one step of a gated cell in one call, over n numbers from each address. The equations
 * are those of `core/cells`, with the roundings and flushes of the kernels in `pointwise.ts`, so that one call
 * and many give the same bits.
 *
 * Forward is a sequence of loops: each exponential is a long chain of operations that wait for one another,
 * and the processor overlaps more of them when they come alone. Backward is one loop of four numbers at a
 * time, bound by loads and stores. The rest is copied to scratch, done there as four, and copied back.
 */

/** In: a_q (overwritten by q) and c'. Out: c, tanh c and h. */
export function lstmForward(
  i: usize,
  f: usize,
  g: usize,
  o: usize,
  before: usize,
  c: usize,
  tanhC: usize,
  h: usize,
  n: i32,
): void {
  sigmoid(i, i, n)
  sigmoid(f, f, n)
  tanh(g, g, n)
  sigmoid(o, o, n)
  multiply(c, f, before, n)
  addProduct(c, i, g, n)
  tanh(tanhC, c, n)
  multiply(h, o, tanhC, n)
}

/** In: dh, dc (completed here), q, c' and tanh c. Out: da_q; adds dc f to `toC`. */
export function lstmBackward(
  dh: usize,
  dc: usize,
  i: usize,
  f: usize,
  g: usize,
  o: usize,
  before: usize,
  tanhC: usize,
  di: usize,
  df: usize,
  dg: usize,
  dO: usize,
  toC: usize,
  n: i32,
): void {
  const one = f32x4.splat(1)
  for (; n >= 4; n -= 4) {
    const vdh = v128.load(dh)
    const vt = v128.load(tanhC)
    const vo = v128.load(o)
    const through = Lanes.flush(f32x4.mul(vdh, vo))
    const slope = f32x4.sub(one, f32x4.mul(vt, vt))
    const vdc = f32x4.add(v128.load(dc), Lanes.flush(f32x4.mul(through, slope)))
    v128.store(dc, vdc)
    v128.store(dO, Lanes.sigmoidSlope(Lanes.flush(f32x4.mul(vdh, vt)), vo))
    const vi = v128.load(i)
    const vg = v128.load(g)
    const vf = v128.load(f)
    v128.store(di, Lanes.sigmoidSlope(Lanes.flush(f32x4.mul(vdc, vg)), vi))
    v128.store(df, Lanes.sigmoidSlope(Lanes.flush(f32x4.mul(vdc, v128.load(before))), vf))
    v128.store(dg, Lanes.tanhSlope(Lanes.flush(f32x4.mul(vdc, vi)), vg))
    v128.store(toC, f32x4.add(v128.load(toC), Lanes.flush(f32x4.mul(vdc, vf))))
    dh += 16
    dc += 16
    i += 16
    f += 16
    g += 16
    o += 16
    before += 16
    tanhC += 16
    di += 16
    df += 16
    dg += 16
    dO += 16
    toC += 16
  }
  if (n === 0) return
  const s = scratch
  const rest = (n as usize) << 2
  memory.copy(s, dh, rest)
  memory.copy(s + 16, dc, rest)
  memory.copy(s + 32, i, rest)
  memory.copy(s + 48, f, rest)
  memory.copy(s + 64, g, rest)
  memory.copy(s + 80, o, rest)
  memory.copy(s + 96, before, rest)
  memory.copy(s + 112, tanhC, rest)
  memory.copy(s + 128, toC, rest)
  lstmBackward(
    s,
    s + 16,
    s + 32,
    s + 48,
    s + 64,
    s + 80,
    s + 96,
    s + 112,
    s + 144,
    s + 160,
    s + 176,
    s + 192,
    s + 128,
    4,
  )
  memory.copy(dc, s + 16, rest)
  memory.copy(di, s + 144, rest)
  memory.copy(df, s + 160, rest)
  memory.copy(dg, s + 176, rest)
  memory.copy(dO, s + 192, rest)
  memory.copy(toC, s + 128, rest)
}

/** Reset after. In: a_r, a_z and W_in x + b_in (overwritten by r, z and n), m and h'. Out: h. */
export function gruForward(
  r: usize,
  z: usize,
  n: usize,
  m: usize,
  before: usize,
  h: usize,
  count: i32,
): void {
  sigmoid(r, r, count)
  sigmoid(z, z, count)
  addProduct(n, r, m, count)
  tanh(n, n, count)
  mix(h, z, n, before, count)
}

/** Reset after. In: dh, r, z, n, m and h'. Out: da_r, da_z, da_n and dm. */
export function gruBackward(
  dh: usize,
  r: usize,
  z: usize,
  n: usize,
  m: usize,
  before: usize,
  dr: usize,
  dz: usize,
  dn: usize,
  dm: usize,
  count: i32,
): void {
  const one = f32x4.splat(1)
  for (; count >= 4; count -= 4) {
    const vdh = v128.load(dh)
    const vr = v128.load(r)
    const vz = v128.load(z)
    const vn = v128.load(n)
    const vdn = Lanes.tanhSlope(Lanes.flush(f32x4.mul(vdh, f32x4.sub(one, vz))), vn)
    v128.store(dn, vdn)
    const change = f32x4.sub(v128.load(before), vn)
    v128.store(dz, Lanes.sigmoidSlope(Lanes.flush(f32x4.mul(vdh, change)), vz))
    v128.store(dr, Lanes.sigmoidSlope(Lanes.flush(f32x4.mul(vdn, v128.load(m))), vr))
    v128.store(dm, Lanes.flush(f32x4.mul(vdn, vr)))
    dh += 16
    r += 16
    z += 16
    n += 16
    m += 16
    before += 16
    dr += 16
    dz += 16
    dn += 16
    dm += 16
  }
  if (count === 0) return
  const s = scratch
  const rest = (count as usize) << 2
  memory.copy(s, dh, rest)
  memory.copy(s + 16, r, rest)
  memory.copy(s + 32, z, rest)
  memory.copy(s + 48, n, rest)
  memory.copy(s + 64, m, rest)
  memory.copy(s + 80, before, rest)
  gruBackward(s, s + 16, s + 32, s + 48, s + 64, s + 80, s + 96, s + 112, s + 128, s + 144, 4)
  memory.copy(dr, s + 96, rest)
  memory.copy(dz, s + 112, rest)
  memory.copy(dn, s + 128, rest)
  memory.copy(dm, s + 144, rest)
}
