import { COMMAND_BYTES, extentOf, write } from './command'
import { execute } from './execute'
import { scratch, STAGE_BYTES } from './scratch'
import { executeRows, isWorthIt, share } from './threads'

/*
 * What becomes of a kernel's call: it is done at once; or shared with other threads, where that pays; or,
 * between `startRecording` and `endRecording`, written to a command buffer, which can be executed any number
 * of times.
 *
 * There are two kinds of command buffer. One has a number of rows that do not depend on one another, the
 * sequences of a batch: all its commands are about these rows and follow one another. The other, with 0 rows,
 * has commands that do not depend on one another.
 */

let isRecording: bool = false
let begin: usize = 0
let capacity: i32 = 0
let count: i32 = 0
let bufferRows: i32 = 0
let bufferWork: f64 = 0

/** From now on calls are written from `address` on, as far as there is room for `commands`. */
export function startRecording(address: usize, commands: i32, rows: i32): void {
  isRecording = true
  begin = address
  capacity = commands
  count = 0
  bufferRows = rows
  bufferWork = 0
}

/** Returns how many calls there were, more perhaps than were written. */
export function endRecording(): i32 {
  isRecording = false
  return count
}

/** The multiplications of the command buffer that was last written. */
export function recordedWork(): f64 {
  return bufferWork
}

/** Does all that is in a command buffer. */
export function executeBuffer(buffer: usize, commands: i32, rows: i32, work: f64): void {
  if (isWorthIt(work)) {
    share(buffer, commands, rows)
  } else if (rows > 0) {
    executeRows(buffer, commands, 0, rows)
  } else {
    for (let i = 0; i < commands; i++) {
      executeRows(buffer, 1, 0, extentOf(buffer))
      buffer += COMMAND_BYTES
    }
  }
}

/** Whether commands are being written that do not depend on one another. */
export function isRecordingParts(): bool {
  return isRecording && bufferRows === 0
}

/**
 * Calls a pointwise loop over n numbers of each operand. `loop` is its place in the function table, and
 * `workEach` says how many multiplications take as long as one number.
 */
export function callLoop(
  loop: i32,
  operands: i32,
  n: i32,
  workEach: f64,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  e: usize,
  f: usize,
  g: usize,
  h: usize,
  i: usize,
  j: usize,
  k: usize,
  l: usize,
  m: usize,
): void {
  call(loop, operands, n, workEach, a, b, c, d, e, f, g, h, i, j, k, l, m)
}

/** Calls a kernel of matrices for `extent` rows, each of which costs so many multiplications. */
export function callMatrix(
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
): void {
  call(operation, 0, extent, workEach, a, b, c, d, e, f, g, h, i, j, k, l, 0)
}

/** The arguments are those of the first row; `execute` says what they are. */
function call(
  operation: i32,
  operands: i32,
  extent: i32,
  workEach: f64,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  e: usize,
  f: usize,
  g: usize,
  h: usize,
  i: usize,
  j: usize,
  k: usize,
  l: usize,
  m: usize,
): void {
  const work = (extent as f64) * workEach
  const command = isRecording ? nextCommand(work) : scratch + STAGE_BYTES
  const rows = isRecording && bufferRows > 0 ? bufferRows : extent
  const width = rows === extent ? 1 : extent / rows
  // What is not about the rows of a command buffer cannot be cut along them.
  if (width * rows !== extent) unreachable()
  write(command, operation, operands, rows, width, a, b, c, d, e, f, g, h, i, j, k, l, m)
  if (isRecording) return
  if (extent > 1 && isWorthIt(work)) share(command, 1, extent)
  else execute(command, 0, extent)
}

function nextCommand(work: f64): usize {
  bufferWork += work
  // Beyond the end of the room all is written to the same place.
  const place = count < capacity ? count : capacity
  count++
  return begin + (place as usize) * COMMAND_BYTES
}
