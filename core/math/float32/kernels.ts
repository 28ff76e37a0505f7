import { base64 } from '../wasm/index.ts?assemblyscript'
import { decodeBase64 } from './base64'
import { compile, instantiate, type Memory, type Module } from './webAssembly'

/*
 * The functions of `core/math/wasm` by name. Addresses are bytes in the memory, counts are numbers; strides
 * are bytes. What each computes stands beside its source and, in words, at the twin of the same name.
 */

type Unary = (out: number, x: number, n: number) => void
type Binary = (out: number, x: number, y: number, n: number) => void

export interface Kernels {
  setScratch(address: number): void
  setWide(isWide: boolean): void
  setControl(address: number, threads: number): void
  serve(): void
  stopHelpers(): void
  helpedEntries(): number
  startTape(address: number, entries: number, rows: number): void
  endTape(): number
  workOfTape(): number
  play(tape: number, entries: number, rows: number, work: number): void
  packColumns(panels: number, w: number, stride: number, n: number, k: number): void
  packRows(panels: number, b: number, stride: number, n: number, k: number): void
  product(
    c: number,
    cStride: number,
    from: number,
    fromStride: number,
    a: number,
    aStride: number,
    panels: number,
    m: number,
    n: number,
    k: number,
  ): void
  /** `product` without help from other threads. */
  productAlone: Kernels['product']
  productAtB(
    c: number,
    b: number,
    n: number,
    c2: number,
    b2: number,
    n2: number,
    a: number,
    m: number,
    k: number,
    run: number,
    gap: number,
    blocks: number,
    blockBytes: number,
  ): void
  tanh: Unary
  sigmoid: Unary
  relu: Unary
  copy: Unary
  clear(out: number, n: number): void
  sum: Binary
  subtract: Binary
  multiply: Binary
  multiplyComplement: Binary
  tanhBackward: Binary
  sigmoidBackward: Binary
  reluBackward: Binary
  addProduct: Binary
  mix(out: number, z: number, x: number, y: number, n: number): void
  addToRows(out: number, b: number, rows: number, n: number): void
  addSumOfRuns(out: number, x: number, runs: number, rows: number, stride: number, n: number): void
  lstmForward(
    i: number,
    f: number,
    g: number,
    o: number,
    before: number,
    c: number,
    tanhC: number,
    h: number,
    n: number,
  ): void
  lstmBackward(
    dh: number,
    dc: number,
    i: number,
    f: number,
    g: number,
    o: number,
    before: number,
    tanhC: number,
    di: number,
    df: number,
    dg: number,
    dO: number,
    toC: number,
    n: number,
  ): void
  gruForward(r: number, z: number, n: number, m: number, before: number, h: number, count: number): void
  gruBackward(
    dh: number,
    r: number,
    z: number,
    n: number,
    m: number,
    before: number,
    dr: number,
    dz: number,
    dn: number,
    dm: number,
    count: number,
  ): void
  sumOfSquares(x: number, n: number): number
  scale(x: number, factor: number, n: number): void
  limit(x: number, size: number, n: number): number
  softmaxRows(
    scores: number,
    classes: number,
    grad: number,
    out: number,
    rows: number,
    n: number,
    factor: number,
  ): void
  sgd(p: number, g: number, n: number, lr: number, decay: number): void
  momentum(
    p: number,
    g: number,
    b: number,
    n: number,
    lr: number,
    mu: number,
    decay: number,
    nesterov: boolean,
  ): void
  rmsprop(
    p: number,
    g: number,
    v: number,
    n: number,
    lr: number,
    alpha: number,
    rest: number,
    eps: number,
    decay: number,
  ): void
  adam(
    p: number,
    g: number,
    m: number,
    v: number,
    n: number,
    stepSize: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    inverse: number,
    eps: number,
    decay: number,
    keep: number,
  ): void
}

/** Bytes that an instance needs for itself, see `setScratch`. */
const SCRATCH = 'SCRATCH_BYTES'

/** @throws {Error} if the platform cannot compile it. */
export function compileKernels(): Module {
  return compile(decodeBase64(base64))
}

export function createKernels(module: Module, memory: Memory): { kernels: Kernels; scratchBytes: number } {
  const exports = instantiate(module, memory) as Kernels & Readonly<Record<typeof SCRATCH, { value: number }>>
  // A plain copy: an exports object is slow to look things up in.
  return { kernels: { ...exports }, scratchBytes: exports[SCRATCH].value }
}
