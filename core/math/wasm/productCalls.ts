import { Operation } from './operation'
import * as pack from './pack'
import * as pointwise from './pointwise'
import * as products from './product'
import * as reduce from './reduce'
import { begins, end, isRecordingParts, put } from './tape'

/*
 * The kernels of matrices under their own names as they are called from outside: done at once, shared or written down,
 * see `tape.ts`.
 */

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

/** Among independent entries a result is cut into so many, of so many rows at least: each thread finds something to do. */
const PARTS: i32 = 4
const MIN_ROWS: i32 = 16

/** Rows of one entry of a result with m rows: a multiple of 4, those of a tile. */
function rowsOfPart(m: i32): i32 {
  if (!isRecordingParts()) return m
  const rows = (m / PARTS + 3) & ~3
  return rows > MIN_ROWS ? rows : MIN_ROWS
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
  const part = rowsOfPart(m)
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
