import type { Floats } from '../../floats'
import { flush } from './lanes'

/* The scalar twins of `core/math/wasm/optimizers.ts`. Settings arrive as float64 and are rounded first. */

const { fround, sqrt } = Math

export function sgd(p: Floats, g: Floats, lr: number, decay: number): void {
  const rate = fround(lr)
  const l2 = fround(decay)
  for (let i = 0; i < p.length; i++) {
    const slope = fround(g[i] + fround(l2 * p[i]))
    p[i] -= fround(rate * slope)
  }
}

export function momentum(
  p: Floats,
  g: Floats,
  b: Floats,
  lr: number,
  mu: number,
  decay: number,
  nesterov: boolean,
): void {
  const rate = fround(lr)
  const m = fround(mu)
  const l2 = fround(decay)
  for (let i = 0; i < p.length; i++) {
    const slope = fround(g[i] + fround(l2 * p[i]))
    b[i] = flush(fround(fround(m * b[i]) + slope))
    const direction = nesterov ? fround(slope + fround(m * b[i])) : b[i]
    p[i] -= fround(rate * direction)
  }
}

export function rmsprop(
  p: Floats,
  g: Floats,
  v: Floats,
  lr: number,
  alpha: number,
  eps: number,
  decay: number,
): void {
  const rate = fround(lr)
  const keep = fround(alpha)
  const rest = fround(1 - alpha)
  const e = fround(eps)
  const l2 = fround(decay)
  for (let i = 0; i < p.length; i++) {
    const slope = fround(g[i] + fround(l2 * p[i]))
    v[i] = flush(fround(fround(keep * v[i]) + fround(fround(rest * slope) * slope)))
    p[i] -= fround(fround(rate * slope) / fround(fround(sqrt(v[i])) + e))
  }
}

export function adam(
  p: Floats,
  g: Floats,
  m: Floats,
  v: Floats,
  stepSize: number,
  beta1: number,
  beta2: number,
  inverse: number,
  eps: number,
  decay: number,
  keep: number,
): void {
  const size = fround(stepSize)
  const b1 = fround(beta1)
  const r1 = fround(1 - beta1)
  const b2 = fround(beta2)
  const r2 = fround(1 - beta2)
  const correction = fround(inverse)
  const e = fround(eps)
  const l2 = fround(decay)
  const kept = fround(keep)
  for (let i = 0; i < p.length; i++) {
    const slope = fround(g[i] + fround(l2 * p[i]))
    m[i] = flush(fround(fround(b1 * m[i]) + fround(r1 * slope)))
    v[i] = flush(fround(fround(b2 * v[i]) + fround(fround(r2 * slope) * slope)))
    const root = fround(fround(fround(sqrt(v[i])) * correction) + e)
    p[i] = fround(kept * p[i]) - fround(fround(size * m[i]) / root)
  }
}
