import type { Floats } from '../math/floats'
import type { Arithmetic } from './scalar/arithmetic'

/*
 * The table of pointwise operations. All operands of a call have the same length; `out` is overwritten unless
 * stated otherwise, and it may be an input too, but may not overlap one otherwise. Operands are trusted.
 *
 * An entry has the formula of one number in the arithmetic of its kind, every intermediate result rounded. It
 * is the reference of the SIMD kernel of the same name in `wasm/pointwise.ts`: both give the same bits.
 * `work` says how many multiplications take as long as one number of the kernel, by which threads decide what
 * is worth sharing.
 */

type Nullary = (out: Floats) => void
type Unary = (out: Floats, x: Floats) => void
type Binary = (out: Floats, x: Floats, y: Floats) => void
type Ternary = (out: Floats, x: Floats, y: Floats, z: Floats) => void

/** One operation: its scalar form in an arithmetic. `F` is its signature. */
interface Operation<F> {
  readonly work: number
  scalar(arithmetic: Arithmetic): F
}

/** An operation of one input; the formula gets the old number of `out` last. */
function unary(
  work: number,
  formulaIn: (arithmetic: Arithmetic) => (x: number, old: number) => number,
): Operation<Unary> {
  return {
    work,
    scalar(arithmetic) {
      const formula = formulaIn(arithmetic)
      return (out, x) => {
        for (let i = 0; i < out.length; i++) out[i] = formula(x[i], out[i])
      }
    },
  }
}

function binary(
  work: number,
  formulaIn: (arithmetic: Arithmetic) => (x: number, y: number, old: number) => number,
): Operation<Binary> {
  return {
    work,
    scalar(arithmetic) {
      const formula = formulaIn(arithmetic)
      return (out, x, y) => {
        for (let i = 0; i < out.length; i++) out[i] = formula(x[i], y[i], out[i])
      }
    },
  }
}

function ternary(
  work: number,
  formulaIn: (arithmetic: Arithmetic) => (x: number, y: number, z: number) => number,
): Operation<Ternary> {
  return {
    work,
    scalar(arithmetic) {
      const formula = formulaIn(arithmetic)
      return (out, x, y, z) => {
        for (let i = 0; i < out.length; i++) out[i] = formula(x[i], y[i], z[i])
      }
    },
  }
}

const clear: Operation<Nullary> = {
  work: 0,
  scalar: () => (out) => {
    out.fill(0)
  },
}

export const operations = {
  /** out = 0, which is never worth sharing. */
  clear,

  /** out = tanh x */
  tanh: unary(32, ({ tanh }) => tanh),

  /** out = 1 / (1 + e^-x) */
  sigmoid: unary(32, ({ sigmoid }) => sigmoid),

  /** out = max(0, x); NaN stays NaN. */
  relu: unary(1, () => (x) => (x <= 0 ? 0 : x)),

  /** out = x, which is never worth sharing. */
  copy: unary(0, () => (x) => x),

  /** out += x */
  add: unary(2, () => (x, old) => old + x),

  /** out = x + y */
  sum: binary(2, () => (x, y) => x + y),

  /** out = x - y */
  subtract: binary(2, () => (x, y) => x - y),

  /** out = x y */
  multiply: binary(
    2,
    ({ round, flush }) =>
      (x, y) =>
        flush(round(x * y)),
  ),

  /** out += x y */
  addProduct: binary(
    2,
    ({ round, flush }) =>
      (x, y, old) =>
        old + flush(round(x * y)),
  ),

  /** out = x (1 - y) */
  multiplyComplement: binary(
    2,
    ({ round, flush }) =>
      (x, y) =>
        flush(round(x * round(1 - y))),
  ),

  /** out = dy (1 - y²): the gradient through y = tanh(..). */
  tanhBackward: binary(
    4,
    ({ round, flush }) =>
      (dy, y) =>
        flush(round(dy * round(1 - round(y * y)))),
  ),

  /** out = dy y (1 - y): the gradient through y = sigmoid(..). */
  sigmoidBackward: binary(
    4,
    ({ round, flush }) =>
      (dy, y) =>
        flush(round(round(dy * y) * round(1 - y))),
  ),

  /** out = dy where y > 0, else 0: the gradient through y = relu(..), with relu'(0) = 0 as PyTorch has it. */
  reluBackward: binary(2, () => (dy, y) => (y > 0 ? dy : 0)),

  /** out = (1 - z) x + z y */
  mix: ternary(
    2,
    ({ round }) =>
      (z, x, y) =>
        round(round(1 - z) * x) + round(z * y),
  ),
}

export type OperationName = keyof typeof operations

/** The operations as a backend offers them, by name. */
export type Operations = { readonly [name in OperationName]: ReturnType<(typeof operations)[name]['scalar']> }

/** One function for each operation of the table. */
export function mapOperations(implement: <F>(operation: Operation<F>, name: OperationName) => F): Operations {
  const names = Object.keys(operations) as OperationName[]
  return Object.fromEntries(
    names.map((name) => [name, implement<unknown>(operations[name], name)]),
  ) as unknown as Operations
}
