import type { OptimizerSettings } from '../experiment/experiment'
import { backendOf } from '../kernels/backends'
import type { Floats } from '../math/floats'
import type { Parameter } from '../nn/parameter'
import { adam } from './adam'
import { adamw } from './adamw'
import { momentum } from './momentum'
import { nesterov } from './nesterov'
import { rmsprop } from './rmsprop'
import type { Rule, RuleOptions } from './rule'
import { sgd } from './sgd'

/** The rule of each optimizer's name. */
export const rules: Readonly<Record<OptimizerSettings['name'], Rule>> = {
  sgd,
  momentum,
  nesterov,
  rmsprop,
  adam,
  adamw,
}

/** All that an optimizer remembers between updates. */
export interface OptimizerState {
  /** Updates made. */
  readonly t: number
  /** Copies of the buffers, by `<parameter>.<buffer>`, such as `rnn.weight_hh_l0.exp_avg`. */
  readonly buffers: Readonly<Record<string, Floats>>
}

/** Changes parameters by their gradients. */
export interface Optimizer {
  /** Updates made. */
  readonly t: number
  /** The memory itself, parameter by parameter in the order of the rule's `buffers`. */
  readonly buffers: readonly (readonly Floats[])[]
  /** One update: reads every `grad`, overwrites every `value` and the memory. */
  step(lr: number): void
  /** A copy of the memory. */
  state(): OptimizerState
  /**
   * Overwrites the memory with a copy of `state`.
   * @throws {RangeError} if a buffer is missing or has another length.
   */
  restore(state: OptimizerState): void
}

/** Weight decay as it applies: torch.optim's default where the settings leave it open. */
export function weightDecayOf({ name, weightDecay }: OptimizerSettings): number {
  return weightDecay ?? rules[name].defaultWeightDecay
}

/** An optimizer with empty memory for these parameters; rule and numbers as in torch.optim. */
export function createOptimizer(settings: OptimizerSettings, parameters: readonly Parameter[]): Optimizer {
  const rule = rules[settings.name]
  const options: RuleOptions = { ...settings, weightDecay: weightDecayOf(settings) }
  const buffers = parameters.map(({ value }) =>
    rule.buffers.map(() => backendOf(value).allocate(value.length)),
  )
  const named = parameters.flatMap(({ name }, i) =>
    rule.buffers.map((buffer, j) => ({ key: `${name}.${buffer}`, buffer: buffers[i][j] })),
  )
  let t = 0

  return {
    get t() {
      return t
    },
    buffers,
    step(lr) {
      t++
      for (let i = 0; i < parameters.length; i++) {
        rule.update(parameters[i].value, parameters[i].grad, buffers[i], lr, t, options)
      }
    },
    state: () => ({
      t,
      buffers: Object.fromEntries(named.map(({ key, buffer }) => [key, buffer.slice()])),
    }),
    restore(state) {
      for (const { key, buffer } of named) {
        const saved = state.buffers[key] as Floats | undefined
        if (saved?.length !== buffer.length) {
          throw new RangeError(
            `optimizer state ${key} has ${saved ? saved.length : 'no'} elements, expected ${buffer.length}`,
          )
        }
      }
      for (const { key, buffer } of named) buffer.set(state.buffers[key])
      t = state.t
    },
  }
}
