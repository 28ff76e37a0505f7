/*
 * A command is a kernel's call in memory: what it computes, its extent, and its arguments.
 *
 * The extent is the number of rows that do not depend on one another. A command can be done for some of them
 * at a time: rows of a product, numbers of a pointwise loop, or, where such a loop runs over the rows of a
 * batch, rows of `width` numbers.
 */

/** A pointwise loop has from 1 to 13 operands in the upper half of this word, a kernel of matrices 0. */
const OPERATION: usize = 0
const EXTENT: usize = 4
const WIDTH: usize = 8
const ARGUMENTS: usize = 12

/** Bytes of a command: room for 13 arguments. */
export const COMMAND_BYTES: usize = 64

export function write(
  command: usize,
  operation: i32,
  operands: i32,
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
  store<i32>(command + OPERATION, (operands << 16) | operation)
  store<i32>(command + EXTENT, extent)
  store<i32>(command + WIDTH, width)
  const to = command + ARGUMENTS
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

export function operationOf(command: usize): i32 {
  return load<i32>(command + OPERATION) & 0xffff
}

export function operandsOf(command: usize): i32 {
  return load<i32>(command + OPERATION) >> 16
}

export function extentOf(command: usize): i32 {
  return load<i32>(command + EXTENT)
}

export function widthOf(command: usize): i32 {
  return load<i32>(command + WIDTH)
}

export function argumentOf(command: usize, index: usize): usize {
  return load<usize>(command + ARGUMENTS + (index << 2))
}
