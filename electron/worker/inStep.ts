/**
 * Two runs that train in step: how many updates each has made, where both of their threads can read it.
 */
export interface InStep {
  readonly made: Int32Array<SharedArrayBuffer>
  /** Which of the two it is. */
  readonly own: 0 | 1
}

/** Stands for a run that makes no updates now: the other one does not wait for it. */
const NOT_GOING = 2 ** 31 - 1
/** So long a thread that is ahead waits at a time, and receives no messages. */
const WAIT_MS = 2

/** Both ends of a pair, neither of which makes updates yet. */
export function createPair(): readonly [InStep, InStep] {
  const made = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)).fill(NOT_GOING)
  return [
    { made, own: 0 },
    { made, own: 1 },
  ]
}

/** It makes no updates any more, or for a while. */
export function leaveStep({ made, own }: InStep): void {
  Atomics.store(made, own, NOT_GOING)
  Atomics.notify(made, own)
}

/** It makes updates, and has made so many. */
export function tellStep({ made, own }: InStep, updates: number): void {
  Atomics.store(made, own, updates)
  Atomics.notify(made, own)
}

/** How many updates it may make until the other one has made more; it waits a moment where there are none. */
export function allowedInStep({ made, own }: InStep, updates: number): number {
  const other = 1 - own
  const allowed = (theirs: number): number => (theirs === NOT_GOING ? Infinity : theirs + 1 - updates)
  const theirs = Atomics.load(made, other)
  if (allowed(theirs) < 1) Atomics.wait(made, other, theirs, WAIT_MS)
  return Math.max(0, allowed(Atomics.load(made, other)))
}
