import { Operation } from './operation'
import { call } from './tape'

/*
 * The pointwise kernels under their own names as they are called from outside: done at once, shared or written down, see
 * `tape.ts`. The third argument of `call` says how many multiplications take as long as one number here.
 */

/** Clearing and copying are never worth sharing; and what is copied may overlap. */
export function clear(out: usize, n: i32): void {
  call(Operation.Clear, n, 0, out)
}

export function copy(out: usize, x: usize, n: i32): void {
  call(Operation.Copy, n, 0, out, x)
}

export function tanh(out: usize, x: usize, n: i32): void {
  call(Operation.Tanh, n, 32, out, x)
}

export function sigmoid(out: usize, x: usize, n: i32): void {
  call(Operation.Sigmoid, n, 32, out, x)
}

export function relu(out: usize, x: usize, n: i32): void {
  call(Operation.Relu, n, 1, out, x)
}

export function sum(out: usize, x: usize, y: usize, n: i32): void {
  call(Operation.Sum, n, 2, out, x, y)
}

export function subtract(out: usize, x: usize, y: usize, n: i32): void {
  call(Operation.Subtract, n, 2, out, x, y)
}

export function multiply(out: usize, x: usize, y: usize, n: i32): void {
  call(Operation.Multiply, n, 2, out, x, y)
}

export function multiplyComplement(out: usize, x: usize, y: usize, n: i32): void {
  call(Operation.MultiplyComplement, n, 2, out, x, y)
}

export function tanhBackward(out: usize, dy: usize, y: usize, n: i32): void {
  call(Operation.TanhBackward, n, 4, out, dy, y)
}

export function sigmoidBackward(out: usize, dy: usize, y: usize, n: i32): void {
  call(Operation.SigmoidBackward, n, 4, out, dy, y)
}

export function reluBackward(out: usize, dy: usize, y: usize, n: i32): void {
  call(Operation.ReluBackward, n, 2, out, dy, y)
}

export function addProduct(out: usize, x: usize, y: usize, n: i32): void {
  call(Operation.AddProduct, n, 2, out, x, y)
}

export function mix(out: usize, z: usize, x: usize, y: usize, n: i32): void {
  call(Operation.Mix, n, 2, out, z, x, y)
}

export function lstmForward(
  i: usize,
  f: usize,
  g: usize,
  o: usize,
  before: usize,
  c: usize,
  tanhC: usize,
  h: usize,
  n: i32,
): void {
  call(Operation.LstmForward, n, 128, i, f, g, o, before, c, tanhC, h)
}

export function lstmBackward(
  dh: usize,
  dc: usize,
  i: usize,
  f: usize,
  g: usize,
  o: usize,
  before: usize,
  tanhC: usize,
  di: usize,
  df: usize,
  dg: usize,
  dO: usize,
  toC: usize,
  n: i32,
): void {
  call(Operation.LstmBackward, n, 64, dh, dc, i, f, g, o, before, tanhC, di, df, dg, dO, toC)
}

export function gruForward(
  r: usize,
  z: usize,
  n: usize,
  m: usize,
  before: usize,
  h: usize,
  count: i32,
): void {
  call(Operation.GruForward, count, 96, r, z, n, m, before, h)
}

export function gruBackward(
  dh: usize,
  r: usize,
  z: usize,
  n: usize,
  m: usize,
  before: usize,
  dr: usize,
  dz: usize,
  dn: usize,
  dm: usize,
  count: i32,
): void {
  call(Operation.GruBackward, count, 48, dh, r, z, n, m, before, dr, dz, dn, dm)
}
