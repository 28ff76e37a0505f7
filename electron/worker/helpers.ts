import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Experiment } from '../../core/experiment/experiment'
import type { Dtype } from '../../core/math/floats'
import { helperProgram, prepareHelpers, threadsFor } from '../../core/kernels/simd/threads'

const PROGRAM = `const start = require('node:worker_threads').workerData\n${helperProgram}`

/** How many threads this machine should train such a net with. */
export function chooseThreads(sizes: Parameters<typeof threadsFor>[0]): number {
  return threadsFor(sizes, availableParallelism())
}

/** How many threads an experiment trains with: as many as it asks for, else as many as pay. */
export function threadsOf({ model: { hiddenSize }, train }: Experiment): number {
  return train.threads ?? chooseThreads({ ...train, hiddenSize })
}

/**
 * Gives this thread's kernels of a kind of number `threads - 1` helpers and returns how many that were. They
 * keep nothing alive and end with this thread. One that cannot start is not missed. One that dies is told of
 * by `onDeath`; if it had work in hand, the kernel that waits for it throws after 1.5 seconds.
 */
export function startHelpers(
  dtype: Dtype,
  threads: number,
  onDeath: (why: string) => void = () => undefined,
): number {
  const starts = prepareHelpers(dtype, threads - 1)
  for (const start of starts) {
    const helper = new Worker(PROGRAM, { eval: true, workerData: start })
    helper.unref()
    let isUp = false
    helper.on('online', () => (isUp = true))
    // Without a listener it would be this thread's own error; `exit` follows.
    helper.on('error', () => undefined)
    // 0 is the end of one that was told to stop.
    helper.on('exit', (exitCode) => {
      if (isUp && exitCode !== 0) onDeath(`a helper thread died: exit code ${exitCode}`)
    })
  }
  return starts.length
}
