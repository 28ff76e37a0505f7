import { exp, tanh as tanhOf } from './elementary'
import type { Floats } from './floats'

/*
 * Pointwise kernels over `n` contiguous numbers of each buffer, from an offset each. They trust their
 * arguments: the cells that call them make all buffers themselves. Unless stated otherwise `out` is
 * overwritten, and it may be the same part of memory as an input, but not a part that overlaps otherwise.
 */

/** out = tanh x */
export function tanh(out: Floats, o: number, x: Floats, xo: number, n: number): void {
  for (let i = 0; i < n; i++) out[o + i] = tanhOf(x[xo + i])
}

/** out = 1 / (1 + e^-x), see `sigmoid` in `elementary.ts`. */
export function sigmoid(out: Floats, o: number, x: Floats, xo: number, n: number): void {
  for (let i = 0; i < n; i++) {
    const value = x[xo + i]
    const e = exp(value < 0 ? value : -value)
    out[o + i] = (value < 0 ? e : 1) / (1 + e)
  }
}

/** out = max(0, x); NaN stays NaN. */
export function relu(out: Floats, o: number, x: Floats, xo: number, n: number): void {
  for (let i = 0; i < n; i++) {
    const value = x[xo + i]
    out[o + i] = value <= 0 ? 0 : value
  }
}

/** out = dy (1 - y²): the gradient through y = tanh(..). */
export function tanhBackward(
  out: Floats,
  o: number,
  dy: Floats,
  dyo: number,
  y: Floats,
  yo: number,
  n: number,
): void {
  for (let i = 0; i < n; i++) out[o + i] = dy[dyo + i] * (1 - y[yo + i] * y[yo + i])
}

/** out = dy y (1 - y): the gradient through y = sigmoid(..). */
export function sigmoidBackward(
  out: Floats,
  o: number,
  dy: Floats,
  dyo: number,
  y: Floats,
  yo: number,
  n: number,
): void {
  for (let i = 0; i < n; i++) out[o + i] = dy[dyo + i] * y[yo + i] * (1 - y[yo + i])
}

/** out = dy where y > 0, else 0: the gradient through y = relu(..), with relu'(0) = 0 as PyTorch has it. */
export function reluBackward(
  out: Floats,
  o: number,
  dy: Floats,
  dyo: number,
  y: Floats,
  yo: number,
  n: number,
): void {
  for (let i = 0; i < n; i++) out[o + i] = y[yo + i] > 0 ? dy[dyo + i] : 0
}

/** out = x */
export function copy(out: Floats, o: number, x: Floats, xo: number, n: number): void {
  for (let i = 0; i < n; i++) out[o + i] = x[xo + i]
}

/** out += x */
export function add(out: Floats, o: number, x: Floats, xo: number, n: number): void {
  for (let i = 0; i < n; i++) out[o + i] += x[xo + i]
}

/** out = x + y */
export function sum(out: Floats, o: number, x: Floats, xo: number, y: Floats, yo: number, n: number): void {
  for (let i = 0; i < n; i++) out[o + i] = x[xo + i] + y[yo + i]
}

/** out = x - y */
export function subtract(
  out: Floats,
  o: number,
  x: Floats,
  xo: number,
  y: Floats,
  yo: number,
  n: number,
): void {
  for (let i = 0; i < n; i++) out[o + i] = x[xo + i] - y[yo + i]
}

/** out = x y */
export function multiply(
  out: Floats,
  o: number,
  x: Floats,
  xo: number,
  y: Floats,
  yo: number,
  n: number,
): void {
  for (let i = 0; i < n; i++) out[o + i] = x[xo + i] * y[yo + i]
}

/** out += x y */
export function addProduct(
  out: Floats,
  o: number,
  x: Floats,
  xo: number,
  y: Floats,
  yo: number,
  n: number,
): void {
  for (let i = 0; i < n; i++) out[o + i] += x[xo + i] * y[yo + i]
}

/** out = x (1 - y) */
export function multiplyComplement(
  out: Floats,
  o: number,
  x: Floats,
  xo: number,
  y: Floats,
  yo: number,
  n: number,
): void {
  for (let i = 0; i < n; i++) out[o + i] = x[xo + i] * (1 - y[yo + i])
}

/** out = (1 - z) x + z y */
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
  for (let i = 0; i < n; i++) out[o + i] = (1 - z[zo + i]) * x[xo + i] + z[zo + i] * y[yo + i]
}

/** Adds a vector b (n) to each of the rows of out (rows, n). */
export function addToRows(out: Floats, o: number, b: Floats, bo: number, rows: number, n: number): void {
  for (let row = 0; row < rows; row++) {
    const start = o + row * n
    for (let i = 0; i < n; i++) out[start + i] += b[bo + i]
  }
}

/** Adds the rows of x (rows, n) to the vector out (n): the gradient of `addToRows`. */
export function addSumOfRows(out: Floats, o: number, x: Floats, xo: number, rows: number, n: number): void {
  for (let row = 0; row < rows; row++) {
    const start = xo + row * n
    for (let i = 0; i < n; i++) out[o + i] += x[start + i]
  }
}
