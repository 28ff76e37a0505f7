import { createMemory, PAGE_BYTES, type Memory } from './webAssembly'

/*
 * The memory of this thread's SIMD kernels, of both kinds of number: one that grows. Nothing is given back
 * before the thread ends, which suits training (all buffers are made once, a run has a thread of its own).
 */

/** Grown by at least so many pages at a time: 4 MiB. */
const GROWTH_PAGES = 64
/** All blocks start at a cache line. */
const ALIGNMENT = 64

/** undefined: not tried yet; null: this platform has none that can be shared. */
let memory: Memory | null | undefined
/** The first free byte; address 0 stays unused. */
let top = ALIGNMENT

/** The memory; null if the platform has none. */
export function kernelMemory(): Memory | null {
  if (memory === undefined) {
    try {
      memory = createMemory(GROWTH_PAGES)
    } catch {
      memory = null
    }
  }
  return memory
}

/** The address of so many bytes, all 0; null where there is no room for them. */
export function take(bytes: number): number | null {
  const memory = kernelMemory()
  if (memory === null) return null
  const end = Math.ceil((top + bytes) / ALIGNMENT) * ALIGNMENT
  const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES)
  if (missing > 0 && !grow(memory, missing)) return null
  const address = top
  top = end
  return address
}

function grow(memory: Memory, pages: number): boolean {
  try {
    memory.grow(Math.max(pages, GROWTH_PAGES))
    return true
  } catch {
    return false
  }
}
