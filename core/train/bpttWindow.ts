import type { Dtype } from '../experiment/experiment'
import { allocate } from '../kernels/backends'
import type { Floats } from '../math/floats'
import type { ScoreShape } from '../losses/loss'
import type { BoundTask } from '../tasks/bind'
import type { TaskBatch } from '../tasks/task'
import { countSupervised } from '../tasks/supervision'

/**
 * The stretch of a batch's sequences that one forward and backward pass sees: whole sequences, or with
 * truncated BPTT k steps of them. All buffers are views, made once.
 */
export interface BpttWindow {
  /** Its first step within the sequence. */
  readonly firstStep: number
  /** (steps): flags of the supervised steps. */
  readonly supervised: Uint8Array
  readonly numSupervised: number
  /** How many supervised steps of the sequence come before it. */
  readonly firstSupervised: number
  /** (steps, B, I) */
  readonly input: Floats
  /** (numSupervised, B), empty for a task with values. */
  readonly classes: Int32Array
  /** (numSupervised, B, O), empty for a task with classes. */
  readonly values: Floats
  /** dL/dscores, (numSupervised, B, O); shared by all windows. */
  readonly gradScores: Floats
  readonly scoreShape: ScoreShape
}

/**
 * Cuts a batch into windows of `size` steps; the last one is shorter where `size` does not divide the length.
 */
export function cutWindows(task: BoundTask, batch: TaskBatch, size: number, dtype: Dtype): BpttWindow[] {
  const { seqLen, inputSize, outputSize } = task.shape
  const B = batch.batch
  const cuts: { firstStep: number; supervised: Uint8Array; numSupervised: number }[] = []
  for (let firstStep = 0; firstStep < seqLen; firstStep += size) {
    const supervised = task.supervised.subarray(firstStep, Math.min(firstStep + size, seqLen))
    cuts.push({ firstStep, supervised, numSupervised: countSupervised(supervised) })
  }
  const most = Math.max(...cuts.map(({ numSupervised }) => numSupervised))
  const gradScores = allocate(dtype, most * B * outputSize)
  let firstSupervised = 0
  return cuts.map(({ firstStep, supervised, numSupervised }) => {
    const end = firstStep + supervised.length
    const from = firstSupervised
    const until = (firstSupervised += numSupervised)
    return {
      firstStep,
      supervised,
      numSupervised,
      firstSupervised: from,
      input: batch.input.subarray(firstStep * B * inputSize, end * B * inputSize),
      classes: batch.classes.subarray(from * B, until * B),
      values: batch.values.subarray(from * B * outputSize, until * B * outputSize),
      gradScores: gradScores.subarray(0, numSupervised * B * outputSize),
      scoreShape: { rows: numSupervised * B, outputSize },
    }
  })
}
