import { Constant, ONE } from './constants'
import { Lanes } from './lanes'
import { Float, PAIR, SHIFT } from './number'
import { addProduct, mix, multiply, sigmoid, tanh } from './pointwise'
import { scratch } from './scratch'
import { Slopes } from './slopes'

/*
 * All pointwise work of one step of a gated cell in one call, over n numbers from each address. The equations
 * are those of `core/cells`, with the roundings and flushes of the kernels in `pointwise.ts`, so that one
 * call and many give the same bits.
 *
 * Forward is a sequence of loops: each exponential is a long chain of operations that wait for one another,
 * and the processor overlaps more of them when they come alone. Backward is one loop of two vectors at a
 * time, for engines that make one of them, see `pointwise.ts`. The rest is copied to scratch, done there as
 * two vectors, and copied back.
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
  for (; n >= PAIR; n -= PAIR) {
    const dh0 = v128.load(dh)
    const dh1 = v128.load(dh, 16)
    const t0 = v128.load(tanhC)
    const t1 = v128.load(tanhC, 16)
    const o0 = v128.load(o)
    const o1 = v128.load(o, 16)
    const through0 = Lanes.flush(v128.mul<Float>(dh0, o0))
    const through1 = Lanes.flush(v128.mul<Float>(dh1, o1))
    const slope0 = v128.sub<Float>(Constant.of(ONE), v128.mul<Float>(t0, t0))
    const slope1 = v128.sub<Float>(Constant.of(ONE), v128.mul<Float>(t1, t1))
    const dc0 = v128.add<Float>(v128.load(dc), Lanes.flush(v128.mul<Float>(through0, slope0)))
    const dc1 = v128.add<Float>(v128.load(dc, 16), Lanes.flush(v128.mul<Float>(through1, slope1)))
    v128.store(dc, dc0)
    v128.store(dc, dc1, 16)
    const do0 = Slopes.sigmoid(Lanes.flush(v128.mul<Float>(dh0, t0)), o0)
    const do1 = Slopes.sigmoid(Lanes.flush(v128.mul<Float>(dh1, t1)), o1)
    v128.store(dO, do0)
    v128.store(dO, do1, 16)
    const i0 = v128.load(i)
    const i1 = v128.load(i, 16)
    const g0 = v128.load(g)
    const g1 = v128.load(g, 16)
    const f0 = v128.load(f)
    const f1 = v128.load(f, 16)
    const di0 = Slopes.sigmoid(Lanes.flush(v128.mul<Float>(dc0, g0)), i0)
    const di1 = Slopes.sigmoid(Lanes.flush(v128.mul<Float>(dc1, g1)), i1)
    v128.store(di, di0)
    v128.store(di, di1, 16)
    const df0 = Slopes.sigmoid(Lanes.flush(v128.mul<Float>(dc0, v128.load(before))), f0)
    const df1 = Slopes.sigmoid(Lanes.flush(v128.mul<Float>(dc1, v128.load(before, 16))), f1)
    v128.store(df, df0)
    v128.store(df, df1, 16)
    const dg0 = Slopes.tanh(Lanes.flush(v128.mul<Float>(dc0, i0)), g0)
    const dg1 = Slopes.tanh(Lanes.flush(v128.mul<Float>(dc1, i1)), g1)
    v128.store(dg, dg0)
    v128.store(dg, dg1, 16)
    const toC0 = v128.add<Float>(v128.load(toC), Lanes.flush(v128.mul<Float>(dc0, f0)))
    const toC1 = v128.add<Float>(v128.load(toC, 16), Lanes.flush(v128.mul<Float>(dc1, f1)))
    v128.store(toC, toC0)
    v128.store(toC, toC1, 16)
    dh += 32
    dc += 32
    i += 32
    f += 32
    g += 32
    o += 32
    before += 32
    tanhC += 32
    di += 32
    df += 32
    dg += 32
    dO += 32
    toC += 32
  }
  if (n === 0) return
  const s = scratch
  const rest = (n as usize) << SHIFT
  memory.copy(s, dh, rest)
  memory.copy(s + 32, dc, rest)
  memory.copy(s + 64, i, rest)
  memory.copy(s + 96, f, rest)
  memory.copy(s + 128, g, rest)
  memory.copy(s + 160, o, rest)
  memory.copy(s + 192, before, rest)
  memory.copy(s + 224, tanhC, rest)
  memory.copy(s + 256, toC, rest)
  lstmBackward(
    s,
    s + 32,
    s + 64,
    s + 96,
    s + 128,
    s + 160,
    s + 192,
    s + 224,
    s + 288,
    s + 320,
    s + 352,
    s + 384,
    s + 256,
    PAIR,
  )
  memory.copy(dc, s + 32, rest)
  memory.copy(di, s + 288, rest)
  memory.copy(df, s + 320, rest)
  memory.copy(dg, s + 352, rest)
  memory.copy(dO, s + 384, rest)
  memory.copy(toC, s + 256, rest)
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
  for (; count >= PAIR; count -= PAIR) {
    const dh0 = v128.load(dh)
    const dh1 = v128.load(dh, 16)
    const r0 = v128.load(r)
    const r1 = v128.load(r, 16)
    const z0 = v128.load(z)
    const z1 = v128.load(z, 16)
    const n0 = v128.load(n)
    const n1 = v128.load(n, 16)
    const dn0 = Slopes.tanh(Lanes.flush(v128.mul<Float>(dh0, v128.sub<Float>(Constant.of(ONE), z0))), n0)
    const dn1 = Slopes.tanh(Lanes.flush(v128.mul<Float>(dh1, v128.sub<Float>(Constant.of(ONE), z1))), n1)
    v128.store(dn, dn0)
    v128.store(dn, dn1, 16)
    const change0 = v128.sub<Float>(v128.load(before), n0)
    const change1 = v128.sub<Float>(v128.load(before, 16), n1)
    const dz0 = Slopes.sigmoid(Lanes.flush(v128.mul<Float>(dh0, change0)), z0)
    const dz1 = Slopes.sigmoid(Lanes.flush(v128.mul<Float>(dh1, change1)), z1)
    v128.store(dz, dz0)
    v128.store(dz, dz1, 16)
    const dr0 = Slopes.sigmoid(Lanes.flush(v128.mul<Float>(dn0, v128.load(m))), r0)
    const dr1 = Slopes.sigmoid(Lanes.flush(v128.mul<Float>(dn1, v128.load(m, 16))), r1)
    v128.store(dr, dr0)
    v128.store(dr, dr1, 16)
    const dm0 = Lanes.flush(v128.mul<Float>(dn0, r0))
    const dm1 = Lanes.flush(v128.mul<Float>(dn1, r1))
    v128.store(dm, dm0)
    v128.store(dm, dm1, 16)
    dh += 32
    r += 32
    z += 32
    n += 32
    m += 32
    before += 32
    dr += 32
    dz += 32
    dn += 32
    dm += 32
  }
  if (count === 0) return
  const s = scratch
  const rest = (count as usize) << SHIFT
  memory.copy(s, dh, rest)
  memory.copy(s + 32, r, rest)
  memory.copy(s + 64, z, rest)
  memory.copy(s + 96, n, rest)
  memory.copy(s + 128, m, rest)
  memory.copy(s + 160, before, rest)
  gruBackward(s, s + 32, s + 64, s + 96, s + 128, s + 160, s + 192, s + 224, s + 256, s + 288, PAIR)
  memory.copy(dr, s + 192, rest)
  memory.copy(dz, s + 224, rest)
  memory.copy(dn, s + 256, rest)
  memory.copy(dm, s + 288, rest)
}
