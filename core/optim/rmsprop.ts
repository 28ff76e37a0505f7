import * as float32 from '../math/float32/optimizers'
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
    if (float32.rmsprop(value, grad, squareAvg, lr, alpha, eps, weightDecay)) return
    for (let i = 0; i < value.length; i++) {
      const g = grad[i] + weightDecay * value[i]
      squareAvg[i] = alpha * squareAvg[i] + (1 - alpha) * g * g
      value[i] -= (lr * g) / (Math.sqrt(squareAvg[i]) + eps)
    }
  },
}
