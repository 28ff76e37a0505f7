import { backendOf } from '../kernels/backends'
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
    backendOf(value).updates.sgd(value, grad, lr, weightDecay)
  },
}
