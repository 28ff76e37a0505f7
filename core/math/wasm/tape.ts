import { ENTRY_BYTES, extentOf, write, writeArgument } from './entry'
import { isWorthIt, ownEntry, performRows, share } from './threads'

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
/** The entry that is being written. */
let entry: usize = 0

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
 * Begins the entry of a call with `extent` rows that costs so many multiplications. If it returns false the call is to
 * be done at once; otherwise `put` its arguments and `end` it.
 */
export function begins(operation: i32, extent: i32, work: f64): bool {
  return beginsEntry(operation, extent, 1, work)
}

/** The same for a pointwise loop over n numbers: on a tape with rows they are those of all rows. */
export function beginsLoop(operation: i32, n: i32, workEach: i32): bool {
  const extent = isRecording && tapeRows > 0 ? tapeRows : n
  return beginsEntry(operation, extent, extent === n ? 1 : n / extent, (n as f64) * (workEach as f64))
}

function beginsEntry(operation: i32, extent: i32, width: i32, work: f64): bool {
  if (isRecording) {
    tapeWork += work
    // Beyond the end of the room all is written to the same place.
    entry = begin + ((count < capacity ? count : capacity) as usize) * ENTRY_BYTES
    count++
  } else if (isWorthIt(work)) {
    entry = ownEntry()
  } else {
    return false
  }
  write(entry, operation, extent, width)
  return true
}

export function put(index: usize, value: usize): void {
  writeArgument(entry, index, value)
}

export function end(): void {
  if (!isRecording) share(entry, 1, extentOf(entry))
}
