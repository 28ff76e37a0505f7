import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { helperProgram, prepareHelpers, threadsFor } from '../../core/math/float32/threads'

const PROGRAM = `const start = require('node:worker_threads').workerData\n${helperProgram}`

/** How many threads this machine should train such a net with. */
export function chooseThreads(sizes: Parameters<typeof threadsFor>[0]): number {
  return threadsFor(sizes, availableParallelism())
}

/**
 * Gives this thread's kernels `threads - 1` helpers. They keep nothing alive and end with this thread. One that
 * cannot start is not missed; one that dies with work in hand ends the training with an error.
 */
export function startHelpers(threads: number): Worker[] {
  return prepareHelpers(threads - 1).map((start) => {
    const helper = new Worker(PROGRAM, { eval: true, workerData: start })
    helper.unref()
    // Without a listener it would be this thread's own error, whether or not work was lost.
    helper.on('error', () => undefined)
    return helper
  })
}
