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

export function write(
  entry: usize,
  operation: i32,
  extent: i32,
  width: i32,
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
  store<i32>(entry + OPERATION, operation)
  store<i32>(entry + EXTENT, extent)
  store<i32>(entry + WIDTH, width)
  const to = entry + ARGUMENTS
  store<usize>(to, a)
  store<usize>(to, b, 4)
  store<usize>(to, c, 8)
  store<usize>(to, d, 12)
  store<usize>(to, e, 16)
  store<usize>(to, f, 20)
  store<usize>(to, g, 24)
  store<usize>(to, h, 28)
  store<usize>(to, i, 32)
  store<usize>(to, j, 36)
  store<usize>(to, k, 40)
  store<usize>(to, l, 44)
  store<usize>(to, m, 48)
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
