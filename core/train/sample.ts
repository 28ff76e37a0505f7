import type { Sample } from '../contract/run'
import type { Floats } from '../math/floats'
import { allocate } from '../kernels/backends'
import type { Dtype } from '../experiment/experiment'
import { losses } from '../losses/registry'
import type { BoundTask } from '../tasks/bind'
import type { TaskBatch } from '../tasks/task'
import type { BpttWindow } from './bpttWindow'

/** What a sampler has gathered: the update of the newest pass, -1 before the first, and scores. */
export interface SamplerState {
  readonly update: number
  readonly scores: Floats
}

/** Keeps the scores of the first sequence, so that a sample can be made of them later. */
export interface Sampler {
  /**
   * Copies the first sequence's scores of a pass of an update, also of one that does not come to its end.
   * With truncated BPTT they gather window by window.
   */
  record(update: number, window: BpttWindow, scores: Floats): void
  /**
   * The first sequence of the newest pass's batch: input, target, and the prediction of the passes recorded
   * since the batch began. NaN where there is no target, and where the network was not asked or has not been
   * yet. Null before the first pass.
   */
  sample(): Sample | null
  /** A copy. */
  state(): SamplerState
  restore(state: SamplerState): void
}

export function createSampler(task: BoundTask, batch: TaskBatch, dtype: Dtype): Sampler {
  const { seqLen, inputSize, outputSize } = task.shape
  const B = batch.batch
  const seen = allocate(dtype, task.numSupervised * outputSize).fill(NaN)
  const { targets, predict } = losses[task.loss]
  let recorded = -1
  const numTargets = targets === 'classes' ? 1 : outputSize

  return {
    state: () => ({ update: recorded, scores: seen.slice() }),
    restore({ update, scores }) {
      recorded = update
      seen.set(scores)
    },
    record(update, { firstSupervised, numSupervised }, scores) {
      recorded = update
      if (firstSupervised === 0) seen.fill(NaN)
      for (let s = 0; s < numSupervised; s++) {
        for (let o = 0; o < outputSize; o++) {
          seen[(firstSupervised + s) * outputSize + o] = scores[s * B * outputSize + o]
        }
      }
    },
    sample() {
      if (recorded < 0) return null
      const input = new Float64Array(seqLen * inputSize)
      const target = new Float64Array(seqLen * numTargets).fill(NaN)
      const prediction = new Float64Array(seqLen * outputSize).fill(NaN)
      let s = 0
      for (let t = 0; t < seqLen; t++) {
        for (let i = 0; i < inputSize; i++) input[t * inputSize + i] = batch.input[t * B * inputSize + i]
        if (task.supervised[t] === 0) continue
        if (targets === 'classes') target[t] = batch.classes[s * B]
        else
          for (let o = 0; o < outputSize; o++)
            target[t * outputSize + o] = batch.values[s * B * outputSize + o]
        predict(seen, s * outputSize, outputSize, prediction.subarray(t * outputSize))
        s++
      }
      return { update: recorded, seqLen, inputSize, outputSize, loss: task.loss, input, target, prediction }
    },
  }
}
