import type { Dtype } from '../../math/floats'
import { base64 as float32Kernels } from '../wasm/index.ts?assemblyscript'
import { base64 as float64Kernels } from '../wasm/index.ts?assemblyscript=float64'
import { decodeBase64 } from './base64'
import { compile, instantiate, type Memory, type Module } from './webAssembly'

/*
 * The functions of `core/kernels/wasm` by name. Addresses are bytes in the memory, counts are numbers;
 * strides are bytes. What each computes stands beside its source. Pointwise loops are not listed: `callLoop`
 * calls one by its place in the function table.
 */

export interface Kernels {
  setScratch(address: number): void
  setWide(isWide: boolean): void
  setControl(address: number, threads: number): void
  serve(): void
  stopHelpers(): void
  helpedCommands(): number
  startRecording(address: number, commands: number, rows: number): void
  endRecording(): number
  recordedWork(): number
  executeBuffer(buffer: number, commands: number, rows: number, work: number): void
  callLoop(
    loop: number,
    operands: number,
    n: number,
    workEach: number,
    a: number,
    b: number,
    c: number,
    d: number,
    e: number,
    f: number,
    g: number,
    h: number,
    i: number,
    j: number,
    k: number,
    l: number,
    m: number,
  ): void
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
  copy(out: number, x: number, n: number): void
  addToRows(out: number, b: number, rows: number, n: number): void
  addSumOfRuns(out: number, x: number, runs: number, rows: number, stride: number, n: number): void
  sumOfSquares(x: number, n: number): number
  scale(x: number, factor: number, n: number): void
  limit(x: number, size: number, n: number): number
  softmaxRows(scores: number, classes: number, grad: number, out: number, rows: number, n: number): void
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

export interface Instance {
  readonly kernels: Kernels
  readonly scratchBytes: number
  /**
   * The place of each function in the function table, by which `callLoop` knows it; undefined if there is
   * none.
   */
  placeOf(name: string): number | undefined
}

const binaries: Readonly<Record<Dtype, string>> = { float64: float64Kernels, float32: float32Kernels }

/**
 * The kernels of a kind of number.
 * @throws {Error} if the platform cannot compile them.
 */
export function compileKernels(dtype: Dtype): Module {
  return compile(decodeBase64(binaries[dtype]))
}

export function createInstance(module: Module, memory: Memory): Instance {
  const { exports, functionNames } = instantiate(module, memory)
  const known = exports as Kernels & Readonly<Record<typeof SCRATCH, { value: number }>>
  const places = new Map(functionNames.map((name, place) => [name, place]))
  return {
    // A plain copy: an exports object is slow to look things up in.
    kernels: { ...known },
    scratchBytes: known[SCRATCH].value,
    placeOf: (name) => places.get(name),
  }
}
