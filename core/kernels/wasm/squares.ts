import { loadRest } from './lanes'

/** The sum of x² in float64: four sums of every fourth number, added as (s0 + s1) + (s2 + s3). */
export function sumOfSquares(x: usize, n: i32): f64 {
  let low = f64x2.splat(0)
  let high = f64x2.splat(0)
  for (; n > 0; n -= 4) {
    const v = n >= 4 ? v128.load(x) : loadRest(x, n)
    const a = f64x2.promote_low_f32x4(v)
    const b = f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3))
    low = f64x2.add(low, f64x2.mul(a, a))
    high = f64x2.add(high, f64x2.mul(b, b))
    x += 16
  }
  const s01 = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1)
  return s01 + (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1))
}
