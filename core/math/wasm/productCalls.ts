import { Operation } from './operation'
import { call, isRecordingParts } from './tape'

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
  call(Operation.Product, m, area(n, k), c, cStride, from, fromStride, a, aStride, panels, n, k)
}

function area(n: i32, k: i32): f64 {
  return (n as f64) * (k as f64)
}

/**
 * Among independent entries a result is cut into so many, of so many rows at least: more threads than there are results
 * find something to do, and packing the other operand for each part weighs little.
 */
const PARTS: i32 = 2
const MIN_ROWS: i32 = 64

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
  run: i32,
  aGap: usize,
  bGap: usize,
): void {
  const part = rowsOfPart(m)
  const work = area(n, k)
  for (; m > 0; m -= part) {
    const rows = m < part ? m : part
    call(Operation.ProductAtB, rows, work, c, cStride, a, aStride, b, bStride, n, k, run, aGap, bGap)
    c += (rows as usize) * cStride
    a += (rows as usize) << 2
  }
}

/** Packing cannot be cut. */
export function packColumns(panels: usize, w: usize, stride: usize, n: i32, k: i32): void {
  call(Operation.PackColumns, 1, area(n, k), panels, w, stride, n, k)
}

export function packRows(panels: usize, b: usize, stride: usize, n: i32, k: i32): void {
  call(Operation.PackRows, 1, area(n, k), panels, b, stride, n, k)
}

export function addToRows(out: usize, b: usize, rows: i32, n: i32): void {
  call(Operation.AddToRows, rows, area(n, 2), out, b, n)
}

/** A sum over the rows cannot be cut along them. */
export function addSumOfRuns(out: usize, x: usize, runs: i32, rows: i32, stride: usize, n: i32): void {
  call(Operation.AddSumOfRuns, 1, 2 * area(runs * rows, n), out, x, runs, rows, stride, n)
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
  call(Operation.SoftmaxRows, rows, area(n, 48), scores, classes, grad, out, n, reinterpret<i32>(factor))
}
