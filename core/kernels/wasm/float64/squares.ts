import { loadRest } from './lanes'

/** The sum of x²: four sums of every fourth number, added as (s0 + s1) + (s2 + s3). */
export function sumOfSquares(x: usize, n: i32): f64 {
  let low = f64x2.splat(0)
  let high = f64x2.splat(0)
  for (; n >= 4; n -= 4) {
    const a = v128.load(x)
    const b = v128.load(x, 16)
    low = f64x2.add(low, f64x2.mul(a, a))
    high = f64x2.add(high, f64x2.mul(b, b))
    x += 32
  }
  if (n > 0) {
    const a = n > 1 ? v128.load(x) : loadRest(x, n)
    low = f64x2.add(low, f64x2.mul(a, a))
  }
  if (n > 2) {
    const b = loadRest(x + 16, n - 2)
    high = f64x2.add(high, f64x2.mul(b, b))
  }
  const s01 = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1)
  return s01 + (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1))
}
