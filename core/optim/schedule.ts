import type { OptimizerSettings } from '../experiment/experiment'
import { cos } from '../math/elementary'
import { integerPower } from './integerPower'

/**
 * The learning rate of one update, counted from 0, out of `totalUpdates`.
 *
 *     warm-up    u < warmup:     lr (u + 1) / warmup
 *     afterwards, with s = u - warmup and S = totalUpdates - warmup:
 *     constant                   lr
 *     step                       lr gamma^floor(s / stepSize)
 *     cosine                     minLr + (lr - minLr) (1 + cos(pi s / S)) / 2
 *
 * Step and cosine are torch.optim.lr_scheduler's StepLR and CosineAnnealingLR stepped after every update;
 * warm-up is linear, reaches lr at its last update, and comes before them. The rate stays at `minLr` after
 * `totalUpdates`.
 *
 * @see Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", arXiv:1608.03983 (one
 * cycle).
 */
export function learningRate(settings: OptimizerSettings, update: number, totalUpdates: number): number {
  const { lr, warmup } = settings
  if (update < warmup) return (lr * (update + 1)) / warmup
  const since = update - warmup
  switch (settings.schedule) {
    case 'constant':
      return lr
    case 'step':
      return lr * integerPower(settings.gamma, Math.floor(since / settings.stepSize))
    case 'cosine': {
      const length = totalUpdates - warmup
      if (since >= length) return settings.minLr
      return settings.minLr + ((lr - settings.minLr) * (1 + cos((Math.PI * since) / length))) / 2
    }
  }
}
