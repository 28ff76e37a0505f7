import type { MessagePort } from 'node:worker_threads'
import type { WorkerReport } from './messages'

/** What a training thread works with: a clock, timers and the way to its host. Tests give their own. */
export interface Environment {
  /** Milliseconds of a clock that never goes back. */
  now(): number
  /** Calls back once the messages that wait have been received. */
  defer(callback: () => void): void
  /** Calls back after so many milliseconds. Returns the function that cancels it. */
  setTimer(callback: () => void, ms: number): () => void
  /**
   * Sends a copy of the report. Nothing is transferred: a thread that has detached a buffer once loses what
   * V8 compiled for its typed arrays, and checks from then on whether each one is still there.
   */
  post(report: WorkerReport): void
}

/** The longest time that a thread computes before it defers, so that it receives its messages. */
export const SLICE_MS = 8

/** The environment of the thread that owns this port. */
export function threadEnvironment(port: MessagePort): Environment {
  return {
    now: () => performance.now(),
    defer: (callback) => void setImmediate(callback),
    setTimer(callback, ms) {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
    post: (report) => port.postMessage(report),
  }
}
