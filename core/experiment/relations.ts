import type { Experiment } from './experiment'
import { valueAt } from './form'
import type { Problem } from './result'
import { showValue } from './problems'

const MEMORY_LIMIT_GB = 2

/** Numbers that a cell keeps of every step, batch item and unit for the way back, at most. */
const CACHED_PER_UNIT = { rnn: 4, residual: 4, gru: 10, lstm: 13 } as const

/** Longest sequence that a task's settings ask for, in steps. */
export function seqLenOf(task: Experiment['task']): number {
  return 'seqLen' in task ? task.seqLen : task.delay + 2 * task.length
}

function memoryGigabytes({ task, model, train }: Experiment): number {
  const directions = model.bidirectional ? 2 : 1
  const cached =
    seqLenOf(task) *
    train.batch *
    model.hiddenSize *
    directions *
    model.numLayers *
    CACHED_PER_UNIT[model.cell]
  return (cached * 8) / 1e9
}

/** What the single fields allow and their combination does not. */
export function relationProblems(experiment: Experiment): Problem[] {
  const problems: Problem[] = []
  const report = (path: string, code: Problem['code'], params: Problem['params'] = {}): void => {
    problems.push({ path, value: showValue(valueAt(experiment, path)), code, params })
  }
  const { task, model, train } = experiment
  if (task.name === 'echo' && task.delay >= task.seqLen) {
    report('task.delay', 'shorterThan', { other: 'task.seqLen', limit: task.seqLen })
  }
  if (task.name === 'sine' && task.maxPeriod < task.minPeriod) {
    report('task.maxPeriod', 'atLeast', { other: 'task.minPeriod', limit: task.minPeriod })
  }
  if (model.cell === 'residual' && model.bidirectional) report('model.bidirectional', 'oneDirection')
  if (train.tbptt !== null && train.tbptt > seqLenOf(task)) {
    report('train.tbptt', 'shorterThan', { other: 'task.seqLen', limit: seqLenOf(task) + 1 })
  }
  if (train.tbptt !== null && train.tbptt < seqLenOf(task) && model.bidirectional) {
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
