import { basename } from 'node:path'
import type { Reason } from '../../core/contract/reasons'
import { reason, reasonOfProblems } from '../../core/contract/reasons'
import type { Experiment } from '../../core/experiment/experiment'
import { parseExperiment } from '../../core/experiment/parse'
import { FormatError } from '../../core/formats/formatError'
import { JsonError } from '../../core/formats/jsonError'
import { parseStrictJson } from '../../core/formats/json'
import type { TensorFile } from '../../core/formats/safetensors'
import { readSafetensors } from '../../core/formats/safetensors'
import type { StateDict } from '../../core/formats/stateDict'
import { readStateDict, shown } from '../../core/formats/stateDict'
import { WeightsError } from '../../core/formats/weightsError'
import { formatShape } from '../../core/math/floats'
import { defaultsOf } from '../../core/fields/field'
import { taskNamed, taskNames } from '../../core/tasks/registry'
import { showPath, showText } from '../../core/text/foreign'
import { writeCheckpoint } from '../../core/train/checkpointFile'
import { createTrainer } from '../../core/train/trainer'
import { readBytes } from '../store/files'
import { reasonFor } from '../store/storeError'
import { ExchangeError } from './exchangeError'
import { beginPaused, stemOf } from './importExperiment'
import type { Imported, ImportOptions } from './importFile'

/** Far more than the largest network that an experiment can have. */
const MOST_BYTES = 2 ** 30

/** A paused run that begins from the weights in a file of safetensors. */
export async function importWeights(path: string, options: ImportOptions): Promise<Imported> {
  const bytes = await readBytes(path, MOST_BYTES)
  try {
    const file = wholeFile(bytes)
    const state = readStateDict(file.tensors)
    const experiment = options.experiment ?? experimentOf(file, state, options.tell)
    const checkpoint = checkpointOf(experiment, state)
    const text = `Begins from the weights in ${showText(basename(path))}.`
    return await beginPaused(experiment, checkpoint, { name: stemOf(path), text }, options)
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    throw new ExchangeError(reason('inFile', { path: showPath(path), why: reasonFor(error) }))
  }
}

/** @throws {FormatError} saying what it is instead, or where it is broken. */
function wholeFile(bytes: Uint8Array): TensorFile {
  try {
    return readSafetensors(bytes)
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    if (!(error instanceof JsonError)) throw broken(reasonFor(error))
    throw error.fault.kind === 'mistaken' ? error : broken(reason('inHeader', { why: reasonFor(error) }))
  }
}

const broken = (why: Reason) => new WeightsError(reason('notSafetensors', { why }))

const CELLS = { 1: 'rnn', 3: 'gru', 4: 'lstm' } as const

/** The experiment in the file's metadata, as an export writes it, or one of the weights' sizes. */
function experimentOf(
  { metadata }: TensorFile,
  { inputSize, outputSize, dtype, numGates, ...state }: StateDict,
  tell: (what: Reason) => void,
): Experiment {
  const written = metadata.get('experiment')
  if (written !== undefined) return parsed(jsonOf(written), 'inMetadata')
  const name = taskNames.find((each) => {
    const task = taskNamed(each)
    const shape = task.shape(defaultsOf(task.settings))
    return shape.inputSize === inputSize && shape.outputSize === outputSize
  })
  if (name === undefined) {
    throw new WeightsError(reason('noTaskOfSizes', { inputs: inputSize, outputs: outputSize }))
  }
  tell(reason('takenForTask', { task: name, inputs: inputSize, outputs: outputSize }))
  const { hiddenSize, numLayers, bias, bidirectional, embeddingSize, learnInitialState } = state
  const network = { hiddenSize, numLayers, bias, bidirectional, embeddingSize, learnInitialState }
  return parsed(
    { task: { name }, model: { cell: CELLS[numGates], ...network }, train: { dtype } },
    'ofTheNetwork',
  )
}

function jsonOf(written: string): unknown {
  try {
    return parseStrictJson('it', written)
  } catch (error) {
    throw error instanceof JsonError
      ? new WeightsError(reason('inMetadata', { why: reasonFor(error) }))
      : error
  }
}

function parsed(document: unknown, place: 'inMetadata' | 'ofTheNetwork'): Experiment {
  const result = parseExperiment(document)
  if (result.ok) return result.value
  throw new WeightsError(reason(place, { why: reasonOfProblems(result) }))
}

/** The weights as a checkpoint of an experiment that has made no update. */
function checkpointOf(experiment: Experiment, { weights, dtype }: StateDict): Uint8Array {
  const trainer = createTrainer(experiment)
  const { parameters } = trainer.model
  if (dtype === 'float64' && experiment.train.dtype === 'float32') {
    throw new WeightsError(reason('digitsLost'))
  }
  for (const { name, shape, value } of parameters) {
    const weight = weights.get(name)
    const expected = formatShape(shape)
    if (!weight) throw new WeightsError(reason('missingOfExperiment', { name, expected }))
    if (formatShape(weight.shape) !== expected) {
      throw new WeightsError(reason('shapeOfExperiment', { ...shown(weight), expected }))
    }
    value.set(weight.data)
  }
  for (const [own, weight] of weights) {
    if (parameters.some((parameter) => parameter.name === own)) continue
    throw new WeightsError(reason('uselessOfExperiment', shown(weight)))
  }
  return writeCheckpoint(trainer)
}
