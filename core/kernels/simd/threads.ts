import type { Dtype } from '../../math/floats'
import { arenas, type Arena } from './arena'
import { take } from './memory'
import { TABLE_LENGTH, type Memory, type Module } from './webAssembly'

/*
 * More threads for the kernels. A helper is a thread that works in the same memory and takes chunks of the
 * large kernels' work; what it computes has the same bits as without it, so nothing above knows how many
 * there are. Starting threads is the business of the platform's side.
 */

/** All that a helper needs; may be sent to another thread of the same process. */
export interface HelperStart {
  readonly module: Module
  readonly memory: Memory
  readonly scratch: number
  readonly control: number
  readonly isWide: boolean
}

/**
 * A helper's whole program in JavaScript: `start`, a HelperStart, is to be in scope. It needs nothing else,
 * so a thread is up in milliseconds. `serve` returns only when the helper is told to stop.
 */
export const helperProgram = `
  const table = new WebAssembly.Table({ initial: ${TABLE_LENGTH}, element: 'anyfunc' })
  const env = { memory: start.memory, table }
  const { exports } = new WebAssembly.Instance(start.module, { env, threads: { helperLost() {} } })
  const functions = Object.values(exports).filter((each) => typeof each === 'function')
  functions.forEach((each, place) => table.set(place, each))
  exports.setScratch(start.scratch)
  exports.setControl(start.control, 1)
  exports.setWide(start.isWide)
  exports.serve()
`

/** Bytes of a control block, and more than enough. */
const CONTROL_BYTES = 512

/** What is shared: the kernels of one kind of number, by their control block, among so many threads. */
let shared: { readonly arena: Arena; readonly control: number; readonly threads: number } | undefined

/**
 * Prepares this thread's kernels of a kind of number for `count` helpers and returns what each is to be
 * started with; an empty list where there are no SIMD kernels. From then on large kernels share their work
 * with whichever helpers are up; until one is, and wherever one sleeps, they do it themselves.
 */
export function prepareHelpers(dtype: Dtype, count: number): HelperStart[] {
  const arena = arenas[dtype]
  if (count < 1 || !arena.hasKernels) return []
  const control = take(CONTROL_BYTES)
  if (control === null) return []
  const { scratchBytes, ...parts } = arena.parts
  const starts: HelperStart[] = []
  for (let i = 0; i < count; i++) {
    const scratch = take(scratchBytes)
    if (scratch === null) return []
    starts.push({ ...parts, scratch, control })
  }
  shared = { arena, control, threads: count + 1 }
  arena.kernels.setControl(control, count + 1)
  return starts
}

/** Whether large kernels share their work with the helpers, if there are any. The bits are the same. */
export function shareWork(isShared: boolean): void {
  shared?.arena.kernels.setControl(shared.control, isShared ? shared.threads : 1)
}

/** How many commands helpers have worked on since they were prepared. */
export function helpedCommands(): number {
  return shared?.arena.kernels.helpedCommands() ?? 0
}

/** Ends the helpers, within a second, and goes on alone. */
export function stopHelpers(): void {
  shared?.arena.kernels.stopHelpers()
  shared = undefined
}

/** Below this a step's products are over before another thread could take its part. */
const MIN_HIDDEN = 32
const MIN_BATCH = 16
/** More have not been measured to help: the products of one step are small. */
const MAX_THREADS = 4

/** How many threads a training pays for, this one included, on a machine with so many cores. */
export function threadsFor(
  { batch, hiddenSize }: { readonly batch: number; readonly hiddenSize: number },
  cores: number,
): number {
  if (hiddenSize < MIN_HIDDEN || batch < MIN_BATCH) return 1
  return Math.max(1, Math.min(cores, MAX_THREADS))
}
