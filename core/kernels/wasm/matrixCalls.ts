import { callMatrix, isRecordingParts } from './commandBuffer'
import { MatrixOperation } from './matrixOperation'
import { SHIFT } from './number'
import { areNarrow } from './product'

/*
 * The kernels of matrices under their own names as they are called from outside: done at once, shared or
 * recorded, see `commandBuffer.ts`.
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
  callMatrix(MatrixOperation.Product, m, area(n, k), c, cStride, from, fromStride, a, aStride, panels, n, k)
}

function area(n: i32, k: i32): f64 {
  return (n as f64) * (k as f64)
}

/**
 * Among independent commands a result is cut into so many, of whole blocks or, of one block, of so many rows
 * at least: more threads than there are results find something to do, and packing the other operands for each
 * part weighs little.
 */
const PARTS: i32 = 2
const MIN_ROWS: i32 = 64

/**
 * Rows of one command of a result with `blocks` times m rows; of one block a multiple of 4, those of a tile.
 */
function rowsOfPart(m: i32, blocks: i32): i32 {
  if (!isRecordingParts()) return m * blocks
  if (blocks > 1) return ((blocks + PARTS - 1) / PARTS) * m
  const rows = (m / PARTS + 3) & ~3
  return rows > MIN_ROWS ? rows : MIN_ROWS
}

export function productAtB(
  c: usize,
  b: usize,
  n: i32,
  c2: usize,
  b2: usize,
  n2: i32,
  a: usize,
  m: i32,
  k: i32,
  run: i32,
  gap: i32,
  blocks: i32,
  blockBytes: usize,
): void {
  if (n2 > 0 && !areNarrow(n, n2)) {
    productAtB(c, b, n, 0, 0, 0, a, m, k, run, gap, blocks, blockBytes)
    productAtB(c2, b2, n2, 0, 0, 0, a, m, k, run, gap, blocks, blockBytes)
    return
  }
  const part = rowsOfPart(m, blocks)
  const work = area(n + n2, k)
  for (let left = m * blocks; left > 0; left -= part) {
    const rows = left < part ? left : part
    callMatrix(MatrixOperation.ProductAtB, rows, work, c, b, n, c2, b2, n2, a, m, k, run, gap, blockBytes)
    c += (rows as usize) * ((n as usize) << SHIFT)
    c2 += (rows as usize) * ((n2 as usize) << SHIFT)
    a += blocks > 1 ? ((rows / m) as usize) * blockBytes : (rows as usize) << SHIFT
  }
}

/** Packing cannot be cut. */
export function packColumns(panels: usize, w: usize, stride: usize, n: i32, k: i32): void {
  callMatrix(MatrixOperation.PackColumns, 1, area(n, k), panels, w, stride, n, k)
}

export function packRows(panels: usize, b: usize, stride: usize, n: i32, k: i32): void {
  callMatrix(MatrixOperation.PackRows, 1, area(n, k), panels, b, stride, n, k)
}

export function addToRows(out: usize, b: usize, rows: i32, n: i32): void {
  callMatrix(MatrixOperation.AddToRows, rows, area(n, 2), out, b, n)
}

/** A sum over the rows cannot be cut along them. */
export function addSumOfRuns(out: usize, x: usize, runs: i32, rows: i32, stride: usize, n: i32): void {
  callMatrix(MatrixOperation.AddSumOfRuns, 1, 2 * area(runs * rows, n), out, x, runs, rows, stride, n)
}

export function softmaxRows(scores: usize, classes: usize, grad: usize, out: usize, rows: i32, n: i32): void {
  callMatrix(MatrixOperation.SoftmaxRows, rows, area(n, 48), scores, classes, grad, out, n, rows)
}
