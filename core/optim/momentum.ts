import { backendOf } from '../kernels/backends'
import type { Rule } from './rule'

/**
 * Gradient descent with momentum, as torch.optim.SGD(momentum=mu, dampening=0):
 *
 *     g += weightDecay p;  b = mu b + g  (b = g at the first update);  p -= lr b
 *
 * @see Polyak, "Some Methods of Speeding Up the Convergence of Iteration Methods", USSR Comp. Math. 4 (1964);
 *   there the learning rate stands inside b.
 */
export const momentum: Rule = {
  buffers: ['momentum_buffer'],
  defaultWeightDecay: 0,
  update(value, grad, [buffer], lr, _t, { momentum: mu, weightDecay }) {
    backendOf(value).updates.momentum(value, grad, buffer, lr, mu, weightDecay, false)
  },
}
