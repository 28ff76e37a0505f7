import type { LossName } from '../kinds/losses'
import { SOLVED_AT } from './learning'
import type { Random } from '../math/random'
import { taskNamed, type TaskSettings } from './registry'
import { countSupervised } from './supervision'
import type { ChannelName, Draw, FocusName, SampleViewKind, Supply, TaskBatch, TaskShape } from './task'

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
  /** The share of the way from baseline to floor that may be left where it counts as solved. */
  readonly solvedAt: number
  /** Overwrites every element of `batch` with fresh sequences. @default the first to train on */
  generate(random: Random, batch: TaskBatch, draw?: Draw): void
  /** Whether the state is carried on into the batch before which so many were drawn. */
  continues(numSequences: number, batches: number): boolean
  /** Whether it ever is. */
  readonly carries: boolean
  /** The steps of one sequence, (T, I), that a network has to remember. */
  remembered(input: ArrayLike<number>): number[]
  /** The classes that can come at each step of one sequence; null where the target alone is right. */
  readonly legal: ((input: ArrayLike<number>) => readonly (readonly number[])[]) | null
  /** Answers whose accuracy is told by itself, with the classes among which each is sought; else null. */
  readonly focus: {
    readonly name: FocusName
    among(input: ArrayLike<number>, targets: ArrayLike<number>): readonly (readonly number[])[]
  } | null
  /** The steps that a gradient must come back. */
  readonly lag: number
}

const FIRST: Draw = { split: 'train', batches: 0 }

/** The loss of the task that these settings name. */
export function lossOf(settings: TaskSettings): LossName {
  const { loss } = taskNamed(settings.name)
  return typeof loss === 'function' ? loss(settings) : loss
}

/** How its sequences are shown. */
export function sampleViewOf(settings: TaskSettings): SampleViewKind {
  const { sampleView } = taskNamed(settings.name)
  return typeof sampleView === 'function' ? sampleView(settings) : sampleView
}

/**
 * What a standard deviation is in the unit of the data, where the loss is of one column of a table; else
 * null.
 */
export function unitScaleOf(settings: TaskSettings): number | null {
  const targets = taskNamed(settings.name).scales?.(settings).targets ?? []
  return targets.length === 1 ? targets[0].std : null
}

/** Whether each step of its input is a symbol, one-hot: these can be embedded. */
export function readsSymbols(settings: TaskSettings): boolean {
  return sampleViewOf(settings) === 'symbols' && taskNamed(settings.name).shape(settings).inputSize > 1
}

/** Whether several answers can be right, so that `legal` says which. */
export function isOpen(settings: TaskSettings): boolean {
  const { legal, isOpen: asks } = taskNamed(settings.name)
  return legal !== undefined && (asks?.(settings) ?? true)
}

/** Where its sequences come from. */
export function supplyOf(settings: TaskSettings): Supply {
  return taskNamed(settings.name).supply?.(settings) ?? 'fresh'
}

/** The task that these settings name, with them filled in. */
export function bindTask(settings: TaskSettings): BoundTask {
  const task = taskNamed(settings.name)
  const supervised = task.supervised(settings)
  const baseline = task.baseline(settings)
  return {
    settings,
    loss: lossOf(settings),
    shape: task.shape(settings),
    channels: task.channels ?? null,
    supervised,
    numSupervised: countSupervised(supervised),
    baseline: baseline.loss,
    baselineFormula: baseline.formula,
    floor: task.floor?.(settings).loss ?? 0,
    solvedAt: task.solvedAt ?? SOLVED_AT,
    generate: (random, batch, draw = FIRST) => task.generate(settings, random, batch, draw),
    continues: (numSequences, batches) => task.continues?.(settings, numSequences, batches) ?? false,
    carries: (task.carries?.(settings) ?? null) !== null,
    remembered: (input) => task.remembered(settings, input),
    legal: isOpen(settings) ? (input) => task.legal!(settings, input) : null,
    focus: task.focus
      ? { name: task.focus.name, among: (...given) => task.focus!.among(settings, ...given) }
      : null,
    lag: task.lag(settings),
  }
}

/**
 * The same rule over sequences of so many steps, with inputs and outputs of the same size: what a network that
 * was trained with `settings` can be tested on. Null where the task has none of that length.
 */
export function settingsAtLength(settings: TaskSettings, seqLen: number): TaskSettings | null {
  const task = taskNamed(settings.name)
  const { atLength } = task
  const changed = atLength
    ? atLength(settings, seqLen)
    : 'seqLen' in task.settings
      ? { ...settings, seqLen }
      : null
  if (changed === null) return null
  const found = { ...changed, name: settings.name } as TaskSettings
  const [before, after] = [task.shape(settings), task.shape(found)]
  const fits = before.inputSize === after.inputSize && before.outputSize === after.outputSize
  const isSound = (task.problems?.(found) ?? []).length === 0
  return fits && isSound && after.seqLen === seqLen ? found : null
}
