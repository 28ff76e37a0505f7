import { cellKindOf } from '../kinds/cells'
import { forecastRows } from '../tasks/forecast'
import { taskNamed } from '../tasks/registry'
import { evaluationPass, heldOutSets } from './evaluation'
import type { Experiment, OptimizerSettings } from './experiment'
import { numParametersOf, sizeOfPass } from './modelMemory'
import { INFLUENCE_REACH, INFLUENCE_ROWS, outputOf } from './outputs'
import { viewsBytes } from './viewsMemory'

/** What a run takes of memory, in bytes, each at its peak. */
export interface MemoryNeed {
  /** Weights and what has their size: gradients, moments of the optimizer, weights in the kernels' order. */
  readonly weights: number
  /** Copies of them: checkpoints, and the weights of an update that is observed. */
  readonly copies: number
  /** What the passes keep of every step, and the data. */
  readonly activations: number
  /** The network that is evaluated, the sequences it is evaluated on, and those that write or forecast. */
  readonly evaluation: number
  /** What the diagnostics compute in, and what is kept of them. */
  readonly views: number
  /** The training thread and its helpers. */
  readonly threads: number
  readonly total: number
}

export const memoryParts = ['weights', 'copies', 'activations', 'evaluation', 'views', 'threads'] as const
export type MemoryPart = (typeof memoryParts)[number]

/** Weights lie in the order of the kernels once more for each direction of a pass. */
const IN_KERNEL_ORDER = 2

/** How many numbers an optimizer keeps of each weight. */
export const momentsOf: Readonly<Record<OptimizerSettings['name'], number>> = {
  sgd: 0,
  momentum: 1,
  nesterov: 1,
  rmsprop: 1,
  adam: 2,
  adamw: 2,
}

/** From this batch on the gradients are summed in two parts, each of which has its own. */
export const SPLIT_BATCH = 16
/**
 * Where checkpoints are kept: up to so many numbers in a trace, so many at least, in so many bytes or more.
 */
const MAX_TRACED_NUMBERS = 16e6
const FEWEST_CHECKPOINTS = 8
const CHECKPOINT_BYTES = 64 * 2 ** 20
/** A training thread with its code, its spare memory and what an opened update takes for a moment. */
const THREAD_BYTES = 60e6
const HELPER_BYTES = 12e6
/** Helpers where their number is left open. */
const USUAL_HELPERS = 3

/**
 * Whether updates are small enough to be opened, so that checkpoints are kept from which to recompute them.
 */
export function keepsCheckpoints(experiment: Experiment): boolean {
  const { model, optimizer, train } = experiment
  const { steps, units } = sizeOfPass(experiment)
  const ofUnit = 3 * cellKindOf(model.cell).gateNames.length + 3
  const ofParameter = 4 + 2 * momentsOf[optimizer.name]
  const traced = steps * train.batch * units * ofUnit + numParametersOf(experiment) * ofParameter
  return traced <= MAX_TRACED_NUMBERS
}

/** About how much memory a run of an experiment takes. */
export function memoryNeed(experiment: Experiment): MemoryNeed {
  const { task, model, optimizer, train } = experiment
  const { seqLen, inputSize, outputSize } = taskNamed(task.name).shape(task)
  const { numbersPerUnit } = cellKindOf(model.cell)
  const bytes = train.dtype === 'float64' ? 8 : 4
  const parameters = numParametersOf(experiment)
  const moments = momentsOf[optimizer.name]

  const gradients = train.batch >= SPLIT_BATCH ? 2 : 1
  const weights = parameters * (1 + gradients + moments + IN_KERNEL_ORDER) * bytes

  const { steps, units } = sizeOfPass(experiment)
  const sideBySide = model.bidirectional ? 2 : 0
  const ofStep = units * (numbersPerUnit + sideBySide)
  const data = seqLen * (3 * inputSize + 4 * outputSize)
  // Masks, and what they leave; vectors of symbols, and their gradients.
  const ofDropout = model.dropout > 0 ? (2 * units * (model.numLayers - 1)) / model.numLayers : 0
  const ofEmbedding = 2 * (model.embeddingSize ?? 0)
  const activations = train.batch * (steps * (ofStep + ofDropout + ofEmbedding) + data) * bytes

  const checkpoint = parameters * (1 + moments) * bytes
  // Two more hold where the run is, and the update that was recomputed last.
  const checkpoints = keepsCheckpoints(experiment)
    ? Math.max(CHECKPOINT_BYTES, (FEWEST_CHECKPOINTS + 2) * checkpoint)
    : 0
  const observed = 2 * parameters * bytes
  const copies = checkpoints + observed

  const helpers = train.dtype === 'float64' ? 0 : (train.threads ?? USUAL_HELPERS + 1) - 1
  const threads = THREAD_BYTES + helpers * HELPER_BYTES
  const evaluation = evaluationBytes(experiment) + outputBytes(experiment)
  const parts = { weights, copies, activations, evaluation, views: viewsBytes(experiment), threads }
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) }
}

/** A network of its own, without an optimizer, and data of every set. */
function evaluationBytes(experiment: Experiment): number {
  const { task, model, train } = experiment
  const sets = heldOutSets(experiment)
  if (sets.length === 0) return 0
  const { rows, steps } = evaluationPass(experiment, sets)
  const { seqLen, inputSize, outputSize } = taskNamed(task.name).shape(task)
  const { units } = sizeOfPass(experiment)
  const sideBySide = model.bidirectional ? 2 : 0
  const ofPass = steps * (units * (cellKindOf(model.cell).numbersPerUnit + sideBySide) + inputSize)
  const ofData = sets.reduce((sum, set) => sum + set.seqLen, seqLen) * (inputSize + outputSize)
  const scores = (1 + 1 + sets.length) * steps * outputSize
  const gradients = rows >= SPLIT_BATCH ? 2 : 1
  const ofWeights = numParametersOf(experiment) * (1 + gradients + IN_KERNEL_ORDER)
  return (ofWeights + rows * (ofPass + ofData + scores)) * (train.dtype === 'float64' ? 8 : 4)
}

/**
 * Two networks without an optimizer: one that goes step by step, and one of which windows are asked what
 * moved a character, or that reads a series at once.
 */
function outputBytes(experiment: Experiment): number {
  const { task, model, train } = experiment
  const kind = outputOf(experiment)
  if (kind === null) return 0
  const { series, shape } = taskNamed(task.name)
  const { inputSize, outputSize } = shape(task)
  const rows = kind === 'forecast' ? forecastRows(series!(task)) : null
  const steps = rows ? rows.to - rows.readFrom : INFLUENCE_REACH * INFLUENCE_ROWS
  const { units } = sizeOfPass(experiment)
  const ofPass = steps * (units * cellKindOf(model.cell).numbersPerUnit + 3 * inputSize + 2 * outputSize)
  const ofWeights = 2 * numParametersOf(experiment) * (2 + IN_KERNEL_ORDER)
  return (ofWeights + ofPass) * (train.dtype === 'float64' ? 8 : 4)
}

/** The part of which there is most. */
export function largestPart(need: MemoryNeed): MemoryPart {
  return memoryParts.reduce((most, part) => (need[part] > need[most] ? part : most))
}
