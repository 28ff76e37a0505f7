import {
  Constant,
  LIMIT,
  LN2_HIGH,
  LN2_REST,
  LOG2_E,
  MINUS_LIMIT,
  ONE,
  P0,
  P1,
  P2,
  P3,
  P4,
  ROUND,
  SIGN,
  TINY,
  TWENTY,
  TWO,
} from './constants'

/*
 * Functions of four float32 numbers at once. Only exactly rounded operations are used (no fused or relaxed
 * ones), so every machine gives the same bits, and so does the scalar reference in
 * `core/kernels/scalar/float32.ts`.
 *
 * They are static methods because a decorator, which inlining needs, may not stand on a plain function.
 */
export class Lanes {
  /**
   * e^x, for |x| > 87.3 as at 87.3 with x's sign, so that no result overflows or is subnormal. Relative error
   * below 1.5e-7. NaN stays NaN.
   *
   * With k = round(x / ln 2) and r = x - k ln 2: e^x = 2^k (1 + r + r² P(r)), |r| <= ln(2)/2. P is the
   * polynomial of degree 4 that interpolates (e^r - 1 - r) / r² at Chebyshev's points: it is off by 8e-9.
   */
  @inline
  static exp(x: v128): v128 {
    const y = f32x4.pmin(f32x4.pmax(x, Constant.of(MINUS_LIMIT)), Constant.of(LIMIT))
    const shifted = f32x4.add(f32x4.mul(y, Constant.of(LOG2_E)), Constant.of(ROUND))
    const r = Lanes.remainder(y, shifted)
    const power = Lanes.power(shifted)
    return f32x4.mul(power, f32x4.add(Constant.of(ONE), Lanes.expm1(r)))
  }

  /**
   * 1 / (1 + e^-x), relative error below 3e-7 for |x| <= 87.3; beyond, as at that border. With e^-x = 2^k e^r
   * the denominator is (1 + 2^k) + 2^k (e^r - 1): two of its three parts need not wait for the polynomial.
   */
  @inline
  static sigmoid(x: v128): v128 {
    const one = Constant.of(ONE)
    const y = f32x4.pmin(f32x4.pmax(x, Constant.of(MINUS_LIMIT)), Constant.of(LIMIT))
    const shifted = f32x4.sub(Constant.of(ROUND), f32x4.mul(y, Constant.of(LOG2_E)))
    const k = f32x4.sub(shifted, Constant.of(ROUND))
    const high = f32x4.add(y, f32x4.mul(k, Constant.of(LN2_HIGH)))
    const r = f32x4.sub(f32x4.mul(k, Constant.of(LN2_REST)), high)
    const power = Lanes.power(shifted)
    const e = f32x4.mul(power, Lanes.expm1(r))
    return f32x4.div(one, f32x4.add(f32x4.add(one, power), e))
  }

  /**
   * tanh x = u / (u + 2) with u = e^2|x| - 1 and x's sign; relative error below 4e-7. u is found without
   * cancellation as 2^k (e^r - 1) + (2^k - 1).
   */
  @inline
  static tanh(x: v128): v128 {
    const sign = v128.and(x, Constant.of(SIGN))
    const size = v128.xor(x, sign)
    const y = f32x4.pmin(f32x4.add(size, size), Constant.of(TWENTY))
    const shifted = f32x4.add(f32x4.mul(y, Constant.of(LOG2_E)), Constant.of(ROUND))
    const r = Lanes.remainder(y, shifted)
    const power = Lanes.power(shifted)
    const u = f32x4.add(f32x4.mul(power, Lanes.expm1(r)), f32x4.sub(power, Constant.of(ONE)))
    return v128.or(sign, f32x4.div(u, f32x4.add(u, Constant.of(TWO))))
  }

  /**
   * y - k ln 2, where `shifted` is k + 1.5 * 2^23: adding that number has rounded to an integer. ln 2 is
   * held in two pieces, of which the first has 10 bits, so that its product with k is exact.
   */
  @inline
  private static remainder(y: v128, shifted: v128): v128 {
    const k = f32x4.sub(shifted, Constant.of(ROUND))
    const high = f32x4.sub(y, f32x4.mul(k, Constant.of(LN2_HIGH)))
    return f32x4.add(high, f32x4.mul(k, Constant.of(LN2_REST)))
  }

  /** 2^k: the lowest bits of `shifted` are k, here moved into the exponent. */
  @inline
  private static power(shifted: v128): v128 {
    return i32x4.add(i32x4.shl(shifted, 23), Constant.of(ONE))
  }

  /** e^r - 1 for |r| <= ln(2)/2. */
  @inline
  private static expm1(r: v128): v128 {
    // In pairs, which shortens the chain of operations that wait for one another.
    const square = f32x4.mul(r, r)
    const low = f32x4.add(f32x4.mul(r, Constant.of(P1)), Constant.of(P0))
    const middle = f32x4.add(f32x4.mul(r, Constant.of(P3)), Constant.of(P2))
    const high = f32x4.add(middle, f32x4.mul(square, Constant.of(P4)))
    const p = f32x4.add(low, f32x4.mul(square, high))
    return f32x4.add(r, f32x4.mul(square, p))
  }

  /**
   * x, or 0 where |x| < 2^-100. Numbers on their way to vanishing must not reach the subnormal range: it is a
   * hundred times slower, and WebAssembly cannot turn it off. NaN stays NaN.
   */
  @inline
  static flush(x: v128): v128 {
    return v128.andnot(x, f32x4.lt(f32x4.abs(x), Constant.of(TINY)))
  }

  /** The sum of the lanes: (x0 + x1) + (x2 + x3). */
  @inline
  static sum(x: v128): f32 {
    const low = f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1)
    return low + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  }

  /** The largest of the lanes. NaN may be passed over. */
  @inline
  static max(x: v128): f32 {
    const halves = f32x4.pmax(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1))
    return f32x4.extract_lane(f32x4.pmax(halves, v128.shuffle<f32>(halves, halves, 1, 0, 3, 2)), 0)
  }

  /** All bits of the first `count` (1 to 3) lanes. */
  @inline
  static first(count: i32): v128 {
    return i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3))
  }
}

/** The first `count` (1 to 3) numbers from `address`, then zeros. */
export function loadRest(address: usize, count: i32): v128 {
  let x = v128.load32_zero(address)
  if (count > 1) x = f32x4.replace_lane(x, 1, f32.load(address, 4))
  if (count > 2) x = f32x4.replace_lane(x, 2, f32.load(address, 8))
  return x
}

/** Stores the first `count` (1 to 3) numbers of x. */
export function storeRest(address: usize, x: v128, count: i32): void {
  f32.store(address, f32x4.extract_lane(x, 0))
  if (count > 1) f32.store(address, f32x4.extract_lane(x, 1), 4)
  if (count > 2) f32.store(address, f32x4.extract_lane(x, 2), 8)
}
