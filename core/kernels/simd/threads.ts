import type { Dtype } from '../../math/floats'
import { address, allocateFloat32, instanceParts, kernels, within } from './arena'
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

/** Numbers of a control block, and more than enough. */
const CONTROL_LENGTH = 128

let control: Float32Array | undefined
/** This thread and its helpers. */
let threads = 1

/**
 * Prepares this thread's kernels for `count` helpers and returns what each is to be started with; an empty
 * list where there are no SIMD kernels. From then on large kernels share their work with whichever helpers
 * are up; until one is, and wherever one sleeps, they do it themselves.
 */
export function prepareHelpers(count: number): HelperStart[] {
  if (count < 1) return []
  const block = allocateFloat32(CONTROL_LENGTH)
  if (!within(block)) return []
  const { scratchBytes, ...parts } = instanceParts()
  const starts: HelperStart[] = []
  for (let i = 0; i < count; i++) {
    const scratch = allocateFloat32(scratchBytes / 4)
    if (!within(scratch)) return []
    starts.push({ ...parts, scratch: address(scratch, 0), control: address(block, 0) })
  }
  control = block
  threads = count + 1
  kernels().setControl(address(block, 0), threads)
  return starts
}

/** Whether large kernels share their work with the helpers, if there are any. The bits are the same. */
export function shareWork(isShared: boolean): void {
  if (control !== undefined) kernels().setControl(address(control, 0), isShared ? threads : 1)
}

/** How many commands helpers have worked on since they were prepared. */
export function helpedCommands(): number {
  return control === undefined ? 0 : kernels().helpedCommands()
}

/** Ends the helpers, within a second, and goes on alone. */
export function stopHelpers(): void {
  if (control !== undefined) kernels().stopHelpers()
  control = undefined
}

/** Below this a step's products are over before another thread could take its part. */
const MIN_HIDDEN = 32
const MIN_BATCH = 16
/** More have not been measured to help: the products of one step are small. */
const MAX_THREADS = 4

/** How many threads a training pays for, this one included, on a machine with so many cores. */
export function threadsFor(
  { dtype, batch, hiddenSize }: { dtype: Dtype; batch: number; hiddenSize: number },
  cores: number,
): number {
  if (dtype !== 'float32' || hiddenSize < MIN_HIDDEN || batch < MIN_BATCH) return 1
  return Math.max(1, Math.min(cores, MAX_THREADS))
}
