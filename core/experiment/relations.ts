import { valueAt } from '../fields/path'
import type { Problem, ProblemCode, ProblemParams } from '../fields/problem'
import { cellKindOf } from '../kinds/cells'
import { readsSymbols } from '../tasks/bind'
import { taskNamed } from '../tasks/registry'
import { lacksData } from './ownData'
import { showValue } from '../text/foreign'
import type { Experiment } from './experiment'
import { largestPart, memoryNeed, type MemoryPart } from './memory'
import { MOST_ASKED_OUTPUTS, outputOf } from './outputs'

/** What a machine of 8 GB has to spare. */
export const MEMORY_LIMIT_GB = 4

/** Steps in one sequence of an experiment. */
export function seqLenOf({ task }: Pick<Experiment, 'task'>): number {
  return taskNamed(task.name).shape(task).seqLen
}

const gigabytes = (bytes: number): number => Number((bytes / 1e9).toPrecision(2))

/** What to reduce where a part takes most; of the others the network's size. */
const ADVICE: Partial<Record<MemoryPart, { readonly advice: string; readonly other: string }>> = {
  activations: { advice: 'train.batch', other: 'model.hiddenSize' },
  evaluation: { advice: 'evaluation.longest', other: 'evaluation.sequences' },
}

/** What a run that would not fit takes, for a sentence that says what to change. */
function memoryProblem(experiment: Experiment): ProblemParams | null {
  const need = memoryNeed(experiment)
  if (need.total <= MEMORY_LIMIT_GB * 1e9) return null
  const part = largestPart(need)
  return {
    gigabytes: gigabytes(need.total),
    limit: MEMORY_LIMIT_GB,
    part,
    ofPart: gigabytes(need[part]),
    ...(ADVICE[part] ?? { advice: 'model.hiddenSize', other: 'model.numLayers' }),
  }
}

/** What the single fields allow and their combination does not. */
export function relationProblems(experiment: Experiment): Problem[] {
  const problems: Problem[] = []
  const report = (path: string, code: ProblemCode, params: ProblemParams = {}): void => {
    problems.push({ path, value: showValue(valueAt(experiment, path)), code, params })
  }
  const { task, model, train, evaluation } = experiment
  const known = taskNamed(task.name)
  // Nothing can be said of the sizes of what nobody has read yet; who trains it has to.
  if (lacksData(task)) return []
  for (const { setting, code, params } of known.problems?.(task) ?? []) {
    report(`task.${setting}`, code, params)
  }
  const seqLen = seqLenOf(experiment)
  const carriedBy = known.carries?.(task) ?? null
  if (carriedBy !== null && model.bidirectional) {
    report('model.bidirectional', 'carriedState', { other: `task.${carriedBy}` })
  }
  if (model.bidirectional && !cellKindOf(model.cell).settings.includes('bidirectional')) {
    report('model.bidirectional', 'oneDirection', { cell: model.cell })
  }
  if (model.dropout > 0 && model.numLayers === 1) report('model.dropout', 'oneLayer')
  if (model.embeddingSize !== null && !readsSymbols(task)) {
    report('model.embeddingSize', 'noSymbols', { task: task.name })
  }
  if (train.tbptt !== null && train.tbptt > seqLen) {
    report('train.tbptt', 'shorterThan', { other: 'task.seqLen', limit: seqLen + 1 })
  }
  if (train.tbptt !== null && train.tbptt < seqLen && model.bidirectional) {
    report('model.bidirectional', 'noFuture')
  }
  const least = Math.ceil(train.updates / MOST_ASKED_OUTPUTS)
  const { outputEvery } = evaluation
  if (outputEvery !== null && outputEvery < least && outputOf(experiment) !== null) {
    report('evaluation.outputEvery', 'tooOften', { limit: least, most: MOST_ASKED_OUTPUTS })
  }
  const memory = memoryProblem(experiment)
  if (memory) report('model.hiddenSize', 'memory', memory)
  return problems
}
