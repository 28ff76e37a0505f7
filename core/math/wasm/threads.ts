import { gruBackward, gruForward, lstmBackward, lstmForward } from './gates'
import { Job } from './job'
import { addToRows, tanh, tanhBackward } from './pointwise'
import { product, productAtB } from './product'
import { softmaxRows } from './reduce'

/*
 * One job at a time, shared by several threads that work in the same memory. A job is cut into chunks whose
 * results do not overlap: rows of a product, stretches of a pointwise loop. Each number is computed by one
 * thread in the same way as if there were one only, so the bits do not depend on how many threads there are
 * or on which takes what. Whoever is awake takes the next chunk: a helper that sleeps, or that the system has
 * put aside, delays nobody who has not left it a chunk.
 *
 * The control block, in bytes; what different threads write to lies in different cache lines:
 */

/** Chunks of the job that nobody has taken yet; 0 between jobs. Helpers sleep on this word. */
const OPEN: usize = 0
/** Chunks done. */
const DONE: usize = 64
/** Helpers asleep. */
const SLEEPERS: usize = 128
/** Not 0 once helpers are to end. */
const STOP: usize = 192
/** Chunks that helpers have done, ever. */
const HELPED: usize = 196
/** What to do, the number of chunks, and then the arguments, 4 bytes each. */
const JOB: usize = 256
const CHUNKS: usize = 260
const ARGUMENTS: usize = 264

/** Bytes of the control block. */
export const CONTROL_BYTES: i32 = 384

/** Rounds of looking for work before a helper goes to sleep: some 0.2 ms, longer than a step's gaps. */
const ROUNDS: i32 = 20_000
/**
 * Waiting for a helper's chunk: after as many rounds in naps, and not for ever. Naps are counted rather than timed, so
 * that a process which was stopped for a while does not take its helpers for dead.
 */
const NAP_NS: i64 = 50_000_000
const NAPS: i32 = 30

/** Throws; imported from a module of this file's name. */
declare function helperLost(): void

let control: usize = 0
let isShared: bool = false

/** Where the control block is, and whether this instance shares its jobs with helpers from now on. */
export function setControl(address: usize, shared: bool): void {
  control = address
  isShared = shared
}

/** Whether work of that many operations is worth sharing. */
export function isWorthIt(operations: i64): bool {
  return isShared && operations >= 1 << 17
}

export function put(index: usize, value: usize): void {
  store<usize>(control + ARGUMENTS + (index << 2), value)
}

function get(index: usize): usize {
  return load<usize>(control + ARGUMENTS + (index << 2))
}

/** Shares the job whose arguments have been put, and returns when all of it is done. */
export function share(job: i32, chunks: i32): void {
  store<i32>(control + JOB, job)
  store<i32>(control + CHUNKS, chunks)
  atomic.store<i32>(control + DONE, 0)
  atomic.store<i32>(control + OPEN, chunks)
  if (atomic.load<i32>(control + SLEEPERS) > 0) atomic.notify(control + OPEN, -1)
  while (takeChunk()) {}
  for (let i = 0; i < ROUNDS; i++) if (atomic.load<i32>(control + DONE) === chunks) return
  for (let i = 0; i < NAPS; i++) {
    const done = atomic.load<i32>(control + DONE)
    if (done === chunks) return
    atomic.wait<i32>(control + DONE, done, NAP_NS)
  }
  // A helper took a chunk and is gone: the result would be incomplete.
  helperLost()
}

/** Does one open chunk; false if there is none. */
function takeChunk(): bool {
  const open = atomic.load<i32>(control + OPEN)
  if (open === 0) return false
  if (atomic.cmpxchg<i32>(control + OPEN, open, open - 1) !== open) return true
  // The job cannot change before this chunk is reported as done.
  perform(load<i32>(control + JOB), open - 1, load<i32>(control + CHUNKS))
  atomic.add<i32>(control + DONE, 1)
  atomic.notify(control + DONE, 1)
  return true
}

/** A helper's life: takes chunks until told to stop. */
export function serve(): void {
  while (true) {
    for (let i = 0; i < ROUNDS; i++) {
      if (takeChunk()) {
        atomic.add<i32>(control + HELPED, 1)
        i = 0
      }
    }
    if (atomic.load<i32>(control + STOP) !== 0) return
    atomic.add<i32>(control + SLEEPERS, 1)
    atomic.wait<i32>(control + OPEN, 0, 1_000_000_000)
    atomic.sub<i32>(control + SLEEPERS, 1)
  }
}

/** How many chunks helpers have done so far. */
export function helpedChunks(): i32 {
  return atomic.load<i32>(control + HELPED)
}

/** Tells all helpers to end; they see it within a second. */
export function stopHelpers(): void {
  atomic.store<i32>(control + STOP, 1)
  isShared = false
}

/** Where chunk `chunk` of n numbers begins: at a multiple of 4. */
function start(n: i32, chunk: i32, chunks: i32): i32 {
  if (chunk === chunks) return n
  const exact = ((n as i64) * (chunk as i64)) / (chunks as i64)
  return (exact as i32) & ~3
}

function perform(job: i32, chunk: i32, chunks: i32): void {
  // The first argument is always the number that the job is cut along.
  const n = get(0) as i32
  const first = start(n, chunk, chunks)
  const count = start(n, chunk + 1, chunks) - first
  if (count <= 0) return
  const at = (first as usize) << 2
  if (job === Job.Product) {
    const rows = first as usize
    product(
      get(1) + rows * get(2),
      get(2),
      get(3) + rows * get(4),
      get(4),
      get(5),
      count,
      get(6) as i32,
      get(7) as i32,
      get(8) !== 0,
    )
  } else if (job === Job.ProductAtB) {
    const to = get(1) + (first as usize) * get(2)
    productAtB(to, get(2), get(3) + at, get(4), get(5), get(6), count, get(7) as i32, get(8) as i32)
  } else if (job === Job.LstmForward) {
    lstmForward(
      get(1) + at,
      get(2) + at,
      get(3) + at,
      get(4) + at,
      get(5) + at,
      get(6) + at,
      get(7) + at,
      get(8) + at,
      count,
    )
  } else if (job === Job.LstmBackward) {
    lstmBackward(
      get(1) + at,
      get(2) + at,
      get(3) + at,
      get(4) + at,
      get(5) + at,
      get(6) + at,
      get(7) + at,
      get(8) + at,
      get(9) + at,
      get(10) + at,
      get(11) + at,
      get(12) + at,
      get(13) + at,
      count,
    )
  } else if (job === Job.GruForward) {
    gruForward(get(1) + at, get(2) + at, get(3) + at, get(4) + at, get(5) + at, get(6) + at, count)
  } else if (job === Job.GruBackward) {
    gruBackward(
      get(1) + at,
      get(2) + at,
      get(3) + at,
      get(4) + at,
      get(5) + at,
      get(6) + at,
      get(7) + at,
      get(8) + at,
      get(9) + at,
      get(10) + at,
      count,
    )
  } else if (job === Job.Tanh) {
    tanh(get(1) + at, get(2) + at, count)
  } else if (job === Job.TanhBackward) {
    tanhBackward(get(1) + at, get(2) + at, get(3) + at, count)
  } else if (job === Job.AddToRows) {
    const width = get(3) as i32
    addToRows(get(1) + at * (width as usize), get(2), count, width)
  } else if (job === Job.SoftmaxRows) {
    const width = get(5) as i32
    const rows = at * (width as usize)
    const factor = reinterpret<f32>(get(6) as i32)
    softmaxRows(get(1) + rows, get(2) + at, get(3) + rows, get(4) + 2 * at, count, width, factor)
  }
}
