import { Lanes, loadRest, storeRest } from './lanes'
import { Float, LANES } from './number'

/*
 * The rules of `core/optim` for n numbers of one parameter: p values, g gradients, then the rule's memory.
 * `decay` is L2 weight decay: the rules see g + decay * p in place of g. Memory is flushed, see
 * `Lanes.flush`.
 */

class Numbers {
  @inline
  static load(address: usize, n: i32): v128 {
    return n >= LANES ? v128.load(address) : loadRest(address, n)
  }

  @inline
  static store(address: usize, x: v128, n: i32): void {
    if (n >= LANES) v128.store(address, x)
    else storeRest(address, x, n)
  }
}

/** p -= lr (g + decay p) */
export function sgd(p: usize, g: usize, n: i32, lr: Float, decay: Float): void {
  for (; n > 0; n -= LANES) {
    const x = Numbers.load(p, n)
    const slope = v128.add<Float>(Numbers.load(g, n), v128.mul<Float>(v128.splat<Float>(decay), x))
    Numbers.store(p, v128.sub<Float>(x, v128.mul<Float>(v128.splat<Float>(lr), slope)), n)
    p += 16
    g += 16
  }
}

/** b = mu b + g;  p -= lr b, or for Nesterov p -= lr (g + mu b) */
export function momentum(
  p: usize,
  g: usize,
  b: usize,
  n: i32,
  lr: Float,
  mu: Float,
  decay: Float,
  nesterov: bool,
): void {
  const m = v128.splat<Float>(mu)
  for (; n > 0; n -= LANES) {
    const x = Numbers.load(p, n)
    const slope = v128.add<Float>(Numbers.load(g, n), v128.mul<Float>(v128.splat<Float>(decay), x))
    const buffer = Lanes.flush(v128.add<Float>(v128.mul<Float>(m, Numbers.load(b, n)), slope))
    const direction = nesterov ? v128.add<Float>(slope, v128.mul<Float>(m, buffer)) : buffer
    Numbers.store(b, buffer, n)
    Numbers.store(p, v128.sub<Float>(x, v128.mul<Float>(v128.splat<Float>(lr), direction)), n)
    p += 16
    g += 16
    b += 16
  }
}

/** v = alpha v + (1 - alpha) g²;  p -= lr g / (sqrt(v) + eps); `rest` is 1 - alpha */
export function rmsprop(
  p: usize,
  g: usize,
  v: usize,
  n: i32,
  lr: Float,
  alpha: Float,
  rest: Float,
  eps: Float,
  decay: Float,
): void {
  for (; n > 0; n -= LANES) {
    const x = Numbers.load(p, n)
    const slope = v128.add<Float>(Numbers.load(g, n), v128.mul<Float>(v128.splat<Float>(decay), x))
    const fresh = v128.mul<Float>(v128.mul<Float>(v128.splat<Float>(rest), slope), slope)
    const square = Lanes.flush(
      v128.add<Float>(v128.mul<Float>(v128.splat<Float>(alpha), Numbers.load(v, n)), fresh),
    )
    Numbers.store(v, square, n)
    const root = v128.add<Float>(v128.sqrt<Float>(square), v128.splat<Float>(eps))
    Numbers.store(
      p,
      v128.sub<Float>(x, v128.div<Float>(v128.mul<Float>(v128.splat<Float>(lr), slope), root)),
      n,
    )
    p += 16
    g += 16
    v += 16
  }
}

/**
 * m = beta1 m + rest1 g;  v = beta2 v + rest2 g²;  p = keep p - stepSize m / (sqrt(v) / correction + eps)
 *
 * with rest = 1 - beta. `keep` is AdamW's 1 - lr decay, and `inverse` 1 / correction.
 */
export function adam(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  stepSize: Float,
  beta1: Float,
  rest1: Float,
  beta2: Float,
  rest2: Float,
  inverse: Float,
  eps: Float,
  decay: Float,
  keep: Float,
): void {
  for (; n > 0; n -= LANES) {
    const x = Numbers.load(p, n)
    const slope = v128.add<Float>(Numbers.load(g, n), v128.mul<Float>(v128.splat<Float>(decay), x))
    const old1 = v128.mul<Float>(v128.splat<Float>(beta1), Numbers.load(m, n))
    const first = Lanes.flush(v128.add<Float>(old1, v128.mul<Float>(v128.splat<Float>(rest1), slope)))
    const old2 = v128.mul<Float>(v128.splat<Float>(beta2), Numbers.load(v, n))
    const second = Lanes.flush(
      v128.add<Float>(old2, v128.mul<Float>(v128.mul<Float>(v128.splat<Float>(rest2), slope), slope)),
    )
    Numbers.store(m, first, n)
    Numbers.store(v, second, n)
    const root = v128.add<Float>(
      v128.mul<Float>(v128.sqrt<Float>(second), v128.splat<Float>(inverse)),
      v128.splat<Float>(eps),
    )
    const change = v128.div<Float>(v128.mul<Float>(v128.splat<Float>(stepSize), first), root)
    Numbers.store(p, v128.sub<Float>(v128.mul<Float>(v128.splat<Float>(keep), x), change), n)
    p += 16
    g += 16
    m += 16
    v += 16
  }
}
