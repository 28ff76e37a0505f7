import { ENTRY_BYTES, extentOf, write } from './entry'
import { perform } from './perform'
import { scratch, STAGE_BYTES } from './scratch'
import { isWorthIt, performRows, share } from './threads'

/*
 * What becomes of a kernel's call: it is done at once; or shared with other threads, where that pays; or, between
 * `startTape` and `endTape`, written down to be done later, any number of times.
 *
 * There are two kinds of tape. One has a number of rows that do not depend on one another, the sequences of a batch:
 * all its entries are about these rows and follow one another. The other, with 0 rows, has entries that do not depend
 * on one another.
 */

let isRecording: bool = false
let begin: usize = 0
let capacity: i32 = 0
let count: i32 = 0
let tapeRows: i32 = 0
let tapeWork: f64 = 0

/** From now on calls are written from `address` on, as far as there is room for `entries`. */
export function startTape(address: usize, entries: i32, rows: i32): void {
  isRecording = true
  begin = address
  capacity = entries
  count = 0
  tapeRows = rows
  tapeWork = 0
}

/** Returns how many calls there were, more perhaps than were written. */
export function endTape(): i32 {
  isRecording = false
  return count
}

/** The multiplications of the tape that was last written. */
export function workOfTape(): f64 {
  return tapeWork
}

/** Does all that is on a tape. */
export function play(tape: usize, entries: i32, rows: i32, work: f64): void {
  if (isWorthIt(work)) {
    share(tape, entries, rows)
  } else if (rows > 0) {
    performRows(tape, entries, 0, rows)
  } else {
    for (let i = 0; i < entries; i++) {
      performRows(tape, 1, 0, extentOf(tape))
      tape += ENTRY_BYTES
    }
  }
}

/** Whether entries are being written that do not depend on one another. */
export function isRecordingParts(): bool {
  return isRecording && tapeRows === 0
}

/**
 * A call for `extent` rows (numbers, in a pointwise loop), each of which costs so many multiplications. The arguments
 * are those of the first row; `perform` says what they are.
 */
export function call(
  operation: i32,
  extent: i32,
  workEach: f64,
  a: usize,
  b: usize = 0,
  c: usize = 0,
  d: usize = 0,
  e: usize = 0,
  f: usize = 0,
  g: usize = 0,
  h: usize = 0,
  i: usize = 0,
  j: usize = 0,
  k: usize = 0,
  l: usize = 0,
  m: usize = 0,
): void {
  const work = (extent as f64) * workEach
  const entry = isRecording ? nextEntry(work) : scratch + STAGE_BYTES
  const rows = isRecording && tapeRows > 0 ? tapeRows : extent
  const width = rows === extent ? 1 : extent / rows
  // What is not about the rows of a tape cannot be cut along them.
  if (width * rows !== extent) unreachable()
  write(entry, operation, rows, width, a, b, c, d, e, f, g, h, i, j, k, l, m)
  if (isRecording) return
  if (extent > 1 && isWorthIt(work)) share(entry, 1, extent)
  else perform(entry, 0, extent)
}

function nextEntry(work: f64): usize {
  tapeWork += work
  // Beyond the end of the room all is written to the same place.
  const place = count < capacity ? count : capacity
  count++
  return begin + (place as usize) * ENTRY_BYTES
}
