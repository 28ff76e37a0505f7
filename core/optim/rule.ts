import type { OptimizerSettings } from '../experiment/experiment'
import type { Floats } from '../math/floats'

/*
 * Every rule is written for one parameter: p its values, g its gradient (after clipping), both flat. A rule
 * keeps its memory in buffers of p's length, all zeros before the first update. `t` counts updates from 1.
 *
 * Weight decay is L2 except in AdamW: the rules see g + weightDecay * p in place of g, as in torch.optim.
 */

/** What a rule reads of the settings, weight decay resolved to a number. */
export type RuleOptions = Pick<OptimizerSettings, 'momentum' | 'alpha' | 'beta1' | 'beta2' | 'eps'> & {
  readonly weightDecay: number
}

/** One parameter's change in one update. */
export interface Rule {
  /** Names of the buffers that `update` gets, in their order, as torch.optim calls them. */
  readonly buffers: readonly string[]
  /** torch.optim's default for weight decay. */
  readonly defaultWeightDecay: number
  /** Overwrites `value` and the buffers. */
  update(
    value: Floats,
    grad: Floats,
    buffers: readonly Floats[],
    lr: number,
    t: number,
    options: RuleOptions,
  ): void
}
