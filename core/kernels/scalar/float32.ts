import type { Arithmetic } from './arithmetic'

/*
 * The scalar reference of `core/kernels/wasm/lanes.ts`: the same operations in the same order, each rounded
 * to float32, and so the same bits. (The sum, product, quotient or root of two float32 numbers, computed in
 * float64 and then rounded, is the correctly rounded float32 result.) The formulas are explained there.
 */

const { fround } = Math

const FLOAT = new Float32Array(1)
const BITS = new Int32Array(FLOAT.buffer)

const LOG2_E = fround(1.44269504)
const LN2_HIGH = fround(0.693359375)
const LN2_REST = fround(0.00021219444)
const ROUND = 12582912
const LIMIT = fround(87.3)
const P0 = 0.5
const P1 = fround(0.16666576)
const P2 = fround(0.041666467)
const P3 = fround(0.008363175)
const P4 = fround(0.0013933644)
/** Below this, numbers are flushed to 0. */
const TINY = 2 ** -100

function remainder(y: number, shifted: number): number {
  const k = fround(shifted - ROUND)
  return fround(fround(y - fround(k * LN2_HIGH)) + fround(k * LN2_REST))
}

function power(shifted: number): number {
  FLOAT[0] = shifted
  BITS[0] = (BITS[0] << 23) + 0x3f800000
  return FLOAT[0]
}

function expm1(r: number): number {
  const square = fround(r * r)
  const low = fround(fround(r * P1) + P0)
  const middle = fround(fround(r * P3) + P2)
  const high = fround(middle + fround(square * P4))
  const p = fround(low + fround(square * high))
  return fround(r + fround(square * p))
}

export function exp(x: number): number {
  const y = x > LIMIT ? LIMIT : x < -LIMIT ? -LIMIT : x
  if (y !== y) return NaN
  const shifted = fround(fround(y * LOG2_E) + ROUND)
  return fround(power(shifted) * fround(1 + expm1(remainder(y, shifted))))
}

export function sigmoid(x: number): number {
  const y = x > LIMIT ? LIMIT : x < -LIMIT ? -LIMIT : x
  if (y !== y) return NaN
  const shifted = fround(ROUND - fround(y * LOG2_E))
  const k = fround(shifted - ROUND)
  const r = fround(fround(k * LN2_REST) - fround(y + fround(k * LN2_HIGH)))
  const scale = power(shifted)
  return fround(1 / fround(fround(1 + scale) + fround(scale * expm1(r))))
}

export function tanh(x: number): number {
  const double = fround(Math.abs(x) * 2)
  const y = double > 20 ? 20 : double
  if (y !== y) return NaN
  const shifted = fround(fround(y * LOG2_E) + ROUND)
  const scale = power(shifted)
  const u = fround(fround(scale * expm1(remainder(y, shifted))) + fround(scale - 1))
  const size = fround(u / fround(u + 2))
  return x < 0 || Object.is(x, -0) ? -size : size
}

export function flush(x: number): number {
  return Math.abs(x) < TINY ? 0 : x
}

export const float32: Arithmetic = { round: fround, flush, exp, sigmoid, tanh, lanes: 4 }
