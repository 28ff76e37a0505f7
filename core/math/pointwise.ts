import { exp, tanh as tanhOf } from './elementary'
import { isFloat32, type Floats } from './floats'
import { address, kernels, within } from './float32/arena'
import * as twin from './float32/twin/pointwise'

/*
 * Pointwise kernels over `n` contiguous numbers of each buffer, from an offset each. They trust their
 * arguments: the cells that call them make all buffers themselves. Unless stated otherwise `out` is
 * overwritten, and it may be the same part of memory as an input, but not a part that overlaps otherwise.
 */

/** out = tanh x */
export function tanh(out: Floats, o: number, x: Floats, xo: number, n: number): void {
  if (within(out, x)) kernels().tanh(address(out, o), address(x, xo), n)
  else if (isFloat32(out)) twin.tanh(out, o, x, xo, n)
  else for (let i = 0; i < n; i++) out[o + i] = tanhOf(x[xo + i])
}

/** out = 1 / (1 + e^-x), see `sigmoid` in `elementary.ts`. */
export function sigmoid(out: Floats, o: number, x: Floats, xo: number, n: number): void {
  if (within(out, x)) kernels().sigmoid(address(out, o), address(x, xo), n)
  else if (isFloat32(out)) twin.sigmoid(out, o, x, xo, n)
  else {
    for (let i = 0; i < n; i++) {
      const value = x[xo + i]
      const e = exp(value < 0 ? value : -value)
      out[o + i] = (value < 0 ? e : 1) / (1 + e)
    }
  }
}

/** out = max(0, x); NaN stays NaN. */
export function relu(out: Floats, o: number, x: Floats, xo: number, n: number): void {
  if (within(out, x)) kernels().relu(address(out, o), address(x, xo), n)
  else if (isFloat32(out)) twin.relu(out, o, x, xo, n)
  else {
    for (let i = 0; i < n; i++) {
      const value = x[xo + i]
      out[o + i] = value <= 0 ? 0 : value
    }
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
  if (within(out, dy, y)) kernels().tanhBackward(address(out, o), address(dy, dyo), address(y, yo), n)
  else if (isFloat32(out)) twin.tanhBackward(out, o, dy, dyo, y, yo, n)
  else for (let i = 0; i < n; i++) out[o + i] = dy[dyo + i] * (1 - y[yo + i] * y[yo + i])
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
  if (within(out, dy, y)) kernels().sigmoidBackward(address(out, o), address(dy, dyo), address(y, yo), n)
  else if (isFloat32(out)) twin.sigmoidBackward(out, o, dy, dyo, y, yo, n)
  else for (let i = 0; i < n; i++) out[o + i] = dy[dyo + i] * y[yo + i] * (1 - y[yo + i])
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
  if (within(out, dy, y)) kernels().reluBackward(address(out, o), address(dy, dyo), address(y, yo), n)
  else if (isFloat32(out)) twin.reluBackward(out, o, dy, dyo, y, yo, n)
  else for (let i = 0; i < n; i++) out[o + i] = y[yo + i] > 0 ? dy[dyo + i] : 0
}

/** out = x */
export function copy(out: Floats, o: number, x: Floats, xo: number, n: number): void {
  if (within(out, x)) kernels().copy(address(out, o), address(x, xo), n)
  else for (let i = 0; i < n; i++) out[o + i] = x[xo + i]
}

/** out += x */
export function add(out: Floats, o: number, x: Floats, xo: number, n: number): void {
  if (within(out, x)) kernels().sum(address(out, o), address(out, o), address(x, xo), n)
  else if (isFloat32(out)) twin.sum(out, o, out, o, x, xo, n)
  else for (let i = 0; i < n; i++) out[o + i] += x[xo + i]
}

/** out = x + y */
export function sum(out: Floats, o: number, x: Floats, xo: number, y: Floats, yo: number, n: number): void {
  if (within(out, x, y)) kernels().sum(address(out, o), address(x, xo), address(y, yo), n)
  else if (isFloat32(out)) twin.sum(out, o, x, xo, y, yo, n)
  else for (let i = 0; i < n; i++) out[o + i] = x[xo + i] + y[yo + i]
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
  if (within(out, x, y)) kernels().subtract(address(out, o), address(x, xo), address(y, yo), n)
  else if (isFloat32(out)) twin.subtract(out, o, x, xo, y, yo, n)
  else for (let i = 0; i < n; i++) out[o + i] = x[xo + i] - y[yo + i]
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
  if (within(out, x, y)) kernels().multiply(address(out, o), address(x, xo), address(y, yo), n)
  else if (isFloat32(out)) twin.multiply(out, o, x, xo, y, yo, n)
  else for (let i = 0; i < n; i++) out[o + i] = x[xo + i] * y[yo + i]
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
  if (within(out, x, y)) kernels().addProduct(address(out, o), address(x, xo), address(y, yo), n)
  else if (isFloat32(out)) twin.addProduct(out, o, x, xo, y, yo, n)
  else for (let i = 0; i < n; i++) out[o + i] += x[xo + i] * y[yo + i]
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
  if (within(out, x, y)) kernels().multiplyComplement(address(out, o), address(x, xo), address(y, yo), n)
  else if (isFloat32(out)) twin.multiplyComplement(out, o, x, xo, y, yo, n)
  else for (let i = 0; i < n; i++) out[o + i] = x[xo + i] * (1 - y[yo + i])
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
  if (within(out, z, x) && within(y))
    kernels().mix(address(out, o), address(z, zo), address(x, xo), address(y, yo), n)
  else if (isFloat32(out)) twin.mix(out, o, z, zo, x, xo, y, yo, n)
  else for (let i = 0; i < n; i++) out[o + i] = (1 - z[zo + i]) * x[xo + i] + z[zo + i] * y[yo + i]
}

/** Adds a vector b (n) to each of the rows of out (rows, n). */
export function addToRows(out: Floats, o: number, b: Floats, bo: number, rows: number, n: number): void {
  if (within(out, b)) kernels().addToRows(address(out, o), address(b, bo), rows, n)
  else if (isFloat32(out)) twin.addToRows(out, o, b, bo, rows, n)
  else {
    for (let row = 0; row < rows; row++) {
      const start = o + row * n
      for (let i = 0; i < n; i++) out[start + i] += b[bo + i]
    }
  }
}

/** Adds the rows of x (rows, n) to the vector out (n): the gradient of `addToRows`. */
export function addSumOfRows(out: Floats, o: number, x: Floats, xo: number, rows: number, n: number): void {
  if (within(out, x)) kernels().addSumOfRuns(address(out, o), address(x, xo), 1, rows, 0, n)
  else if (isFloat32(out)) twin.addSumOfRows(out, o, x, xo, rows, n)
  else {
    for (let row = 0; row < rows; row++) {
      const start = xo + row * n
      for (let i = 0; i < n; i++) out[o + i] += x[start + i]
    }
  }
}

/** out = 0 */
export function clear(out: Floats, o: number, n: number): void {
  if (within(out)) kernels().clear(address(out, o), n)
  else out.fill(0, o, o + n)
}
