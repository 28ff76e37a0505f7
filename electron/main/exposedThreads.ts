import type { Thread, WorkerStart } from '../worker/messages'

/**
 * With UNROLL_TEST=1 the main process keeps its training threads, oldest first, in the global `unrollThreads`, so
 * that a test can kill one as an accident would: by the thread itself, behind the app's back. The window
 * sees nothing of this.
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
