import { Lanes, loadRest, storeRest } from './lanes'

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

/** x *= factor */
export function scale(x: usize, factor: f32, n: i32): void {
  const f = f32x4.splat(factor)
  for (; n >= 4; n -= 4) {
    v128.store(x, Lanes.flush(f32x4.mul(v128.load(x), f)))
    x += 16
  }
  if (n > 0) storeRest(x, Lanes.flush(f32x4.mul(loadRest(x, n), f)), n)
}

/** x = max(-limit, min(limit, x)); NaN stays NaN. Returns whether a number was changed. */
export function limit(x: usize, size: f32, n: i32): bool {
  const high = f32x4.splat(size)
  const low = f32x4.splat(-size)
  let changed = i32x4.splat(0)
  for (; n > 0; n -= 4) {
    const v = n >= 4 ? v128.load(x) : loadRest(x, n)
    const limited = f32x4.pmin(f32x4.pmax(v, low), high)
    changed = v128.or(changed, f32x4.ne(v, limited))
    if (n >= 4) v128.store(x, limited)
    else storeRest(x, limited, n)
    x += 16
  }
  return v128.any_true(changed)
}

/**
 * Softmax and its gradient for one row after the other: grad = (softmax(s) - [j = target]) * factor.
 *
 * `out` gets two numbers a row, sum_j exp(s_j - max) and s_target - max, from which the caller makes the
 * loss. The sum is kept as four sums of every fourth number, added as (s0 + s1) + (s2 + s3).
 */
export function softmaxRows(
  scores: usize,
  classes: usize,
  grad: usize,
  out: usize,
  rows: i32,
  n: i32,
  factor: f32,
): void {
  const stride = (n as usize) << 2
  for (let row = 0; row < rows; row++) {
    const max = maximum(scores, n)
    const top = f32x4.splat(max)
    let sums = f32x4.splat(0)
    let from = scores
    let to = grad
    let left = n
    for (; left >= 8; left -= 8) {
      const low = Lanes.exp(f32x4.sub(v128.load(from), top))
      const high = Lanes.exp(f32x4.sub(v128.load(from, 16), top))
      sums = f32x4.add(f32x4.add(sums, low), high)
      v128.store(to, low)
      v128.store(to, high, 16)
      from += 32
      to += 32
    }
    for (; left >= 4; left -= 4) {
      const e = Lanes.exp(f32x4.sub(v128.load(from), top))
      sums = f32x4.add(sums, e)
      v128.store(to, e)
      from += 16
      to += 16
    }
    if (left > 0) {
      const used = i32x4.gt_s(i32x4.splat(left), i32x4(0, 1, 2, 3))
      const e = v128.and(used, Lanes.exp(f32x4.sub(loadRest(from, left), top)))
      sums = f32x4.add(sums, e)
      storeRest(to, e, left)
    }
    const s01 = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1)
    const total = s01 + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
    const target = (i32.load(classes) as usize) << 2
    f32.store(out, total)
    f32.store(out, f32.load(scores + target) - max, 4)
    // p * factor and (p - 1) * factor, not p * factor - factor: that would cancel.
    const p = f32.load(grad + target) / total
    scaleRow(grad, total, factor, n)
    f32.store(grad + target, (p - 1) * factor)
    scores += stride
    grad += stride
    classes += 4
    out += 8
  }
}

/** The largest of n >= 1 numbers. NaN may be passed over: it surfaces in the exponentials. */
function maximum(x: usize, n: i32): f32 {
  let max = f32.load(x)
  if (n >= 4) {
    let lanes = v128.load(x)
    for (; n >= 4; n -= 4) {
      lanes = f32x4.pmax(lanes, v128.load(x))
      x += 16
    }
    lanes = f32x4.pmax(lanes, v128.shuffle<f32>(lanes, lanes, 2, 3, 0, 1))
    lanes = f32x4.pmax(lanes, v128.shuffle<f32>(lanes, lanes, 1, 0, 3, 2))
    max = f32x4.extract_lane(lanes, 0)
  }
  for (; n > 0; n--) {
    const value = f32.load(x)
    if (value > max) max = value
    x += 4
  }
  return max
}

/** x = x / total * factor, flushed */
function scaleRow(x: usize, total: f32, factor: f32, n: i32): void {
  const t = f32x4.splat(total)
  const f = f32x4.splat(factor)
  for (; n >= 4; n -= 4) {
    v128.store(x, Lanes.flush(f32x4.mul(f32x4.div(v128.load(x), t), f)))
    x += 16
  }
  if (n > 0) storeRest(x, Lanes.flush(f32x4.mul(f32x4.div(loadRest(x, n), t), f)), n)
}
