/*
 * A kernel's call, written down: what it computes, its extent, and its arguments.
 *
 * The extent is the number of rows that do not depend on one another. A call can be done for some of them at
 * a time: rows of a product, numbers of a pointwise loop, or, where such a loop runs over the rows of a
 * batch, rows of `width` numbers.
 */

const OPERATION: usize = 0
const EXTENT: usize = 4
const WIDTH: usize = 8
const ARGUMENTS: usize = 12

/** Bytes of an entry: room for 13 arguments. */
export const ENTRY_BYTES: usize = 64

export function write(entry: usize, operation: i32, extent: i32, width: i32): void {
  store<i32>(entry + OPERATION, operation)
  store<i32>(entry + EXTENT, extent)
  store<i32>(entry + WIDTH, width)
}

export function writeArgument(entry: usize, index: usize, value: usize): void {
  store<usize>(entry + ARGUMENTS + (index << 2), value)
}

export function operationOf(entry: usize): i32 {
  return load<i32>(entry + OPERATION)
}

export function extentOf(entry: usize): i32 {
  return load<i32>(entry + EXTENT)
}

export function widthOf(entry: usize): i32 {
  return load<i32>(entry + WIDTH)
}

export function argumentOf(entry: usize, index: usize): usize {
  return load<usize>(entry + ARGUMENTS + (index << 2))
}
