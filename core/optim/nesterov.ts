import { backendOf } from '../kernels/backends'
import type { Rule } from './rule'

/**
 * Nesterov's momentum, as torch.optim.SGD(momentum=mu, nesterov=True):
 *
 *     g += weightDecay p;  b = mu b + g  (b = g at the first update);  p -= lr (g + mu b)
 *
 * @see Sutskever et al., "On the Importance of Initialization and Momentum in Deep Learning", ICML (2013).
 */
export const nesterov: Rule = {
  buffers: ['momentum_buffer'],
  defaultWeightDecay: 0,
  update(value, grad, [buffer], lr, _t, { momentum: mu, weightDecay }) {
    backendOf(value).updates.momentum(value, grad, buffer, lr, mu, weightDecay, true)
  },
}
