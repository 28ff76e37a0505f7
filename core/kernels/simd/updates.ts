import { float32Updates, type Updates } from '../updates'
import { address, kernels, within } from './arena'

/** The steps of the optimizers by SIMD kernels. */
export const simdUpdates: Updates = {
  sgd(p, g, lr, decay) {
    if (within(p, g)) kernels().sgd(address(p, 0), address(g, 0), p.length, lr, decay)
    else float32Updates.sgd(p, g, lr, decay)
  },
  momentum(p, g, b, lr, mu, decay, isNesterov) {
    if (within(p, g, b)) {
      kernels().momentum(address(p, 0), address(g, 0), address(b, 0), p.length, lr, mu, decay, isNesterov)
    } else float32Updates.momentum(p, g, b, lr, mu, decay, isNesterov)
  },
  rmsprop(p, g, v, lr, alpha, eps, decay) {
    if (within(p, g, v)) {
      const at = address(v, 0)
      kernels().rmsprop(address(p, 0), address(g, 0), at, p.length, lr, alpha, 1 - alpha, eps, decay)
    } else float32Updates.rmsprop(p, g, v, lr, alpha, eps, decay)
  },
  adam(p, g, m, v, settings) {
    if (!within(p, g, m) || !within(v)) {
      float32Updates.adam(p, g, m, v, settings)
      return
    }
    const stepSize = settings[0]
    const beta1 = settings[1]
    const beta2 = settings[2]
    const inverse = 1 / settings[3]
    const eps = settings[4]
    const decay = settings[5]
    const keep = settings[6]
    kernels().adam(
      address(p, 0),
      address(g, 0),
      address(m, 0),
      address(v, 0),
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
