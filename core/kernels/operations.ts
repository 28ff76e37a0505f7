import { exp, tanh as tanhOf } from '../math/elementary'
import type { Floats } from '../math/floats'
import { flush, sigmoid as float32Sigmoid, tanh as float32Tanh } from './scalar/float32'

/*
 * The table of pointwise operations. All operands of a call have the same length; `out` is overwritten unless
 * stated otherwise, and it may be an input too, but may not overlap one otherwise. Operands are trusted.
 *
 * An entry has the operation's two scalar forms: the float64 loop, written out for speed, and the float32
 * formula of one number, with every intermediate result rounded. The float32 formula is the reference of the
 * SIMD kernel of the same name in `wasm/pointwise.ts`: both give the same bits. `work` says how many
 * multiplications take as long as one number of the kernel, by which threads decide what is worth sharing.
 */

const { fround } = Math

type Nullary = (out: Floats) => void
type Unary = (out: Floats, x: Floats) => void
type Binary = (out: Floats, x: Floats, y: Floats) => void
type Ternary = (out: Floats, x: Floats, y: Floats, z: Floats) => void

/** One operation: its scalar forms in both kinds of number. `F` is its signature. */
interface Operation<F> {
  readonly work: number
  readonly float64: F
  readonly float32: F
}

/** An operation of one input; the formula gets the old number of `out` last. */
function unary(work: number, float64: Unary, formula: (x: number, old: number) => number): Operation<Unary> {
  return {
    work,
    float64,
    float32(out, x) {
      for (let i = 0; i < out.length; i++) out[i] = formula(x[i], out[i])
    },
  }
}

function binary(
  work: number,
  float64: Binary,
  formula: (x: number, y: number, old: number) => number,
): Operation<Binary> {
  return {
    work,
    float64,
    float32(out, x, y) {
      for (let i = 0; i < out.length; i++) out[i] = formula(x[i], y[i], out[i])
    },
  }
}

function ternary(
  work: number,
  float64: Ternary,
  formula: (x: number, y: number, z: number, old: number) => number,
): Operation<Ternary> {
  return {
    work,
    float64,
    float32(out, x, y, z) {
      for (let i = 0; i < out.length; i++) out[i] = formula(x[i], y[i], z[i], out[i])
    },
  }
}

const clear: Nullary = (out) => {
  out.fill(0)
}

export const operations = {
  /** out = 0, which is never worth sharing. */
  clear: { work: 0, float64: clear, float32: clear },

  /** out = tanh x */
  tanh: unary(
    32,
    (out, x) => {
      for (let i = 0; i < out.length; i++) out[i] = tanhOf(x[i])
    },
    float32Tanh,
  ),

  /** out = 1 / (1 + e^-x), see `sigmoid` in `core/math/elementary.ts`. */
  sigmoid: unary(
    32,
    (out, x) => {
      for (let i = 0; i < out.length; i++) {
        const value = x[i]
        const e = exp(value < 0 ? value : -value)
        out[i] = (value < 0 ? e : 1) / (1 + e)
      }
    },
    float32Sigmoid,
  ),

  /** out = max(0, x); NaN stays NaN. */
  relu: unary(
    1,
    (out, x) => {
      for (let i = 0; i < out.length; i++) {
        const value = x[i]
        out[i] = value <= 0 ? 0 : value
      }
    },
    (x) => (x <= 0 ? 0 : x),
  ),

  /** out = x, which is never worth sharing. */
  copy: unary(
    0,
    (out, x) => {
      for (let i = 0; i < out.length; i++) out[i] = x[i]
    },
    (x) => x,
  ),

  /** out += x */
  add: unary(
    2,
    (out, x) => {
      for (let i = 0; i < out.length; i++) out[i] += x[i]
    },
    (x, old) => old + x,
  ),

  /** out = x + y */
  sum: binary(
    2,
    (out, x, y) => {
      for (let i = 0; i < out.length; i++) out[i] = x[i] + y[i]
    },
    (x, y) => x + y,
  ),

  /** out = x - y */
  subtract: binary(
    2,
    (out, x, y) => {
      for (let i = 0; i < out.length; i++) out[i] = x[i] - y[i]
    },
    (x, y) => x - y,
  ),

  /** out = x y */
  multiply: binary(
    2,
    (out, x, y) => {
      for (let i = 0; i < out.length; i++) out[i] = x[i] * y[i]
    },
    (x, y) => flush(fround(x * y)),
  ),

  /** out += x y */
  addProduct: binary(
    2,
    (out, x, y) => {
      for (let i = 0; i < out.length; i++) out[i] += x[i] * y[i]
    },
    (x, y, old) => old + flush(fround(x * y)),
  ),

  /** out = x (1 - y) */
  multiplyComplement: binary(
    2,
    (out, x, y) => {
      for (let i = 0; i < out.length; i++) out[i] = x[i] * (1 - y[i])
    },
    (x, y) => flush(fround(x * fround(1 - y))),
  ),

  /** out = dy (1 - y²): the gradient through y = tanh(..). */
  tanhBackward: binary(
    4,
    (out, dy, y) => {
      for (let i = 0; i < out.length; i++) out[i] = dy[i] * (1 - y[i] * y[i])
    },
    (dy, y) => flush(fround(dy * fround(1 - fround(y * y)))),
  ),

  /** out = dy y (1 - y): the gradient through y = sigmoid(..). */
  sigmoidBackward: binary(
    4,
    (out, dy, y) => {
      for (let i = 0; i < out.length; i++) out[i] = dy[i] * y[i] * (1 - y[i])
    },
    (dy, y) => flush(fround(fround(dy * y) * fround(1 - y))),
  ),

  /** out = dy where y > 0, else 0: the gradient through y = relu(..), with relu'(0) = 0 as PyTorch has it. */
  reluBackward: binary(
    2,
    (out, dy, y) => {
      for (let i = 0; i < out.length; i++) out[i] = y[i] > 0 ? dy[i] : 0
    },
    (dy, y) => (y > 0 ? dy : 0),
  ),

  /** out = (1 - z) x + z y */
  mix: ternary(
    2,
    (out, z, x, y) => {
      for (let i = 0; i < out.length; i++) out[i] = (1 - z[i]) * x[i] + z[i] * y[i]
    },
    (z, x, y) => fround(fround(1 - z) * x) + fround(z * y),
  ),
}

export type OperationName = keyof typeof operations

/** The operations as a backend offers them, by name. */
export type Operations = { readonly [name in OperationName]: (typeof operations)[name]['float64'] }

/** One function for each operation of the table. */
export function mapOperations(implement: <F>(operation: Operation<F>, name: OperationName) => F): Operations {
  const names = Object.keys(operations) as OperationName[]
  return Object.fromEntries(
    names.map((name) => [name, implement<unknown>(operations[name], name)]),
  ) as unknown as Operations
}
