import type { Floats } from '../../math/floats'
import { compileKernels, createInstance, type Kernels } from './kernels'
import { createMemory, PAGE_BYTES, type Memory, type Module } from './webAssembly'

/*
 * Where float32 numbers live so that the SIMD kernels reach them: one growing memory per thread. Nothing is
 * given back before the thread ends, which suits training (all buffers are made once, a run has a thread of
 * its own). When the memory is full numbers lie in ordinary arrays, for which the scalar reference of the
 * kernels computes the same bits, slowly.
 */

/** Float32 numbers within reach of the kernels, who know them by this class. */
export class ArenaFloats extends Float32Array<SharedArrayBuffer> {
  /** A part is as good as the whole. */
  override subarray(begin?: number, end?: number): ArenaFloats {
    const part = super.subarray(begin, end)
    return new ArenaFloats(this.buffer, part.byteOffset, part.length)
  }
}

// To everybody else these are Float32Arrays; `slice` and the like make ordinary copies of them.
Object.defineProperty(ArenaFloats.prototype, 'constructor', { value: Float32Array })

/** Grown by at least so many pages at a time: 4 MiB. */
const GROWTH_PAGES = 64
/** All blocks start at a cache line. */
const ALIGNMENT = 64

interface Arena {
  readonly module: Module
  readonly memory: Memory
  readonly kernels: Kernels
  readonly placeOf: (name: string) => number | undefined
  readonly scratchBytes: number
  /** The first free byte; address 0 stays unused. */
  top: number
}

/** undefined: not tried yet; null: this platform has no SIMD kernels. */
let arena: Arena | null | undefined
let isWide = false

/**
 * Which tiles products use from then on, see `core/kernels/wasm/wideTile.ts`. A matter of speed only: the
 * bits are the same.
 */
export function useWideTiles(areWide: boolean): void {
  isWide = areWide
  arena?.kernels.setWide(areWide)
}

function createArena(): Arena | null {
  try {
    const memory = createMemory(GROWTH_PAGES)
    const module = compileKernels()
    const { kernels, scratchBytes, placeOf } = createInstance(module, memory)
    kernels.setScratch(ALIGNMENT)
    kernels.setWide(isWide)
    return { module, memory, kernels, placeOf, scratchBytes, top: align(ALIGNMENT + scratchBytes) }
  } catch {
    return null
  }
}

function align(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT
}

/** `length` zeros. */
export function allocateFloat32(length: number): Float32Array {
  if (arena === undefined) arena = createArena()
  if (arena === null) return new Float32Array(length)
  const { memory, top } = arena
  const end = align(top + length * Float32Array.BYTES_PER_ELEMENT)
  const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES)
  if (missing > 0 && !grow(memory, missing)) return new Float32Array(length)
  arena.top = end
  return new ArenaFloats(memory.buffer, top, length)
}

function grow(memory: Memory, pages: number): boolean {
  try {
    memory.grow(Math.max(pages, GROWTH_PAGES))
    return true
  } catch {
    return false
  }
}

/** Whether this platform has the kernels. */
export function hasKernels(): boolean {
  if (arena === undefined) arena = createArena()
  return arena !== null
}

/** The kernels. Only to be called when numbers are `within` their reach. */
export function kernels(): Kernels {
  return (arena as Arena).kernels
}

/** The place of a function in the function table of the kernels, see `callLoop`; as `kernels`. */
export function placeOf(name: string): number | undefined {
  return (arena as Arena).placeOf(name)
}

/** What further instances in the same memory are made of; as `kernels`. */
export function instanceParts(): Omit<Arena, 'kernels' | 'placeOf' | 'top'> & { readonly isWide: boolean } {
  const { module, memory, scratchBytes } = arena as Arena
  return { module, memory, scratchBytes, isWide }
}

/** Whether all of these numbers are within reach of the kernels. */
export function within(x: Floats, y: Floats = x, z: Floats = x): boolean {
  return x instanceof ArenaFloats && y instanceof ArenaFloats && z instanceof ArenaFloats
}

/** Where element `offset` of `x` lies, for the kernels. */
export function address(x: Floats, offset: number): number {
  return x.byteOffset + 4 * offset
}
