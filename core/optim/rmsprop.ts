import { backendOf } from '../kernels/backends'
import type { Rule } from './rule'

/**
 * RMSprop, as torch.optim.RMSprop(alpha, eps, momentum=0, centered=False); eps stands outside the root:
 *
 *     g += weightDecay p;  v = alpha v + (1 - alpha) g²;  p -= lr g / (sqrt(v) + eps)
 *
 * @see Tieleman and Hinton, "Lecture 6.5: RMSprop", Coursera (2012).
 */
export const rmsprop: Rule = {
  buffers: ['square_avg'],
  defaultWeightDecay: 0,
  update(value, grad, [squareAvg], lr, _t, { alpha, eps, weightDecay }) {
    backendOf(value).updates.rmsprop(value, grad, squareAvg, lr, alpha, eps, weightDecay)
  },
}
