/*
 * The kind of number that the kernels compute with. The files of `float64/` take the place of their namesakes
 * here when the kernels are compiled for float64, see `scripts/assemblyScript.mjs`; all other files are the
 * same for both.
 */

export type Float = f32

/** Bytes of a number, and their logarithm: n numbers are n << SHIFT bytes. */
export const SIZE: usize = 4
export const SHIFT: usize = 2
/** Numbers of a vector. */
export const LANES: i32 = 4
/** Numbers of two vectors: columns of a panel, and what a loop takes in a turn. */
export const PAIR: i32 = 8
