import type { LossName } from '../kinds/losses'
import type { Random } from '../math/random'
import { taskNamed, type TaskSettings } from './registry'
import { countSupervised } from './supervision'
import type { ChannelName, TaskBatch, TaskShape } from './task'

/** A task with its settings filled in. */
export interface BoundTask {
  readonly settings: TaskSettings
  readonly loss: LossName
  readonly shape: TaskShape
  /** The input's channels where each means something by itself, else null. */
  readonly channels: readonly ChannelName[] | null
  /** (T) flags of the supervised steps. */
  readonly supervised: Uint8Array
  readonly numSupervised: number
  readonly baseline: number
  readonly baselineFormula: string
  /** What no network's loss goes below in the mean; 0 where the answers follow from the input. */
  readonly floor: number
  /** Overwrites every element of `batch` with fresh sequences. */
  generate(random: Random, batch: TaskBatch): void
  /** The steps of one sequence, (T, I), that a network has to remember. */
  remembered(input: ArrayLike<number>): number[]
  /** The steps that a gradient must come back. */
  readonly lag: number
}

/** The task that these settings name, with them filled in. */
export function bindTask(settings: TaskSettings): BoundTask {
  const task = taskNamed(settings.name)
  const supervised = task.supervised(settings)
  const baseline = task.baseline(settings)
  return {
    settings,
    loss: task.loss,
    shape: task.shape(settings),
    channels: task.channels ?? null,
    supervised,
    numSupervised: countSupervised(supervised),
    baseline: baseline.loss,
    baselineFormula: baseline.formula,
    floor: task.floor?.(settings).loss ?? 0,
    generate: (random, batch) => task.generate(settings, random, batch),
    remembered: (input) => task.remembered(settings, input),
    lag: task.lag(settings),
  }
}
