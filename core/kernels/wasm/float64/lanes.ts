import {
  Constant,
  FORTY,
  LIMIT,
  LN2_HIGH,
  LN2_REST,
  LOG2_E,
  MINUS_LIMIT,
  ONE,
  ROUND,
  SIGN,
  SMALL,
  TWO,
} from './constants'

/*
 * Functions of two float64 numbers at once, with the bits of the scalar ones in `core/math/elementary.ts`:
 * the same operations in the same order, where those choose a branch here both are computed.
 */
export class Lanes {
  /**
   * e^x. With k = round(x / ln 2): e^x = 2^k (1 + (e^r - 1)), multiplied by 2^k in two factors, so that a
   * subnormal result is rounded once and one beyond the range becomes infinite. NaN stays NaN.
   */
  @inline
  static exp(x: v128): v128 {
    const y = f64x2.pmin(f64x2.pmax(x, Constant.of(MINUS_LIMIT)), Constant.of(LIMIT))
    const round = Constant.of(ROUND)
    const k = f64x2.sub(f64x2.add(f64x2.mul(y, Constant.of(LOG2_E)), round), round)
    const e = f64x2.add(Constant.of(ONE), Lanes.expm1(Lanes.remainder(y, k)))
    const half = f64x2.add(f64x2.mul(k, Constant.overFactorial(2)), round)
    const rest = f64x2.add(f64x2.sub(k, f64x2.sub(half, round)), round)
    return f64x2.mul(f64x2.mul(e, Lanes.power(half)), Lanes.power(rest))
  }

  /** 1 / (1 + e^-x), for negative x as e^x / (1 + e^x), so that small values stay exact. */
  @inline
  static sigmoid(x: v128): v128 {
    const one = Constant.of(ONE)
    const e = Lanes.exp(v128.or(x, Constant.of(SIGN)))
    const isNegative = f64x2.lt(x, f64x2.splat(0))
    return f64x2.div(v128.bitselect(e, one, isNegative), f64x2.add(one, e))
  }

  /** tanh x with u = e^2|x| - 1 and x's sign: u / (u + 2), or 1 - 2 / (u + 2) where u is large. */
  @inline
  static tanh(x: v128): v128 {
    const sign = v128.and(x, Constant.of(SIGN))
    const size = v128.xor(x, sign)
    const y = f64x2.pmin(f64x2.add(size, size), Constant.of(FORTY))
    const round = Constant.of(ROUND)
    const shifted = f64x2.add(f64x2.mul(y, Constant.of(LOG2_E)), round)
    const r = Lanes.remainder(y, f64x2.sub(shifted, round))
    const power = Lanes.power(shifted)
    const one = Constant.of(ONE)
    const two = Constant.of(TWO)
    const u = f64x2.add(f64x2.mul(power, Lanes.expm1(r)), f64x2.sub(power, one))
    const isSmall = f64x2.lt(u, two)
    const q = f64x2.div(v128.bitselect(u, two, isSmall), f64x2.add(u, two))
    const magnitude = v128.bitselect(q, f64x2.sub(one, q), isSmall)
    return v128.bitselect(x, v128.or(sign, magnitude), f64x2.lt(y, Constant.of(SMALL)))
  }

  /** y - k ln 2; the product of k and the first piece of ln 2 is exact. */
  @inline
  private static remainder(y: v128, k: v128): v128 {
    const high = f64x2.sub(y, f64x2.mul(k, Constant.of(LN2_HIGH)))
    return f64x2.sub(high, f64x2.mul(k, Constant.of(LN2_REST)))
  }

  /**
   * 2^k for k = -1022 to 1023: the lowest bits of `shifted`, which is k + 1.5 * 2^52, moved into the
   * exponent.
   */
  @inline
  private static power(shifted: v128): v128 {
    return i64x2.add(i64x2.shl(shifted, 52), Constant.of(ONE))
  }

  /** e^r - 1 for |r| <= ln(2)/2. */
  @inline
  private static expm1(r: v128): v128 {
    const r2 = f64x2.mul(r, r)
    const r4 = f64x2.mul(r2, r2)
    const middle = Lanes.quartet(6, r, r2)
    const high = Lanes.quartet(10, r, r2)
    const tail = f64x2.add(middle, f64x2.mul(r4, high))
    const all = f64x2.add(Lanes.quartet(2, r, r2), f64x2.mul(r4, tail))
    return f64x2.add(r, f64x2.mul(r2, all))
  }

  /** 1/n! + r/(n+1)! + r² (1/(n+2)! + r/(n+3)!) */
  @inline
  private static quartet(n: usize, r: v128, r2: v128): v128 {
    const low = f64x2.add(Constant.overFactorial(n), f64x2.mul(r, Constant.overFactorial(n + 1)))
    const high = f64x2.add(Constant.overFactorial(n + 2), f64x2.mul(r, Constant.overFactorial(n + 3)))
    return f64x2.add(low, f64x2.mul(r2, high))
  }

  /** x: float64 numbers vanish exactly, down to the smallest subnormal one. */
  @inline
  static flush(x: v128): v128 {
    return x
  }

  /** The sum of the lanes. */
  @inline
  static sum(x: v128): f64 {
    return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1)
  }

  /** The larger of the lanes. NaN may be passed over. */
  @inline
  static max(x: v128): f64 {
    const low = f64x2.extract_lane(x, 0)
    const high = f64x2.extract_lane(x, 1)
    return high > low ? high : low
  }

  /** All bits of the first lane: a rest is one number. */
  @inline
  static first(_count: i32): v128 {
    return i64x2(-1, 0)
  }
}

/** The number at `address`, then zero. */
export function loadRest(address: usize, _count: i32): v128 {
  return v128.load64_zero(address)
}

/** Stores the first number of x. */
export function storeRest(address: usize, x: v128, _count: i32): void {
  f64.store(address, f64x2.extract_lane(x, 0))
}
