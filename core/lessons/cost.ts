import type { Experiment } from '../experiment/experiment'
import { numParametersOf } from '../experiment/modelMemory'
import { bindTask } from '../tasks/bind'

/** What a thread of a slow machine makes of multiply-adds in a second. */
const OPERATIONS_PER_SECOND = 1e9

/**
 * About how many seconds all updates of a run take at most: every weight is multiplied three times at each
 * step of each sequence, once forward and twice back. A run that is solved ends sooner.
 */
export function secondsOf(experiment: Experiment): number {
  const { task, train } = experiment
  const { seqLen } = bindTask(task).shape
  return (3 * numParametersOf(experiment) * seqLen * train.batch * train.updates) / OPERATIONS_PER_SECOND
}
