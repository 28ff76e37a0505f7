import * as float32 from './float32/batchSums'
import { isFloat32, type Dtype, type Floats } from './floats'
import { matmulAtB } from './matmul'
import { addSumOfRows } from './pointwise'

/*
 * Sums over all steps and some sequences of a batch, which the gradients of weights are made of:
 *
 *     dL/dW gets sum over t, i of da_ti x_tiᵀ        dL/db gets sum over t, i of da_ti
 *
 * In float32 the halves of a large batch are summed apart: a thread that has gone through time with one half finds its
 * numbers in its own cache. Where the batch is cut depends on nothing but the batch, so the bits do not depend on the
 * number of threads.
 */

/** Some sequences of a batch. */
export interface BatchPart {
  readonly first: number
  readonly count: number
}

/** Smaller batches stay whole. */
const MIN_BATCH = 16
/** A part begins at a multiple of this, the rows of a tile. */
const TILE_ROWS = 4

/** The parts of a batch that are summed apart, in the order in which the sums are added up. */
export function cutBatch(batch: number, dtype: Dtype): readonly BatchPart[] {
  if (dtype === 'float64' || batch < MIN_BATCH) return [{ first: 0, count: batch }]
  const half = Math.floor(batch / 2 / TILE_ROWS) * TILE_ROWS
  return [
    { first: 0, count: half },
    { first: half, count: batch - half },
  ]
}

/** out (m, n) += sum of a_tiᵀ b_ti over t < steps and i in `part`, for a (steps, batch, m) and b (steps, batch, n). */
export function addProductsOver(
  { first, count }: BatchPart,
  out: Floats,
  o: number,
  a: Floats,
  ao: number,
  b: Floats,
  bo: number,
  m: number,
  n: number,
  steps: number,
  batch: number,
): void {
  const fromA = ao + first * m
  const fromB = bo + first * n
  if (isFloat32(out)) {
    float32.addProductsOver(out, o, a, fromA, b, fromB, m, n, steps, count, batch)
  } else if (count === batch) {
    matmulAtB(out, o, a, ao, b, bo, m, n, steps * batch, true)
  } else {
    for (let t = 0; t < steps; t++) {
      const row = t * batch
      matmulAtB(out, o, a, fromA + row * m, b, fromB + row * n, m, n, count, true)
    }
  }
}

/** out (n) += sum of x_ti over t < steps and i in `part`, for x (steps, batch, n). */
export function addSumOver(
  { first, count }: BatchPart,
  out: Floats,
  o: number,
  x: Floats,
  xo: number,
  n: number,
  steps: number,
  batch: number,
): void {
  const from = xo + first * n
  if (isFloat32(out)) {
    float32.addSumOver(out, o, x, from, n, steps, count, batch)
  } else if (count === batch) {
    addSumOfRows(out, o, x, xo, steps * batch, n)
  } else {
    for (let t = 0; t < steps; t++) addSumOfRows(out, o, x, from + t * batch * n, count, n)
  }
}
