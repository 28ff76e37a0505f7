import * as float32 from '../math/float32/optimizers'
import type { Rule } from './rule'

/**
 * Gradient descent, as torch.optim.SGD:  g += weightDecay p;  p -= lr g
 *
 * @see Robbins and Monro, "A Stochastic Approximation Method", Annals of Mathematical Statistics 22 (1951).
 */
export const sgd: Rule = {
  buffers: [],
  defaultWeightDecay: 0,
  update(value, grad, _buffers, lr, _t, { weightDecay }) {
    if (float32.sgd(value, grad, lr, weightDecay)) return
    for (let i = 0; i < value.length; i++) value[i] -= lr * (grad[i] + weightDecay * value[i])
  },
}
