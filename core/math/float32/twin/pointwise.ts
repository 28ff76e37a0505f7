import type { Floats } from '../../floats'
import { flush, sigmoid as sigmoidOf, tanh as tanhOf } from './lanes'

/*
 * The scalar twins of `core/math/wasm/pointwise.ts`. What is stored in a Float32Array is rounded once; all
 * other operations are rounded here.
 */

const { fround } = Math

export function tanh(out: Floats, o: number, x: Floats, xo: number, n: number): void {
  for (let i = 0; i < n; i++) out[o + i] = tanhOf(x[xo + i])
}

export function sigmoid(out: Floats, o: number, x: Floats, xo: number, n: number): void {
  for (let i = 0; i < n; i++) out[o + i] = sigmoidOf(x[xo + i])
}

export function relu(out: Floats, o: number, x: Floats, xo: number, n: number): void {
  for (let i = 0; i < n; i++) out[o + i] = x[xo + i] <= 0 ? 0 : x[xo + i]
}

/** A kernel of two inputs from a function of two numbers. */
function binary(f: (x: number, y: number) => number) {
  return (out: Floats, o: number, x: Floats, xo: number, y: Floats, yo: number, n: number): void => {
    for (let i = 0; i < n; i++) out[o + i] = f(x[xo + i], y[yo + i])
  }
}

export const sum = binary((x, y) => x + y)
export const subtract = binary((x, y) => x - y)
export const multiply = binary((x, y) => flush(fround(x * y)))
export const multiplyComplement = binary((x, y) => flush(fround(x * fround(1 - y))))
export const tanhBackward = binary((dy, y) => flush(fround(dy * fround(1 - fround(y * y)))))
export const sigmoidBackward = binary((dy, y) => flush(fround(fround(dy * y) * fround(1 - y))))
export const reluBackward = binary((dy, y) => (y > 0 ? dy : 0))

export function addProduct(
  out: Floats,
  o: number,
  x: Floats,
  xo: number,
  y: Floats,
  yo: number,
  n: number,
): void {
  for (let i = 0; i < n; i++) out[o + i] += flush(fround(x[xo + i] * y[yo + i]))
}

export function mix(
  out: Floats,
  o: number,
  z: Floats,
  zo: number,
  x: Floats,
  xo: number,
  y: Floats,
  yo: number,
  n: number,
): void {
  for (let i = 0; i < n; i++) {
    out[o + i] = fround(fround(1 - z[zo + i]) * x[xo + i]) + fround(z[zo + i] * y[yo + i])
  }
}

export function addToRows(out: Floats, o: number, b: Floats, bo: number, rows: number, n: number): void {
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < n; i++) out[o + row * n + i] += b[bo + i]
  }
}

/** Four rows at a time, added in pairs; the rest one by one. */
export function addSumOfRows(out: Floats, o: number, x: Floats, xo: number, rows: number, n: number): void {
  let row = 0
  for (; row + 4 <= rows; row += 4) {
    const start = xo + row * n
    for (let i = start; i < start + n; i++) {
      const low = fround(x[i] + x[i + n])
      const high = fround(x[i + 2 * n] + x[i + 3 * n])
      out[o + i - start] += fround(low + high)
    }
  }
  for (; row < rows; row++) {
    for (let i = 0; i < n; i++) out[o + i] += x[xo + row * n + i]
  }
}
