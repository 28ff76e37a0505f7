import { backendOf } from '../kernels/backends'
import type { Floats } from '../math/floats'
import { integerPower } from './integerPower'
import type { Rule, RuleOptions } from './rule'

/**
 * Adam, as torch.optim.Adam(amsgrad=False):
 *
 *     g += weightDecay p
 *     m = beta1 m + (1 - beta1) g       v = beta2 v + (1 - beta2) g²
 *     p -= lr / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + eps)
 *
 * @see Kingma and Ba, "Adam: A Method for Stochastic Optimization", arXiv:1412.6980.
 */
export const adam: Rule = {
  buffers: ['exp_avg', 'exp_avg_sq'],
  defaultWeightDecay: 0,
  update(value, grad, buffers, lr, t, options) {
    adamStep(value, grad, buffers[0], buffers[1], lr, t, options, false)
  },
}

/** What the newest step was made with; an array, since a number that is handed on may cost an allocation. */
const newest = new Float64Array(7)

/**
 * The step that Adam and AdamW share: decay is decoupled in AdamW. Overwrites `value`, `expAvg` and
 * `expAvgSq`.
 */
export function adamStep(
  value: Floats,
  grad: Floats,
  expAvg: Floats,
  expAvgSq: Floats,
  lr: number,
  t: number,
  { beta1, beta2, eps, weightDecay }: RuleOptions,
  isDecoupled: boolean,
): void {
  const stepSize = lr / (1 - integerPower(beta1, t))
  const rootCorrection = Math.sqrt(1 - integerPower(beta2, t))
  const l2 = isDecoupled ? 0 : weightDecay
  const keep = isDecoupled ? 1 - lr * weightDecay : 1
  newest[0] = stepSize
  newest[1] = beta1
  newest[2] = beta2
  newest[3] = rootCorrection
  newest[4] = eps
  newest[5] = l2
  newest[6] = keep
  backendOf(value).updates.adam(value, grad, expAvg, expAvgSq, newest)
}
