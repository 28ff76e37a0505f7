import { CONSTANTS, placeScratch, scratch } from './scratch'

/*
 * The numbers that `lanes.ts` computes with, in memory, by where they lie in scratch. Engines make a vector
 * of equal numbers anew at each use, with three instructions, or with seven where it fills a 256-bit
 * register; reading one number into all lanes is one.
 */

/** As bits it is an exponent of 0. */
export const ONE: usize = CONSTANTS
export const TWO: usize = CONSTANTS + 4
export const TWENTY: usize = CONSTANTS + 8
/** Minus zero: the sign bit alone. */
export const SIGN: usize = CONSTANTS + 12
export const LIMIT: usize = CONSTANTS + 16
export const MINUS_LIMIT: usize = CONSTANTS + 20
export const LOG2_E: usize = CONSTANTS + 24
/** 1.5 * 2^23: adding it rounds to an integer. */
export const ROUND: usize = CONSTANTS + 28
export const LN2_HIGH: usize = CONSTANTS + 32
export const LN2_REST: usize = CONSTANTS + 36
export const P0: usize = CONSTANTS + 40
export const P1: usize = CONSTANTS + 44
export const P2: usize = CONSTANTS + 48
export const P3: usize = CONSTANTS + 52
export const P4: usize = CONSTANTS + 56
/** 2^-100. */
export const TINY: usize = CONSTANTS + 60

export class Constant {
  /** The number at one of the above places, in all lanes. */
  @inline
  static of(place: usize): v128 {
    return v128.load_splat<f32>(scratch + place)
  }
}

/** Says where this instance may write at will, and writes the constants there. */
export function setScratch(address: usize): void {
  placeScratch(address)
  f32.store(address + ONE, 1)
  f32.store(address + TWO, 2)
  f32.store(address + TWENTY, 20)
  f32.store(address + SIGN, -0.0)
  f32.store(address + LIMIT, 87.3)
  f32.store(address + MINUS_LIMIT, -87.3)
  f32.store(address + LOG2_E, 1.44269504)
  f32.store(address + ROUND, 12582912)
  f32.store(address + LN2_HIGH, 0.693359375)
  f32.store(address + LN2_REST, 0.00021219444)
  f32.store(address + P0, 0.5)
  f32.store(address + P1, 0.16666576)
  f32.store(address + P2, 0.041666467)
  f32.store(address + P3, 0.008363175)
  f32.store(address + P4, 0.0013933644)
  f32.store(address + TINY, 7.888609052210118e-31)
}
