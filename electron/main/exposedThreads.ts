import type { Thread, WorkerStart } from '../worker/messages'

/**
 * Keeps the threads that `spawn` starts, oldest first, in the global `unrollThreads` of the main process, so
 * that an end-to-end test can kill one as a crash would. The main process does this with UNROLL_TEST=1 only;
 * no window can reach the global.
 */
export function exposeThreads(spawn: (start: WorkerStart) => Thread): (start: WorkerStart) => Thread {
  const threads: Thread[] = []
  Object.assign(globalThis, { unrollThreads: threads })
  return (start) => {
    const thread = spawn(start)
    threads.push(thread)
    return thread
  }
}
