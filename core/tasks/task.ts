import type { LossName } from '../kinds/losses'
import type { TaskName, TaskSettings } from '../experiment/task'
import type { Floats } from '../math/floats'
import type { Random } from '../math/random'

/*
 * Shape letters of this folder: T steps, B batch, I input size, O output size (classes, or values a step),
 * S supervised steps: those at which the loss looks. All tensors are row-major, time first.
 */

export interface TaskShape {
  readonly seqLen: number
  readonly inputSize: number
  readonly outputSize: number
}

/** Buffers that a task fills; `createBatch` makes them. */
export interface TaskBatch {
  /** Sequences, B. */
  readonly batch: number
  /** (T, B, I) */
  readonly input: Floats
  /** Class indices, (S, B); empty for a task with values. */
  readonly classes: Int32Array
  /** Target values, (S, B, O); empty for a task with classes. */
  readonly values: Floats
}

/** What a network can be asked to learn. Everything follows from the settings and a stream of random numbers. */
export interface Task<N extends TaskName = TaskName> {
  readonly name: N
  readonly loss: LossName
  shape(settings: TaskSettings<N>): TaskShape
  /** (T): 1 at the steps that the loss looks at, 0 elsewhere. */
  supervised(settings: TaskSettings<N>): Uint8Array
  /** Expected loss of the best guesser that does what `baselineFormula` says: the number to beat. */
  baseline(settings: TaskSettings<N>): number
  /** The baseline as LaTeX, with these settings' numbers filled in. */
  baselineFormula(settings: TaskSettings<N>): string
  /** Overwrites every element of `batch` with fresh sequences. */
  generate(settings: TaskSettings<N>, random: Random, batch: TaskBatch): void
  /**
   * The steps of one sequence, (T, I), from 0 and in order, that its answers depend on in full: what a network
   * has to remember. Empty where the answer follows from the latest steps.
   */
  remembered(settings: TaskSettings<N>, input: ArrayLike<number>): number[]
}
