/** Often enough for the shortest time limit, 0.1 seconds. */
const BEAT_MS = 20
/** A longer gap between two beats is time in which the process did not run: it was stopped, or suspended. */
const MAX_GAP_MS = 200

/** Counts the time in which this process runs, for threads that are too busy to look at it themselves. */
export interface Heartbeat {
  /** Its one number: milliseconds since `start`. Read it with `Atomics.load`. */
  readonly awakeMs: Int32Array<SharedArrayBuffer>
  /** Beats from now on, and keeps nothing alive. */
  start(): void
  stop(): void
}

export function createHeartbeat(): Heartbeat {
  const awakeMs = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  let timer: ReturnType<typeof setInterval> | undefined
  return {
    awakeMs,
    start() {
      let awake = 0
      let last = performance.now()
      timer = setInterval(() => {
        const now = performance.now()
        awake += Math.min(now - last, MAX_GAP_MS)
        last = now
        Atomics.store(awakeMs, 0, Math.round(awake))
      }, BEAT_MS)
      timer.unref()
    },
    stop: () => clearInterval(timer),
  }
}
