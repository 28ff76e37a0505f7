import { basename } from 'node:path'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import type { Experiment } from '../../core/experiment/experiment'
import { parseExperiment } from '../../core/experiment/parse'
import { describeProblems } from '../../core/experiment/problemText'
import { FormatError } from '../../core/formats/formatError'
import { parseStrictJson } from '../../core/formats/json'
import type { TensorFile } from '../../core/formats/safetensors'
import { readSafetensors } from '../../core/formats/safetensors'
import type { StateDict } from '../../core/formats/stateDict'
import { readStateDict } from '../../core/formats/stateDict'
import { formatShape } from '../../core/math/floats'
import { defaultsOf } from '../../core/fields/field'
import { taskNamed, taskNames } from '../../core/tasks/registry'
import { counted } from '../../core/text/counted'
import { showPath, showText } from '../../core/text/foreign'
import { writeCheckpoint } from '../../core/train/checkpointFile'
import { createTrainer } from '../../core/train/trainer'
import { readBytes } from '../store/files'
import { ExchangeError } from './exchangeError'
import { beginPaused, stemOf } from './importExperiment'
import type { Imported, ImportOptions } from './importFile'

/** Far more than the largest network that an experiment can have. */
const MOST_BYTES = 2 ** 30

/** A paused run that begins from the weights in a file of safetensors. */
export async function importWeights(path: string, options: ImportOptions): Promise<Imported> {
  const bytes = await readBytes(path, MOST_BYTES)
  try {
    const file = readSafetensors(bytes)
    const state = readStateDict(file.tensors)
    const experiment = options.experiment ?? experimentOf(file, state, options.tell)
    const checkpoint = checkpointOf(experiment, state)
    const text = `Begins from the weights in ${showText(basename(path))}.`
    return await beginPaused(experiment, checkpoint, { name: stemOf(path), text }, options)
  } catch (error) {
    throw error instanceof FormatError ? new ExchangeError(`${showPath(path)}: ${error.message}`) : error
  }
}

const CELLS = { 1: 'rnn', 3: 'gru', 4: 'lstm' } as const

/** The experiment in the file's metadata, as an export writes it, or one of the weights' sizes. */
function experimentOf(
  { metadata }: TensorFile,
  { inputSize, outputSize, dtype, numGates, ...state }: StateDict,
  tell: (what: Reason) => void,
): Experiment {
  const written = metadata.get('experiment')
  if (written !== undefined)
    return parsed(parseStrictJson('its metadata experiment', written), 'its metadata experiment')
  const name = taskNames.find((each) => {
    const task = taskNamed(each)
    const shape = task.shape(defaultsOf(task.settings))
    return shape.inputSize === inputSize && shape.outputSize === outputSize
  })
  const sizes = `${counted(inputSize, 'input')} and ${counted(outputSize, 'output')}`
  if (name === undefined) {
    throw new FormatError(
      `no task has ${sizes} by its defaults: name an experiment that has, by --experiment`,
    )
  }
  tell(reason('takenForTask', { task: name, inputs: inputSize, outputs: outputSize }))
  const { hiddenSize, numLayers, bias, bidirectional } = state
  const model = { cell: CELLS[numGates], hiddenSize, numLayers, bias, bidirectional }
  return parsed({ task: { name }, model, train: { dtype } }, 'the network')
}

function parsed(document: unknown, what: string): Experiment {
  const result = parseExperiment(document)
  if (result.ok) return result.value
  throw new FormatError(`${what}: ${describeProblems(result)}`)
}

/** The weights as a checkpoint of an experiment that has made no update. */
function checkpointOf(experiment: Experiment, { weights, dtype }: StateDict): Uint8Array {
  const trainer = createTrainer(experiment)
  const { parameters } = trainer.model
  if (dtype === 'float64' && experiment.train.dtype === 'float32') {
    throw new FormatError('its tensors are F64, expected F32 as train.dtype is float32: digits would be lost')
  }
  for (const { name, shape, value } of parameters) {
    const weight = weights.get(name)
    const expected = `expected ${formatShape(shape)} as the experiment says`
    if (!weight) throw new FormatError(`tensor ${name} is missing, ${expected}`)
    if (formatShape(weight.shape) !== formatShape(shape)) {
      throw new FormatError(
        `tensor ${showText(weight.name)} has shape ${formatShape(weight.shape)}, ${expected}`,
      )
    }
    value.set(weight.data)
  }
  for (const [own, { name, shape }] of weights) {
    if (parameters.some((parameter) => parameter.name === own)) continue
    throw new FormatError(
      `tensor ${showText(name)} of shape ${formatShape(shape)} is none of the experiment's network`,
    )
  }
  return writeCheckpoint(trainer)
}
