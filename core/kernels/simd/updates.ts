import type { Updates } from '../updates'
import type { Arena } from './arena'

/** The steps of the optimizers by SIMD kernels. */
export function createSimdUpdates(arena: Arena, scalar: Updates): Updates {
  const { kernels } = arena
  return {
    sgd(p, g, lr, decay) {
      if (arena.within(p, g)) kernels.sgd(arena.address(p, 0), arena.address(g, 0), p.length, lr, decay)
      else scalar.sgd(p, g, lr, decay)
    },
    momentum(p, g, b, lr, mu, decay, isNesterov) {
      if (arena.within(p, g, b)) {
        kernels.momentum(
          arena.address(p, 0),
          arena.address(g, 0),
          arena.address(b, 0),
          p.length,
          lr,
          mu,
          decay,
          isNesterov,
        )
      } else scalar.momentum(p, g, b, lr, mu, decay, isNesterov)
    },
    rmsprop(p, g, v, lr, alpha, eps, decay) {
      if (arena.within(p, g, v)) {
        const at = arena.address(v, 0)
        kernels.rmsprop(
          arena.address(p, 0),
          arena.address(g, 0),
          at,
          p.length,
          lr,
          alpha,
          1 - alpha,
          eps,
          decay,
        )
      } else scalar.rmsprop(p, g, v, lr, alpha, eps, decay)
    },
    adam(p, g, m, v, settings) {
      if (!arena.within(p, g, m) || !arena.within(v)) {
        scalar.adam(p, g, m, v, settings)
        return
      }
      const stepSize = settings[0]
      const beta1 = settings[1]
      const beta2 = settings[2]
      const inverse = 1 / settings[3]
      const eps = settings[4]
      const decay = settings[5]
      const keep = settings[6]
      kernels.adam(
        arena.address(p, 0),
        arena.address(g, 0),
        arena.address(m, 0),
        arena.address(v, 0),
        p.length,
        stepSize,
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        inverse,
        eps,
        decay,
        keep,
      )
    },
  }
}
