import { Lanes, loadRest, storeRest } from './lanes'
import { Float, LANES, PAIR, SHIFT, SIZE } from './number'

/** x *= factor */
export function scale(x: usize, factor: Float, n: i32): void {
  const f = v128.splat<Float>(factor)
  for (; n >= LANES; n -= LANES) {
    v128.store(x, Lanes.flush(v128.mul<Float>(v128.load(x), f)))
    x += 16
  }
  if (n > 0) storeRest(x, Lanes.flush(v128.mul<Float>(loadRest(x, n), f)), n)
}

/** x = max(-limit, min(limit, x)); NaN stays NaN. Returns whether a number was changed. */
export function limit(x: usize, size: Float, n: i32): bool {
  const high = v128.splat<Float>(size)
  const low = v128.splat<Float>(-size)
  let changed = v128.splat<Float>(0)
  for (; n > 0; n -= LANES) {
    const v = n >= LANES ? v128.load(x) : loadRest(x, n)
    const limited = v128.pmin<Float>(v128.pmax<Float>(v, low), high)
    changed = v128.or(changed, v128.ne<Float>(v, limited))
    if (n >= LANES) v128.store(x, limited)
    else storeRest(x, limited, n)
    x += 16
  }
  return v128.any_true(changed)
}

/**
 * Softmax and its gradient for one row after the other: grad = (softmax(s) - [j = target]) / allRows.
 *
 * `out` gets two numbers a row, sum_j exp(s_j - max) and s_target - max, from which the caller makes the
 * loss. The sum is kept as one sum a lane.
 */
export function softmaxRows(
  scores: usize,
  classes: usize,
  grad: usize,
  out: usize,
  rows: i32,
  n: i32,
  allRows: i32,
): void {
  const factor = (1 / (allRows as f64)) as Float
  const stride = (n as usize) << SHIFT
  for (let row = 0; row < rows; row++) {
    const max = maximum(scores, n)
    const top = v128.splat<Float>(max)
    let sums = v128.splat<Float>(0)
    let from = scores
    let to = grad
    let left = n
    for (; left >= PAIR; left -= PAIR) {
      const low = Lanes.exp(v128.sub<Float>(v128.load(from), top))
      const high = Lanes.exp(v128.sub<Float>(v128.load(from, 16), top))
      sums = v128.add<Float>(v128.add<Float>(sums, low), high)
      v128.store(to, low)
      v128.store(to, high, 16)
      from += 32
      to += 32
    }
    for (; left >= LANES; left -= LANES) {
      const e = Lanes.exp(v128.sub<Float>(v128.load(from), top))
      sums = v128.add<Float>(sums, e)
      v128.store(to, e)
      from += 16
      to += 16
    }
    if (left > 0) {
      const e = v128.and(Lanes.first(left), Lanes.exp(v128.sub<Float>(loadRest(from, left), top)))
      sums = v128.add<Float>(sums, e)
      storeRest(to, e, left)
    }
    const total = Lanes.sum(sums)
    const target = (i32.load(classes) as usize) << SHIFT
    store<Float>(out, total)
    store<Float>(out, load<Float>(scores + target) - max, SIZE)
    // p * factor and (p - 1) * factor, not p * factor - factor: that would cancel.
    const p = load<Float>(grad + target) / total
    scaleRow(grad, total, factor, n)
    store<Float>(grad + target, (p - 1) * factor)
    scores += stride
    grad += stride
    classes += 4
    out += 2 * SIZE
  }
}

/** The largest of n >= 1 numbers. NaN may be passed over: it surfaces in the exponentials. */
function maximum(x: usize, n: i32): Float {
  let max = load<Float>(x)
  if (n >= LANES) {
    let lanes = v128.load(x)
    for (; n >= LANES; n -= LANES) {
      lanes = v128.pmax<Float>(lanes, v128.load(x))
      x += 16
    }
    max = Lanes.max(lanes)
  }
  for (; n > 0; n--) {
    const value = load<Float>(x)
    if (value > max) max = value
    x += SIZE
  }
  return max
}

/** x = x / total * factor, flushed */
function scaleRow(x: usize, total: Float, factor: Float, n: i32): void {
  const t = v128.splat<Float>(total)
  const f = v128.splat<Float>(factor)
  for (; n >= LANES; n -= LANES) {
    v128.store(x, Lanes.flush(v128.mul<Float>(v128.div<Float>(v128.load(x), t), f)))
    x += 16
  }
  if (n > 0) storeRest(x, Lanes.flush(v128.mul<Float>(v128.div<Float>(loadRest(x, n), t), f)), n)
}
