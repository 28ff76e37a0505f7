import { adamStep } from './adam'
import type { Rule } from './rule'

/**
 * AdamW, as torch.optim.AdamW: Adam with the weights' decay beside the gradient's step, not inside it.
 *
 *     p *= 1 - lr weightDecay;  then as Adam without decay
 *
 * @see Loshchilov and Hutter, "Decoupled Weight Decay Regularization", arXiv:1711.05101; there the decay is
 * not
 *   multiplied by lr, in PyTorch it is.
 */
export const adamw: Rule = {
  buffers: ['exp_avg', 'exp_avg_sq'],
  defaultWeightDecay: 0.01,
  update(value, grad, buffers, lr, t, options) {
    adamStep(value, grad, buffers[0], buffers[1], lr, t, options, true)
  },
}
