import type { Floats } from '../math/floats'
import type { Arithmetic } from './scalar/arithmetic'

/*
 * The steps of the rules in `core/optim` for one parameter: p values, g gradients, then the rule's memory.
 * `decay` is L2 weight decay: the rules see g + decay * p in place of g. The scalar form rounds every
 * intermediate result, settings first, and is the reference of the SIMD kernel of the same name in
 * `wasm/optimizers.ts`; as there what is remembered is flushed.
 */

const { sqrt } = Math

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

/** The steps by scalar loops. */
export function createUpdates({ round, flush }: Arithmetic): Updates {
  return {
    sgd(p, g, lr, decay) {
      const rate = round(lr)
      const l2 = round(decay)
      for (let i = 0; i < p.length; i++) {
        const slope = round(g[i] + round(l2 * p[i]))
        p[i] -= round(rate * slope)
      }
    },
    momentum(p, g, b, lr, mu, decay, isNesterov) {
      const rate = round(lr)
      const m = round(mu)
      const l2 = round(decay)
      for (let i = 0; i < p.length; i++) {
        const slope = round(g[i] + round(l2 * p[i]))
        b[i] = flush(round(round(m * b[i]) + slope))
        const direction = isNesterov ? round(slope + round(m * b[i])) : b[i]
        p[i] -= round(rate * direction)
      }
    },
    rmsprop(p, g, v, lr, alpha, eps, decay) {
      const rate = round(lr)
      const keep = round(alpha)
      const rest = round(1 - alpha)
      const e = round(eps)
      const l2 = round(decay)
      for (let i = 0; i < p.length; i++) {
        const slope = round(g[i] + round(l2 * p[i]))
        v[i] = flush(round(round(keep * v[i]) + round(round(rest * slope) * slope)))
        p[i] -= round(round(rate * slope) / round(round(sqrt(v[i])) + e))
      }
    },
    adam(p, g, m, v, settings) {
      const size = round(settings[0])
      const b1 = round(settings[1])
      const r1 = round(1 - settings[1])
      const b2 = round(settings[2])
      const r2 = round(1 - settings[2])
      const inverse = round(1 / settings[3])
      const e = round(settings[4])
      const l2 = round(settings[5])
      const kept = round(settings[6])
      for (let i = 0; i < p.length; i++) {
        const slope = round(g[i] + round(l2 * p[i]))
        m[i] = flush(round(round(b1 * m[i]) + round(r1 * slope)))
        v[i] = flush(round(round(b2 * v[i]) + round(round(r2 * slope) * slope)))
        const root = round(round(round(sqrt(v[i])) * inverse) + e)
        p[i] = round(kept * p[i]) - round(round(size * m[i]) / root)
      }
    },
  }
}
