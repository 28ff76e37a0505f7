import type { Floats } from '../math/floats'
import { flush } from './scalar/float32'

/*
 * The steps of the rules in `core/optim` for one parameter: p values, g gradients, then the rule's memory.
 * `decay` is L2 weight decay: the rules see g + decay * p in place of g. Each has its two scalar forms: in
 * float64, and in float32 with every intermediate result rounded, settings first. The float32 form is the
 * reference of the SIMD kernel of the same name in `wasm/optimizers.ts`, and as there what is remembered is
 * flushed.
 */

const { fround, sqrt } = Math

/** The steps as a backend offers them, by name. */
export interface Updates {
  /** p -= lr (g + decay p) */
  sgd(p: Floats, g: Floats, lr: number, decay: number): void
  /** b = mu b + g;  p -= lr b, or for Nesterov p -= lr (g + mu b) */
  momentum(p: Floats, g: Floats, b: Floats, lr: number, mu: number, decay: number, isNesterov: boolean): void
  /** v = alpha v + (1 - alpha) g²;  p -= lr g / (sqrt(v) + eps) */
  rmsprop(p: Floats, g: Floats, v: Floats, lr: number, alpha: number, eps: number, decay: number): void
  /**
   * m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g²;
   * p = keep p - stepSize m / (sqrt(v) / correction + eps)
   *
   * `settings` are stepSize, beta1, beta2, correction, eps, decay and keep, in an array since numbers that
   * are handed on may cost allocations. `keep` is what AdamW leaves of p, else 1.
   */
  adam(p: Floats, g: Floats, m: Floats, v: Floats, settings: Float64Array): void
}

export const float64Updates: Updates = {
  sgd(p, g, lr, decay) {
    for (let i = 0; i < p.length; i++) p[i] -= lr * (g[i] + decay * p[i])
  },
  momentum(p, g, b, lr, mu, decay, isNesterov) {
    for (let i = 0; i < p.length; i++) {
      const slope = g[i] + decay * p[i]
      b[i] = mu * b[i] + slope
      p[i] -= lr * (isNesterov ? slope + mu * b[i] : b[i])
    }
  },
  rmsprop(p, g, v, lr, alpha, eps, decay) {
    for (let i = 0; i < p.length; i++) {
      const slope = g[i] + decay * p[i]
      v[i] = alpha * v[i] + (1 - alpha) * slope * slope
      p[i] -= (lr * slope) / (sqrt(v[i]) + eps)
    }
  },
  adam(p, g, m, v, settings) {
    const stepSize = settings[0]
    const beta1 = settings[1]
    const beta2 = settings[2]
    const inverse = 1 / settings[3]
    const eps = settings[4]
    const decay = settings[5]
    const keep = settings[6]
    for (let i = 0; i < p.length; i++) {
      const slope = g[i] + decay * p[i]
      m[i] = beta1 * m[i] + (1 - beta1) * slope
      v[i] = beta2 * v[i] + (1 - beta2) * slope * slope
      p[i] = keep * p[i] - (stepSize * m[i]) / (sqrt(v[i]) * inverse + eps)
    }
  },
}

export const float32Updates: Updates = {
  sgd(p, g, lr, decay) {
    const rate = fround(lr)
    const l2 = fround(decay)
    for (let i = 0; i < p.length; i++) {
      const slope = fround(g[i] + fround(l2 * p[i]))
      p[i] -= fround(rate * slope)
    }
  },
  momentum(p, g, b, lr, mu, decay, isNesterov) {
    const rate = fround(lr)
    const m = fround(mu)
    const l2 = fround(decay)
    for (let i = 0; i < p.length; i++) {
      const slope = fround(g[i] + fround(l2 * p[i]))
      b[i] = flush(fround(fround(m * b[i]) + slope))
      const direction = isNesterov ? fround(slope + fround(m * b[i])) : b[i]
      p[i] -= fround(rate * direction)
    }
  },
  rmsprop(p, g, v, lr, alpha, eps, decay) {
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
  },
  adam(p, g, m, v, settings) {
    const size = fround(settings[0])
    const b1 = fround(settings[1])
    const r1 = fround(1 - settings[1])
    const b2 = fround(settings[2])
    const r2 = fround(1 - settings[2])
    const inverse = fround(1 / settings[3])
    const e = fround(settings[4])
    const l2 = fround(settings[5])
    const kept = fround(settings[6])
    for (let i = 0; i < p.length; i++) {
      const slope = fround(g[i] + fround(l2 * p[i]))
      m[i] = flush(fround(fround(b1 * m[i]) + fround(r1 * slope)))
      v[i] = flush(fround(fround(b2 * v[i]) + fround(fround(r2 * slope) * slope)))
      const root = fround(fround(fround(sqrt(v[i])) * inverse) + e)
      p[i] = fround(kept * p[i]) - fround(fround(size * m[i]) / root)
    }
  },
}
