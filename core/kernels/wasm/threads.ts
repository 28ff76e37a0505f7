import { COMMAND_BYTES, extentOf } from './command'
import { execute } from './execute'

/*
 * One job at a time, shared by several threads that work in the same memory: a buffer of commands, cut into
 * chunks whose results do not overlap. A chunk is some rows of all commands, in their order, or one command.
 * Each number is computed by one thread in the same way as if there were one only, so the bits do not depend
 * on how many threads there are or on which takes what. Whoever is awake takes the next chunk: a helper that
 * sleeps, or that the system has put aside, delays nobody who has not left it a chunk.
 *
 * The control block, in bytes; what different threads write to lies in different cache lines:
 */

/**
 * The chunks that nobody has taken yet: the first of them in the lower half of the word, the one behind the
 * last in the upper. The thread that shares takes from the end and helpers from the beginning, so that a
 * thread mostly gets the same rows in one job after the other and has their numbers in its own cache. Helpers
 * sleep on this word.
 */
const OPEN: usize = 0
/** Chunks done, and not 0 while the thread that shares the job sleeps on their number. */
const DONE: usize = 64
const IS_AWAITED: usize = 68
/** Helpers asleep. */
const SLEEPERS: usize = 128
/** Not 0 once helpers are to end. */
const STOP: usize = 192
/** Commands that helpers have worked on, ever: their sign of life. */
const HELPED: usize = 256
/** The job: where its commands are, how many, the rows that it is cut along (0: by commands), the chunks. */
const BUFFER: usize = 320
const COUNT: usize = 324
const ROWS: usize = 328
const CHUNKS: usize = 332

/** Bytes of the control block. */
export const CONTROL_BYTES: i32 = 384

/**
 * A job that is cut along its rows has a chunk for each thread: with more and smaller ones each would take
 * longer.
 */
const MIN_ROWS: i32 = 8
/** A job of fewer multiplications is over before another thread could take its part. */
const MIN_WORK: f64 = 100_000

/**
 * Rounds of looking for work before a helper goes to sleep: some 1 ms, longer than what the other thread does
 * alone between jobs. Waking up takes up to 0.2 ms on a busy machine, which is half an update of a small
 * network.
 */
const ROUNDS: i32 = 100_000
/**
 * Waiting for a helper's chunk: after as many rounds in naps, as long as it gives signs of life. Naps are
 * counted rather than timed, so that a process which was stopped for a while does not take its helpers for
 * dead.
 */
const NAP_NS: i64 = 50_000_000
const NAPS: i32 = 30

/** Throws; imported from a module of this file's name. */
declare function helperLost(): void

let control: usize = 0
/** How many threads share the jobs of this instance, itself included. */
let threads: i32 = 1
let isHelper: bool = false

/** Where the control block is, and among how many threads this instance shares its jobs from now on. */
export function setControl(address: usize, count: i32): void {
  control = address
  threads = count
}

/** Whether so many multiplications are worth sharing. */
export function isWorthIt(work: f64): bool {
  return threads > 1 && work >= MIN_WORK
}

/**
 * Shares a job and returns when all of it is done. `rows` is what it is cut along; 0 stands for its commands.
 */
export function share(buffer: usize, count: i32, rows: i32): void {
  const chunks = rows > 0 ? chunksOf(rows) : count
  store<usize>(control + BUFFER, buffer)
  store<i32>(control + COUNT, count)
  store<i32>(control + ROWS, rows)
  store<i32>(control + CHUNKS, chunks)
  atomic.store<i32>(control + DONE, 0)
  atomic.store<i32>(control + OPEN, chunks << 16)
  if (atomic.load<i32>(control + SLEEPERS) > 0) atomic.notify(control + OPEN, -1)
  while (takeChunk()) {}
  for (let i = 0; i < ROUNDS; i++) if (atomic.load<i32>(control + DONE) === chunks) return
  awaitHelpers(chunks)
}

function awaitHelpers(chunks: i32): void {
  atomic.store<i32>(control + IS_AWAITED, 1)
  let helped = helpedCommands()
  for (let naps = 0; naps < NAPS; naps++) {
    const done = atomic.load<i32>(control + DONE)
    if (done === chunks) {
      atomic.store<i32>(control + IS_AWAITED, 0)
      return
    }
    atomic.wait<i32>(control + DONE, done, NAP_NS)
    const now = helpedCommands()
    if (now !== helped) naps = -1
    helped = now
  }
  // A helper took a chunk and is gone: the result would be incomplete.
  helperLost()
}

function isOpen(open: i32): bool {
  return (open & 0xffff) < open >> 16
}

/** Does one open chunk; false if there is none. */
function takeChunk(): bool {
  const open = atomic.load<i32>(control + OPEN)
  if (!isOpen(open)) return false
  const left = isHelper ? open + 1 : open - (1 << 16)
  if (atomic.cmpxchg<i32>(control + OPEN, open, left) !== open) return true
  // The job cannot change before this chunk is reported as done.
  executeChunk(isHelper ? open & 0xffff : (open >> 16) - 1)
  atomic.add<i32>(control + DONE, 1)
  if (atomic.load<i32>(control + IS_AWAITED) !== 0) atomic.notify(control + DONE, 1)
  return true
}

function executeChunk(chunk: i32): void {
  const buffer = load<usize>(control + BUFFER)
  const rows = load<i32>(control + ROWS)
  if (rows === 0) {
    const command = buffer + (chunk as usize) * COMMAND_BYTES
    executeRows(command, 1, 0, extentOf(command))
    return
  }
  const chunks = load<i32>(control + CHUNKS)
  const first = start(rows, chunk, chunks)
  executeRows(buffer, load<i32>(control + COUNT), first, start(rows, chunk + 1, chunks) - first)
}

/** Does rows `first` to `first + rows` of `count` commands. */
export function executeRows(buffer: usize, count: i32, first: i32, rows: i32): void {
  if (rows === 0) return
  for (let i = 0; i < count; i++) {
    execute(buffer, first, rows)
    if (isHelper) atomic.add<i32>(control + HELPED, 1)
    buffer += COMMAND_BYTES
  }
}

function chunksOf(rows: i32): i32 {
  const most = rows / MIN_ROWS
  return most < 1 ? 1 : most < threads ? most : threads
}

/** Where chunk `chunk` of `rows` begins: at a multiple of 4, the rows of a tile. */
function start(rows: i32, chunk: i32, chunks: i32): i32 {
  if (chunk === chunks) return rows
  const exact = ((rows as i64) * (chunk as i64)) / (chunks as i64)
  return (exact as i32) & ~3
}

/** A helper's life: takes chunks until told to stop. */
export function serve(): void {
  isHelper = true
  while (true) {
    for (let i = 0; i < ROUNDS; i++) if (takeChunk()) i = 0
    const closed = atomic.load<i32>(control + OPEN)
    if (isOpen(closed)) continue
    if (atomic.load<i32>(control + STOP) !== 0) return
    atomic.add<i32>(control + SLEEPERS, 1)
    // Returns at once if a job has come meanwhile: then the word is another.
    atomic.wait<i32>(control + OPEN, closed, 1_000_000_000)
    atomic.sub<i32>(control + SLEEPERS, 1)
  }
}

/** How many commands helpers have worked on so far. */
export function helpedCommands(): i32 {
  return atomic.load<i32>(control + HELPED)
}

/** Tells all helpers to end; they see it within a second. */
export function stopHelpers(): void {
  atomic.store<i32>(control + STOP, 1)
  threads = 1
}
