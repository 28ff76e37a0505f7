import { valueAt } from '../fields/path'
import type { Problem, ProblemCode, ProblemParams } from '../fields/problem'
import { cellKindOf } from '../kinds/cells'
import { taskNamed } from '../tasks/registry'
import { showValue } from '../text/foreign'
import type { Experiment } from './experiment'

const MEMORY_LIMIT_GB = 2

/** Steps in one sequence of an experiment. */
export function seqLenOf({ task }: Pick<Experiment, 'task'>): number {
  return taskNamed(task.name).shape(task).seqLen
}

function memoryGigabytes(experiment: Experiment): number {
  const { model, train } = experiment
  const directions = model.bidirectional ? 2 : 1
  const cached =
    seqLenOf(experiment) *
    train.batch *
    model.hiddenSize *
    directions *
    model.numLayers *
    cellKindOf(model.cell).numbersPerUnit
  return (cached * 8) / 1e9
}

/** What the single fields allow and their combination does not. */
export function relationProblems(experiment: Experiment): Problem[] {
  const problems: Problem[] = []
  const report = (path: string, code: ProblemCode, params: ProblemParams = {}): void => {
    problems.push({ path, value: showValue(valueAt(experiment, path)), code, params })
  }
  const { task, model, train } = experiment
  const seqLen = seqLenOf(experiment)
  for (const { setting, code, params } of taskNamed(task.name).problems?.(task) ?? []) {
    report(`task.${setting}`, code, params)
  }
  if (model.bidirectional && !cellKindOf(model.cell).settings.includes('bidirectional')) {
    report('model.bidirectional', 'oneDirection', { cell: model.cell })
  }
  if (train.tbptt !== null && train.tbptt > seqLen) {
    report('train.tbptt', 'shorterThan', { other: 'task.seqLen', limit: seqLen + 1 })
  }
  if (train.tbptt !== null && train.tbptt < seqLen && model.bidirectional) {
    report('model.bidirectional', 'noFuture')
  }
  const gigabytes = memoryGigabytes(experiment)
  if (gigabytes > MEMORY_LIMIT_GB) {
    report('model.hiddenSize', 'memory', {
      gigabytes: Number(gigabytes.toPrecision(2)),
      limit: MEMORY_LIMIT_GB,
    })
  }
  return problems
}
