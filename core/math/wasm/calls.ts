import * as gates from './gates'
import { Operation } from './operation'
import * as pack from './pack'
import * as pointwise from './pointwise'
import * as products from './product'
import * as reduce from './reduce'
import { begins, beginsLoop, end, isRecordingParts, put } from './tape'

/*
 * The kernels under their own names as they are called from outside: done at once, shared or written down, see
 * `tape.ts`. The last argument of `loop` says how many multiplications take as long as one number here.
 */

function loop(operation: i32, out: usize, x: usize, y: usize, z: usize, n: i32, workEach: i32): bool {
  if (!beginsLoop(operation, n, workEach)) return false
  put(0, out)
  put(1, x)
  put(2, y)
  put(3, z)
  end()
  return true
}

export function product(
  c: usize,
  cStride: usize,
  from: usize,
  fromStride: usize,
  a: usize,
  aStride: usize,
  panels: usize,
  m: i32,
  n: i32,
  k: i32,
): void {
  if (!begins(Operation.Product, m, multiplications(m, n, k))) {
    products.product(c, cStride, from, fromStride, a, aStride, panels, m, n, k)
    return
  }
  put(0, c)
  put(1, cStride)
  put(2, from)
  put(3, fromStride)
  put(4, a)
  put(5, aStride)
  put(6, panels)
  put(7, n as usize)
  put(8, k as usize)
  end()
}

function multiplications(m: i32, n: i32, k: i32): f64 {
  return (m as f64) * (n as f64) * (k as f64)
}

/** Rows of the result in one entry among independent ones, so that several threads find something to do. */
const PART: i32 = 16
const PARTS: i32 = 4

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
  const part = isRecordingParts() && m > PART * PARTS ? (m / PARTS + 3) & ~3 : isRecordingParts() ? PART : m
  for (; m > 0; m -= part) {
    const rows = m < part ? m : part
    if (begins(Operation.ProductAtB, rows, multiplications(rows, n, k))) {
      put(0, c)
      put(1, cStride)
      put(2, a)
      put(3, aStride)
      put(4, b)
      put(5, bStride)
      put(6, n as usize)
      put(7, k as usize)
      end()
    } else {
      products.productAtB(c, cStride, a, aStride, b, bStride, rows, n, k)
    }
    c += (rows as usize) * cStride
    a += (rows as usize) << 2
  }
}

export function packColumns(panels: usize, w: usize, stride: usize, n: i32, k: i32): void {
  if (packs(Operation.PackColumns, panels, w, stride, n, k)) return
  pack.packColumns(panels, w, stride, n, k)
}

export function packRows(panels: usize, b: usize, stride: usize, n: i32, k: i32): void {
  if (packs(Operation.PackRows, panels, b, stride, n, k)) return
  pack.packRows(panels, b, stride, n, k)
}

/** Packing cannot be cut, so it is written down only among independent entries. */
function packs(operation: i32, panels: usize, from: usize, stride: usize, n: i32, k: i32): bool {
  if (!isRecordingParts() || !begins(operation, 1, multiplications(1, n, k))) return false
  put(0, panels)
  put(1, from)
  put(2, stride)
  put(3, n as usize)
  put(4, k as usize)
  end()
  return true
}

/** Clearing and copying are never worth sharing; and what is copied may overlap. */
export function clear(out: usize, n: i32): void {
  if (!loop(Operation.Clear, out, 0, 0, 0, n, 0)) pointwise.clear(out, n)
}

export function copy(out: usize, x: usize, n: i32): void {
  if (!loop(Operation.Copy, out, x, 0, 0, n, 0)) pointwise.copy(out, x, n)
}

export function tanh(out: usize, x: usize, n: i32): void {
  if (!loop(Operation.Tanh, out, x, 0, 0, n, 32)) pointwise.tanh(out, x, n)
}

export function sigmoid(out: usize, x: usize, n: i32): void {
  if (!loop(Operation.Sigmoid, out, x, 0, 0, n, 32)) pointwise.sigmoid(out, x, n)
}

export function relu(out: usize, x: usize, n: i32): void {
  if (!loop(Operation.Relu, out, x, 0, 0, n, 1)) pointwise.relu(out, x, n)
}

export function sum(out: usize, x: usize, y: usize, n: i32): void {
  if (!loop(Operation.Sum, out, x, y, 0, n, 2)) pointwise.sum(out, x, y, n)
}

export function subtract(out: usize, x: usize, y: usize, n: i32): void {
  if (!loop(Operation.Subtract, out, x, y, 0, n, 2)) pointwise.subtract(out, x, y, n)
}

export function multiply(out: usize, x: usize, y: usize, n: i32): void {
  if (!loop(Operation.Multiply, out, x, y, 0, n, 2)) pointwise.multiply(out, x, y, n)
}

export function multiplyComplement(out: usize, x: usize, y: usize, n: i32): void {
  if (!loop(Operation.MultiplyComplement, out, x, y, 0, n, 2)) pointwise.multiplyComplement(out, x, y, n)
}

export function tanhBackward(out: usize, dy: usize, y: usize, n: i32): void {
  if (!loop(Operation.TanhBackward, out, dy, y, 0, n, 4)) pointwise.tanhBackward(out, dy, y, n)
}

export function sigmoidBackward(out: usize, dy: usize, y: usize, n: i32): void {
  if (!loop(Operation.SigmoidBackward, out, dy, y, 0, n, 4)) pointwise.sigmoidBackward(out, dy, y, n)
}

export function reluBackward(out: usize, dy: usize, y: usize, n: i32): void {
  if (!loop(Operation.ReluBackward, out, dy, y, 0, n, 2)) pointwise.reluBackward(out, dy, y, n)
}

export function addProduct(out: usize, x: usize, y: usize, n: i32): void {
  if (!loop(Operation.AddProduct, out, x, y, 0, n, 2)) pointwise.addProduct(out, x, y, n)
}

export function mix(out: usize, z: usize, x: usize, y: usize, n: i32): void {
  if (!loop(Operation.Mix, out, z, x, y, n, 2)) pointwise.mix(out, z, x, y, n)
}

export function addToRows(out: usize, b: usize, rows: i32, n: i32): void {
  if (!begins(Operation.AddToRows, rows, multiplications(rows, n, 2))) {
    pointwise.addToRows(out, b, rows, n)
    return
  }
  put(0, out)
  put(1, b)
  put(2, n as usize)
  end()
}

/** The sum over the rows cannot be cut along them, so it is written down only among independent entries. */
export function addSumOfRows(out: usize, x: usize, rows: i32, n: i32): void {
  if (!isRecordingParts() || !begins(Operation.AddSumOfRows, 1, multiplications(rows, n, 2))) {
    pointwise.addSumOfRows(out, x, rows, n)
    return
  }
  put(0, out)
  put(1, x)
  put(2, rows as usize)
  put(3, n as usize)
  end()
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
  if (!beginsLoop(Operation.LstmForward, n, 128)) {
    gates.lstmForward(i, f, g, o, before, c, tanhC, h, n)
    return
  }
  put(0, i)
  put(1, f)
  put(2, g)
  put(3, o)
  put(4, before)
  put(5, c)
  put(6, tanhC)
  put(7, h)
  end()
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
  if (!beginsLoop(Operation.LstmBackward, n, 64)) {
    gates.lstmBackward(dh, dc, i, f, g, o, before, tanhC, di, df, dg, dO, toC, n)
    return
  }
  put(0, dh)
  put(1, dc)
  put(2, i)
  put(3, f)
  put(4, g)
  put(5, o)
  put(6, before)
  put(7, tanhC)
  put(8, di)
  put(9, df)
  put(10, dg)
  put(11, dO)
  put(12, toC)
  end()
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
  if (!beginsLoop(Operation.GruForward, count, 96)) {
    gates.gruForward(r, z, n, m, before, h, count)
    return
  }
  put(0, r)
  put(1, z)
  put(2, n)
  put(3, m)
  put(4, before)
  put(5, h)
  end()
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
  if (!beginsLoop(Operation.GruBackward, count, 48)) {
    gates.gruBackward(dh, r, z, n, m, before, dr, dz, dn, dm, count)
    return
  }
  put(0, dh)
  put(1, r)
  put(2, z)
  put(3, n)
  put(4, m)
  put(5, before)
  put(6, dr)
  put(7, dz)
  put(8, dn)
  put(9, dm)
  end()
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
  if (!begins(Operation.SoftmaxRows, rows, multiplications(rows, n, 48))) {
    reduce.softmaxRows(scores, classes, grad, out, rows, n, factor)
    return
  }
  put(0, scores)
  put(1, classes)
  put(2, grad)
  put(3, out)
  put(4, n as usize)
  put(5, reinterpret<i32>(factor) as usize)
  end()
}
