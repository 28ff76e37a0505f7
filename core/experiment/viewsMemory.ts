import { cellKindOf } from '../kinds/cells'
import { taskNamed } from '../tasks/registry'
import type { Experiment } from './experiment'
import { numParametersOf, sizeOfPass } from './modelMemory'
import {
  FEWEST_OBSERVATIONS,
  HISTOGRAM_BINS,
  HISTORY_BYTES,
  JACOBIAN_ROWS,
  MAX_VIEW_WORK,
  MOST_OBSERVATIONS,
  MOST_RECOMPUTED,
  NUM_FIRST_RECORDED,
  PROBE_BYTES,
  PROBE_PASSES,
} from './viewLimits'

const FLOAT64 = 8
/** Names, and numbers that stand by themselves, of an observation, about. */
const OVERHEAD_BYTES = 2048
/** The same of a parameter's histograms and norms. */
const PARAMETER_OVERHEAD_BYTES = 1024
/** What a window keeps to draw the heatmaps of the gradient flow, and those of the histograms, at most. */
const FLOW_BYTES = 32e6
const HISTOGRAMS_BYTES = 32e6

/** The cell in float64 in which the Jacobian goes back, one for each number of rows and steps. */
export function jacobianBytes(experiment: Experiment): number {
  const { task, model } = experiment
  const { gateNames, numbersPerUnit } = cellKindOf(model.cell)
  const { hiddenSize: H } = model
  const { steps } = sizeOfPass(experiment)
  if (steps * gateNames.length * H ** 3 > MAX_VIEW_WORK) return 0
  const { seqLen, inputSize } = taskNamed(task.name).shape(task)
  const rows = H <= JACOBIAN_ROWS ? H : JACOBIAN_ROWS + (H % JACOBIAN_ROWS)
  const numCells = H > JACOBIAN_ROWS && H % JACOBIAN_ROWS > 0 ? 2 : 1
  const numLengths = seqLen % steps > 0 ? 2 : 1
  const width = model.numLayers > 1 ? H * (model.bidirectional ? 2 : 1) : inputSize
  const inKernelOrder = 2 * gateNames.length * H * (width + H)
  const ofPass = rows * steps * H * numbersPerUnit
  return numLengths * (ofPass + numCells * inKernelOrder) * FLOAT64
}

/** The network in float64 in which the influence of inputs is measured, which sees whole sequences. */
export function probeBytes(experiment: Experiment): number {
  const { task, model } = experiment
  const { seqLen, inputSize, outputSize } = taskNamed(task.name).shape(task)
  const { gateNames, numbersPerUnit } = cellKindOf(model.cell)
  const parameters = numParametersOf(experiment)
  if (PROBE_PASSES * outputSize * seqLen * parameters > MAX_VIEW_WORK) return 0
  const { units } = sizeOfPass(experiment)
  const ofRow = FLOAT64 * seqLen * units * (2 * gateNames.length + 8)
  const rows = Math.max(1, Math.min(outputSize, Math.floor(PROBE_BYTES / ofRow)))
  const data = rows * seqLen * (3 * inputSize + 2 * outputSize)
  const ofWeights = 4 * parameters
  const sideBySide = model.bidirectional ? 2 : 0
  const ofPass = rows * seqLen * units * (numbersPerUnit + sideBySide)
  return (ofWeights + ofPass + data) * FLOAT64
}

/**
 * What reaches the states of one layer from outside at every step, and what comes back to one step on each
 * path, at most.
 */
export function contributionsBytes(experiment: Experiment): number {
  const { hiddenSize, numLayers, bidirectional, cell } = experiment.model
  const { batch, dtype } = experiment.train
  const directions = bidirectional ? 2 : 1
  const numPaths = numLayers * directions * (cellKindOf(cell).gateNames.length + 2)
  const blocks = sizeOfPass(experiment).steps * directions + numPaths
  return blocks * batch * hiddenSize * (dtype === 'float32' ? FLOAT64 / 2 : FLOAT64)
}

/** One observation with every view that has a history. */
export function observationBytes({ task, model, clip }: Experiment): number {
  const { seqLen } = taskNamed(task.name).shape(task)
  const { sigmoidGates, hasCellState } = cellKindOf(model.cell)
  const numCells = model.numLayers * (model.bidirectional ? 2 : 1)
  const numParameters = numCells * (model.bias ? 4 : 2) + 2
  const paths = hasCellState ? 2 : 1
  // Clipped at each step, the gradient's norms are kept as they were before it, too.
  const flows = clip.mode === 'step' ? 2 * paths : paths
  const columns = numCells * (flows + 2 * sigmoidGates.length) + 2 * paths
  const histograms = numParameters * 2 * HISTOGRAM_BINS
  return (columns * seqLen + histograms) * FLOAT64 + OVERHEAD_BYTES + numParameters * PARAMETER_OVERHEAD_BYTES
}

/** What the main process keeps of a run's observations, at most. */
export function historyBytes(experiment: Experiment): number {
  const one = observationBytes(experiment)
  const first = NUM_FIRST_RECORDED * one
  const later = Math.min(MOST_OBSERVATIONS * one, Math.max(HISTORY_BYTES, FEWEST_OBSERVATIONS * one))
  const recomputed = Math.min(2 * MOST_RECOMPUTED * one, HISTORY_BYTES)
  return first + later + recomputed
}

/** All that the diagnostics take, be they recorded or shown. */
export function viewsBytes(experiment: Experiment): number {
  const drawn = FLOW_BYTES + HISTOGRAMS_BYTES
  const probes = jacobianBytes(experiment) + probeBytes(experiment) + contributionsBytes(experiment)
  return probes + historyBytes(experiment) + drawn
}
