import * as gates from './gates'
import { Job } from './job'
import * as pointwise from './pointwise'
import * as products from './product'
import * as reduce from './reduce'
import { isWorthIt, put, share } from './threads'

/*
 * The kernels that take long enough to be shared between threads, under their own names: each does its work
 * alone or, where helpers wait for it and it is worth it, as a job of `threads.ts`. The factors say how many
 * multiplications of a product take as long as one number here.
 */

/** Enough that two threads end at about the same time; the products' weights pass by once a chunk. */
const CHUNKS: i32 = 4

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
  if (!isWorthIt((m as i64) * (n as i64) * (k as i64))) {
    products.product(c, cStride, a, aStride, panels, m, n, k, accumulate)
    return
  }
  put(0, m as usize)
  put(1, c)
  put(2, cStride)
  put(3, a)
  put(4, aStride)
  put(5, panels)
  put(6, n as usize)
  put(7, k as usize)
  put(8, accumulate as usize)
  share(Job.Product, CHUNKS)
}

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
  if (!isWorthIt((m as i64) * (n as i64) * (k as i64))) {
    products.productAtB(c, cStride, a, aStride, b, bStride, m, n, k)
    return
  }
  put(0, m as usize)
  put(1, c)
  put(2, cStride)
  put(3, a)
  put(4, aStride)
  put(5, b)
  put(6, bStride)
  put(7, n as usize)
  put(8, k as usize)
  share(Job.ProductAtB, 2)
}

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
  if (!isWorthIt((n as i64) * 128)) {
    gates.lstmForward(i, f, g, o, before, c, tanhC, h, n)
    return
  }
  put(0, n as usize)
  put(1, i)
  put(2, f)
  put(3, g)
  put(4, o)
  put(5, before)
  put(6, c)
  put(7, tanhC)
  put(8, h)
  share(Job.LstmForward, CHUNKS)
}

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
  if (!isWorthIt((n as i64) * 64)) {
    gates.lstmBackward(dh, dc, i, f, g, o, before, tanhC, di, df, dg, dO, toC, n)
    return
  }
  put(0, n as usize)
  put(1, dh)
  put(2, dc)
  put(3, i)
  put(4, f)
  put(5, g)
  put(6, o)
  put(7, before)
  put(8, tanhC)
  put(9, di)
  put(10, df)
  put(11, dg)
  put(12, dO)
  put(13, toC)
  share(Job.LstmBackward, CHUNKS)
}

export function gruForward(
  r: usize,
  z: usize,
  n: usize,
  m: usize,
  before: usize,
  h: usize,
  count: i32,
): void {
  if (!isWorthIt((count as i64) * 96)) {
    gates.gruForward(r, z, n, m, before, h, count)
    return
  }
  put(0, count as usize)
  put(1, r)
  put(2, z)
  put(3, n)
  put(4, m)
  put(5, before)
  put(6, h)
  share(Job.GruForward, CHUNKS)
}

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
  if (!isWorthIt((count as i64) * 48)) {
    gates.gruBackward(dh, r, z, n, m, before, dr, dz, dn, dm, count)
    return
  }
  put(0, count as usize)
  put(1, dh)
  put(2, r)
  put(3, z)
  put(4, n)
  put(5, m)
  put(6, before)
  put(7, dr)
  put(8, dz)
  put(9, dn)
  put(10, dm)
  share(Job.GruBackward, CHUNKS)
}

export function tanh(out: usize, x: usize, n: i32): void {
  if (!isWorthIt((n as i64) * 32)) {
    pointwise.tanh(out, x, n)
    return
  }
  put(0, n as usize)
  put(1, out)
  put(2, x)
  share(Job.Tanh, CHUNKS)
}

export function tanhBackward(out: usize, dy: usize, y: usize, n: i32): void {
  if (!isWorthIt((n as i64) * 4)) {
    pointwise.tanhBackward(out, dy, y, n)
    return
  }
  put(0, n as usize)
  put(1, out)
  put(2, dy)
  put(3, y)
  share(Job.TanhBackward, CHUNKS)
}

export function addToRows(out: usize, b: usize, rows: i32, n: i32): void {
  if (!isWorthIt((rows as i64) * (n as i64) * 4)) {
    pointwise.addToRows(out, b, rows, n)
    return
  }
  put(0, rows as usize)
  put(1, out)
  put(2, b)
  put(3, n as usize)
  share(Job.AddToRows, CHUNKS)
}

export function softmaxRows(
  scores: usize,
  classes: usize,
  grad: usize,
  out: usize,
  rows: i32,
  n: i32,
  factor: f32,
): void {
  if (!isWorthIt((rows as i64) * (n as i64) * 48)) {
    reduce.softmaxRows(scores, classes, grad, out, rows, n, factor)
    return
  }
  put(0, rows as usize)
  put(1, scores)
  put(2, classes)
  put(3, grad)
  put(4, out)
  put(5, n as usize)
  put(6, reinterpret<i32>(factor) as usize)
  share(Job.SoftmaxRows, CHUNKS)
}
