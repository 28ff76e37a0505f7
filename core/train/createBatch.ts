import type { Dtype } from '../experiment/experiment'
import { allocate } from '../kernels/backends'
import { lossKinds, type LossName } from '../kinds/losses'
import type { TaskBatch, TaskShape } from '../tasks/task'

/** Buffers of zeros for `batch` sequences of a task. */
export function createBatch(
  { seqLen, inputSize, outputSize }: TaskShape,
  numSupervised: number,
  loss: LossName,
  batch: number,
  dtype: Dtype,
): TaskBatch {
  const { targets } = lossKinds[loss]
  return {
    batch,
    input: allocate(dtype, seqLen * batch * inputSize),
    classes: new Int32Array(targets === 'classes' ? numSupervised * batch : 0),
    values: allocate(dtype, targets === 'values' ? numSupervised * batch * outputSize : 0),
  }
}
