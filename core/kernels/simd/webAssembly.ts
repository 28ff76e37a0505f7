/*
 * The one global that `core` needs beyond the language: what it uses of WebAssembly, declared here because no
 * ES library knows it, and reached through the functions below only.
 */

interface MemoryDescriptor {
  readonly initial: number
  readonly maximum: number
  readonly shared: boolean
}

/** A growing block of memory; sizes are in pages of 64 KiB. Shared, so that views outlive its growth. */
export interface Memory {
  readonly buffer: SharedArrayBuffer
  grow(pages: number): number
}

/** Compiled code; may be sent to other threads. */
export type Module = object

interface Table {
  set(index: number, value: unknown): void
}

declare const WebAssembly: {
  readonly Memory: new (descriptor: MemoryDescriptor) => Memory
  readonly Table: new (descriptor: { readonly initial: number; readonly element: 'anyfunc' }) => Table
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => Module
  readonly Instance: new (
    module: Module,
    imports: {
      readonly env: { readonly memory: Memory; readonly table: Table }
      readonly threads: { helperLost(): void }
    },
  ) => { readonly exports: Readonly<Record<string, unknown>> }
}

export const PAGE_BYTES = 65536
/** All that 32-bit addresses reach: 4 GiB. Reserved, not taken. */
const MAXIMUM_PAGES = 65536

/** @throws {RangeError} if the platform has no room for it. */
export function createMemory(initialPages: number): Memory {
  return new WebAssembly.Memory({ initial: initialPages, maximum: MAXIMUM_PAGES, shared: true })
}

/** @throws {Error} if the platform lacks WebAssembly, one of the features used, or the right to compile. */
export function compile(bytes: Uint8Array<ArrayBuffer>): Module {
  return new WebAssembly.Module(bytes)
}

/** A thread that took over a part of some kernel's work is gone: what the kernel computed is incomplete. */
export class HelperLostError extends Error {
  override readonly name = 'HelperLostError'
}

function helperLost(): never {
  throw new HelperLostError('a helper thread died with work in hand')
}

/** More than there are functions. */
export const TABLE_LENGTH = 256

/**
 * The exports of an instance of `module` that works in `memory`. Its function table holds the functions among
 * them, in the order of their names here, which is the same for all instances of a module.
 */
export function instantiate(
  module: Module,
  memory: Memory,
): { readonly exports: object; readonly functionNames: readonly string[] } {
  const table = new WebAssembly.Table({ initial: TABLE_LENGTH, element: 'anyfunc' })
  const { exports } = new WebAssembly.Instance(module, { env: { memory, table }, threads: { helperLost } })
  const functionNames = Object.keys(exports).filter((name) => typeof exports[name] === 'function')
  functionNames.forEach((name, place) => {
    table.set(place, exports[name])
  })
  return { exports, functionNames }
}
