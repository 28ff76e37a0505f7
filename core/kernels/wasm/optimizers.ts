import { Lanes, loadRest, storeRest } from './lanes'

/*
 * The rules of `core/optim` for n numbers of one parameter: p values, g gradients, then the rule's memory.
 * `decay` is L2 weight decay: the rules see g + decay * p in place of g. Memory is flushed, see
 * `Lanes.flush`.
 */

class Numbers {
  @inline
  static load(address: usize, n: i32): v128 {
    return n >= 4 ? v128.load(address) : loadRest(address, n)
  }

  @inline
  static store(address: usize, x: v128, n: i32): void {
    if (n >= 4) v128.store(address, x)
    else storeRest(address, x, n)
  }
}

/** p -= lr (g + decay p) */
export function sgd(p: usize, g: usize, n: i32, lr: f32, decay: f32): void {
  for (; n > 0; n -= 4) {
    const x = Numbers.load(p, n)
    const slope = f32x4.add(Numbers.load(g, n), f32x4.mul(f32x4.splat(decay), x))
    Numbers.store(p, f32x4.sub(x, f32x4.mul(f32x4.splat(lr), slope)), n)
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
  lr: f32,
  mu: f32,
  decay: f32,
  nesterov: bool,
): void {
  const m = f32x4.splat(mu)
  for (; n > 0; n -= 4) {
    const x = Numbers.load(p, n)
    const slope = f32x4.add(Numbers.load(g, n), f32x4.mul(f32x4.splat(decay), x))
    const buffer = Lanes.flush(f32x4.add(f32x4.mul(m, Numbers.load(b, n)), slope))
    const direction = nesterov ? f32x4.add(slope, f32x4.mul(m, buffer)) : buffer
    Numbers.store(b, buffer, n)
    Numbers.store(p, f32x4.sub(x, f32x4.mul(f32x4.splat(lr), direction)), n)
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
  lr: f32,
  alpha: f32,
  rest: f32,
  eps: f32,
  decay: f32,
): void {
  for (; n > 0; n -= 4) {
    const x = Numbers.load(p, n)
    const slope = f32x4.add(Numbers.load(g, n), f32x4.mul(f32x4.splat(decay), x))
    const fresh = f32x4.mul(f32x4.mul(f32x4.splat(rest), slope), slope)
    const square = Lanes.flush(f32x4.add(f32x4.mul(f32x4.splat(alpha), Numbers.load(v, n)), fresh))
    Numbers.store(v, square, n)
    const root = f32x4.add(f32x4.sqrt(square), f32x4.splat(eps))
    Numbers.store(p, f32x4.sub(x, f32x4.div(f32x4.mul(f32x4.splat(lr), slope), root)), n)
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
  stepSize: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  inverse: f32,
  eps: f32,
  decay: f32,
  keep: f32,
): void {
  for (; n > 0; n -= 4) {
    const x = Numbers.load(p, n)
    const slope = f32x4.add(Numbers.load(g, n), f32x4.mul(f32x4.splat(decay), x))
    const old1 = f32x4.mul(f32x4.splat(beta1), Numbers.load(m, n))
    const first = Lanes.flush(f32x4.add(old1, f32x4.mul(f32x4.splat(rest1), slope)))
    const old2 = f32x4.mul(f32x4.splat(beta2), Numbers.load(v, n))
    const second = Lanes.flush(f32x4.add(old2, f32x4.mul(f32x4.mul(f32x4.splat(rest2), slope), slope)))
    Numbers.store(m, first, n)
    Numbers.store(v, second, n)
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(second), f32x4.splat(inverse)), f32x4.splat(eps))
    const change = f32x4.div(f32x4.mul(f32x4.splat(stepSize), first), root)
    Numbers.store(p, f32x4.sub(f32x4.mul(f32x4.splat(keep), x), change), n)
    p += 16
    g += 16
    m += 16
    v += 16
  }
}
