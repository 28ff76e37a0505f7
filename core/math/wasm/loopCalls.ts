import * as gates from './gates'
import { Operation } from './operation'
import * as pointwise from './pointwise'
import { beginsLoop, end, put } from './tape'

/*
 * The pointwise kernels under their own names as they are called from outside: done at once, shared or written down, see
 * `tape.ts`. The last argument of `loop` says how many multiplications take as long as one number here.
 */

function loop(operation: i32, out: usize, x: usize, y: usize, z: usize, n: i32, workEach: i32): bool {
  if (!beginsLoop(operation, n, workEach)) return false
  put(0, out)
  put(1, x)
  put(2, y)
  put(3, z)
  end()
  return true
}

/** Clearing and copying are never worth sharing; and what is copied may overlap. */
export function clear(out: usize, n: i32): void {
  if (!loop(Operation.Clear, out, 0, 0, 0, n, 0)) pointwise.clear(out, n)
}

export function copy(out: usize, x: usize, n: i32): void {
  if (!loop(Operation.Copy, out, x, 0, 0, n, 0)) pointwise.copy(out, x, n)
}

export function tanh(out: usize, x: usize, n: i32): void {
  if (!loop(Operation.Tanh, out, x, 0, 0, n, 32)) pointwise.tanh(out, x, n)
}

export function sigmoid(out: usize, x: usize, n: i32): void {
  if (!loop(Operation.Sigmoid, out, x, 0, 0, n, 32)) pointwise.sigmoid(out, x, n)
}

export function relu(out: usize, x: usize, n: i32): void {
  if (!loop(Operation.Relu, out, x, 0, 0, n, 1)) pointwise.relu(out, x, n)
}

export function sum(out: usize, x: usize, y: usize, n: i32): void {
  if (!loop(Operation.Sum, out, x, y, 0, n, 2)) pointwise.sum(out, x, y, n)
}

export function subtract(out: usize, x: usize, y: usize, n: i32): void {
  if (!loop(Operation.Subtract, out, x, y, 0, n, 2)) pointwise.subtract(out, x, y, n)
}

export function multiply(out: usize, x: usize, y: usize, n: i32): void {
  if (!loop(Operation.Multiply, out, x, y, 0, n, 2)) pointwise.multiply(out, x, y, n)
}

export function multiplyComplement(out: usize, x: usize, y: usize, n: i32): void {
  if (!loop(Operation.MultiplyComplement, out, x, y, 0, n, 2)) pointwise.multiplyComplement(out, x, y, n)
}

export function tanhBackward(out: usize, dy: usize, y: usize, n: i32): void {
  if (!loop(Operation.TanhBackward, out, dy, y, 0, n, 4)) pointwise.tanhBackward(out, dy, y, n)
}

export function sigmoidBackward(out: usize, dy: usize, y: usize, n: i32): void {
  if (!loop(Operation.SigmoidBackward, out, dy, y, 0, n, 4)) pointwise.sigmoidBackward(out, dy, y, n)
}

export function reluBackward(out: usize, dy: usize, y: usize, n: i32): void {
  if (!loop(Operation.ReluBackward, out, dy, y, 0, n, 2)) pointwise.reluBackward(out, dy, y, n)
}

export function addProduct(out: usize, x: usize, y: usize, n: i32): void {
  if (!loop(Operation.AddProduct, out, x, y, 0, n, 2)) pointwise.addProduct(out, x, y, n)
}

export function mix(out: usize, z: usize, x: usize, y: usize, n: i32): void {
  if (!loop(Operation.Mix, out, z, x, y, n, 2)) pointwise.mix(out, z, x, y, n)
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
  if (!beginsLoop(Operation.LstmForward, n, 128)) {
    gates.lstmForward(i, f, g, o, before, c, tanhC, h, n)
    return
  }
  put(0, i)
  put(1, f)
  put(2, g)
  put(3, o)
  put(4, before)
  put(5, c)
  put(6, tanhC)
  put(7, h)
  end()
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
  if (!beginsLoop(Operation.LstmBackward, n, 64)) {
    gates.lstmBackward(dh, dc, i, f, g, o, before, tanhC, di, df, dg, dO, toC, n)
    return
  }
  put(0, dh)
  put(1, dc)
  put(2, i)
  put(3, f)
  put(4, g)
  put(5, o)
  put(6, before)
  put(7, tanhC)
  put(8, di)
  put(9, df)
  put(10, dg)
  put(11, dO)
  put(12, toC)
  end()
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
  if (!beginsLoop(Operation.GruForward, count, 96)) {
    gates.gruForward(r, z, n, m, before, h, count)
    return
  }
  put(0, r)
  put(1, z)
  put(2, n)
  put(3, m)
  put(4, before)
  put(5, h)
  end()
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
  if (!beginsLoop(Operation.GruBackward, count, 48)) {
    gates.gruBackward(dh, r, z, n, m, before, dr, dz, dn, dm, count)
    return
  }
  put(0, dh)
  put(1, r)
  put(2, z)
  put(3, n)
  put(4, m)
  put(5, before)
  put(6, dr)
  put(7, dz)
  put(8, dn)
  put(9, dm)
  end()
}
