import { CONSTANTS, placeScratch, scratch } from './scratch'

/* The numbers of `lanes.ts` in memory, by where they lie in scratch; see `../constants.ts`. */

/** As bits it is an exponent of 0. */
export const ONE: usize = CONSTANTS
export const TWO: usize = CONSTANTS + 8
export const FORTY: usize = CONSTANTS + 16
/** Minus zero: the sign bit alone. */
export const SIGN: usize = CONSTANTS + 24
export const LIMIT: usize = CONSTANTS + 32
export const MINUS_LIMIT: usize = CONSTANTS + 40
export const LOG2_E: usize = CONSTANTS + 48
/** 1.5 * 2^52: adding it rounds to an integer. */
export const ROUND: usize = CONSTANTS + 56
export const LN2_HIGH: usize = CONSTANTS + 64
export const LN2_REST: usize = CONSTANTS + 72
/** Where tanh x rounds to x. */
export const SMALL: usize = CONSTANTS + 80
/** 1/2!, 1/3!, .. 1/13!, one behind the other. */
export const FACTORIALS: usize = CONSTANTS + 88

export class Constant {
  /** The number at one of the above places, in all lanes. */
  @inline
  static of(place: usize): v128 {
    return v128.load_splat<f64>(scratch + place)
  }

  /** 1/n! for n from 2 to 13, in all lanes. */
  @inline
  static overFactorial(n: usize): v128 {
    return v128.load_splat<f64>(scratch + FACTORIALS + ((n - 2) << 3))
  }
}

/** Says where this instance may write at will, and writes the constants there. */
export function setScratch(address: usize): void {
  placeScratch(address)
  f64.store(address + ONE, 1)
  f64.store(address + TWO, 2)
  f64.store(address + FORTY, 40)
  f64.store(address + SIGN, -0.0)
  f64.store(address + LIMIT, 710)
  f64.store(address + MINUS_LIMIT, -746)
  f64.store(address + LOG2_E, 1.4426950408889634)
  f64.store(address + ROUND, 6755399441055744)
  f64.store(address + LN2_HIGH, 0.6931471805592082)
  f64.store(address + LN2_REST, 7.371002565167799e-13)
  f64.store(address + SMALL, 1e-8)
  const at = address + FACTORIALS
  f64.store(at, 0.5)
  f64.store(at, 0.16666666666666666, 8)
  f64.store(at, 0.041666666666666664, 16)
  f64.store(at, 0.008333333333333333, 24)
  f64.store(at, 0.001388888888888889, 32)
  f64.store(at, 0.0001984126984126984, 40)
  f64.store(at, 2.48015873015873e-5, 48)
  f64.store(at, 2.7557319223985893e-6, 56)
  f64.store(at, 2.755731922398589e-7, 64)
  f64.store(at, 2.505210838544172e-8, 72)
  f64.store(at, 2.08767569878681e-9, 80)
  f64.store(at, 1.6059043836821613e-10, 88)
}
