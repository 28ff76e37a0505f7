/* See `../number.ts`. */

export type Float = f64

export const SIZE: usize = 8
export const SHIFT: usize = 3
export const LANES: i32 = 2
export const PAIR: i32 = 4
