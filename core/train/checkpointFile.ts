import type { TuningEvent } from '../contract/run'
import { reason } from '../contract/reasons'
import { WeightsError } from '../formats/weightsError'
import { parseStrictJson } from '../formats/json'
import type { Tensor } from '../formats/safetensors'
import { readSafetensors, readTensorIn, writeSafetensors } from '../formats/safetensors'
import type { Floats } from '../math/floats'
import { isFloat32 } from '../math/floats'
import type { RandomState } from '../math/random'
import type { Parameter } from '../nn/parameter'
import { showValue } from '../text/foreign'
import type { Checkpoint } from './checkpoint'
import { restoreCheckpoint, saveCheckpoint } from './checkpoint'
import type { Progress } from './progress'
import { createProgress } from './progress'
import type { Trainer } from './trainer'

/*
 * A checkpoint as a safetensors file that PyTorch can load: the parameters under PyTorch's names and with its
 * shapes, and beside them
 *
 *     progress                    F64 (7): update, loss, average, best, bestUpdate, numClipped, seconds
 *     optimizer.<parameter>.<buffer>    such as optimizer.rnn.weight_hh_l0.exp_avg, shaped as the parameter
 *     stream.h, stream.c          the state that truncated BPTT carries on, where there is one
 *     sample.scores               what a sample has gathered of the current batch
 *
 * The metadata hold, as JSON: `format` (1), `t` (updates that the optimizer made), `stream` (random words and
 * batches and position), `sample` (its update) and `tuningEvents`.
 */

/** A checkpoint with all that was tuned before it. */
export interface SavedRun {
  readonly checkpoint: Checkpoint
  readonly tuningEvents: readonly TuningEvent[]
}

const FORMAT = '1'
const OPTIMIZER = 'optimizer.'
/** The order of the numbers in `progress`. */
const PROGRESS = Object.keys(createProgress()) as (keyof Checkpoint['progress'])[]

/** Where a trainer stands, as a file; to be taken between updates. */
export function writeCheckpoint(trainer: Trainer): Uint8Array {
  const { progress, parameters, optimizer, stream, sampled } = saveCheckpoint(trainer)
  const tensors = new Map<string, Tensor>()
  tensors.set('progress', tensorOf(Float64Array.from(PROGRESS, (key) => progress[key])))
  for (const { name, shape } of trainer.model.parameters) tensors.set(name, tensorOf(parameters[name], shape))
  for (const [key, buffer] of Object.entries(optimizer.buffers)) {
    tensors.set(OPTIMIZER + key, tensorOf(buffer, shapeOfBuffer(trainer.model.parameters, key)))
  }
  if (stream.carried) tensors.set('stream.h', tensorOf(stream.carried.h))
  if (stream.carried?.c) tensors.set('stream.c', tensorOf(stream.carried.c))
  tensors.set('sample.scores', tensorOf(sampled.scores))
  const metadata = {
    format: FORMAT,
    t: JSON.stringify(optimizer.t),
    stream: JSON.stringify({ random: stream.random, position: stream.position, batches: stream.batches }),
    sample: JSON.stringify(sampled.update),
    tuningEvents: JSON.stringify(trainer.tuningEvents),
  }
  return writeSafetensors(tensors, new Map(Object.entries(metadata)))
}

/**
 * Puts a trainer of the same experiment that has made no update where the file was written: the updates that
 * follow are the same, bit by bit. `tuningEvents` are those of the run, also of updates that are made again.
 * @default those in the file
 * @throws {FormatError} if the bytes are no checkpoint.
 * @throws {RangeError} if it is one of another network.
 */
export function resumeFrom(trainer: Trainer, bytes: Uint8Array, tuningEvents?: readonly TuningEvent[]): void {
  const saved = readCheckpoint(bytes)
  restoreCheckpoint(trainer, saved.checkpoint)
  trainer.adoptTuningEvents(tuningEvents ?? saved.tuningEvents)
}

/**
 * What stands in a checkpoint's file.
 * @throws {FormatError} naming what is missing or not as expected.
 */
export function readCheckpoint(bytes: Uint8Array): SavedRun {
  const { tensors, metadata } = readSafetensors(bytes)
  const text = (key: string): string => {
    const value = metadata.get(key)
    if (value === undefined) throw new WeightsError(reason('noMetadata', { key }))
    return value
  }
  const format = text('format')
  if (format !== FORMAT) {
    throw new WeightsError(reason('checkpointFormat', { value: showValue(format), expected: FORMAT }))
  }
  const json = (key: string): unknown => parseStrictJson(`metadata ${key}`, text(key))
  const floats = (name: string) => floatsOf(name, tensors.get(name))
  const progress = progressOf(tensors.get('progress'))
  const parameters: Record<string, Floats> = {}
  const buffers: Record<string, Floats> = {}
  for (const name of tensors.keys()) {
    if (name.startsWith(OPTIMIZER)) buffers[name.slice(OPTIMIZER.length)] = floats(name)
    else if (!OWN_TENSORS.includes(name)) parameters[name] = floats(name)
  }
  const stream = streamIn(json('stream'))
  return {
    checkpoint: {
      progress,
      parameters,
      optimizer: { t: count('t', json('t')), buffers },
      stream: {
        ...stream,
        carried: tensors.has('stream.h')
          ? { h: floats('stream.h'), c: tensors.has('stream.c') ? floats('stream.c') : null }
          : null,
      },
      sampled: { update: count('sample', json('sample'), -1), scores: floats('sample.scores') },
    },
    tuningEvents: eventsIn(json('tuningEvents')),
  }
}

/**
 * How far a run was, by the first bytes of a checkpoint's file: all that stand before its weights are enough.
 * @throws {FormatError} if they are none of a checkpoint's, or too few.
 */
export function progressIn(head: Uint8Array): Progress {
  return progressOf(readTensorIn(head, 'progress'))
}

function progressOf(tensor: Tensor | undefined): Progress {
  const numbers = floatsOf('progress', tensor)
  if (numbers.length !== PROGRESS.length) {
    throw new WeightsError(
      reason('tensorElements', { name: 'progress', count: numbers.length, expected: PROGRESS.length }),
    )
  }
  return Object.fromEntries(PROGRESS.map((key, i) => [key, numbers[i]])) as unknown as Progress
}

function floatsOf(name: string, tensor: Tensor | undefined): Floats {
  const data = tensor?.data
  if (data instanceof Float64Array || data instanceof Float32Array) return data
  throw new WeightsError(reason(data ? 'tensorFloats' : 'noTensorFloats', { name }))
}

/** Tensors that are neither parameters nor the optimizer's. */
const OWN_TENSORS = ['progress', 'stream.h', 'stream.c', 'sample.scores']

function tensorOf(data: Floats, shape: readonly number[] = [data.length]): Tensor {
  return { dtype: isFloat32(data) ? 'F32' : 'F64', shape, data }
}

/** A buffer of the optimizer is shaped as the parameter before the last dot of its key. */
function shapeOfBuffer(parameters: readonly Parameter[], key: string): readonly number[] | undefined {
  const name = key.slice(0, key.lastIndexOf('.'))
  return parameters.find((parameter) => parameter.name === name)?.shape
}

function count(key: string, value: unknown, least = 0): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value
  throw new WeightsError(reason('metadataCount', { key, value: showValue(value), least }))
}

function otherKind(key: string, value: unknown, expected: string): WeightsError {
  return new WeightsError(reason('metadataKind', { key, value: showValue(value), expected }))
}

function streamIn(value: unknown): { random: RandomState; position: number; batches: number } {
  const { random, position, batches = 0 } = (value ?? {}) as Record<string, unknown>
  if (!Array.isArray(random) || random.length !== 4 || !random.every(Number.isInteger)) {
    throw otherKind('stream.random', random ?? null, 'four words')
  }
  return {
    random: random as unknown as RandomState,
    position: count('stream.position', position),
    batches: count('stream.batches', batches),
  }
}

function eventsIn(value: unknown): TuningEvent[] {
  if (!Array.isArray(value)) {
    throw otherKind('tuningEvents', value, 'a list')
  }
  return value.map((event: unknown, i) => {
    const { update, field, from, to } = (event ?? {}) as Record<string, unknown>
    const isField = field === 'optimizer.lr' || field === 'clip.threshold'
    if (isField && typeof from === 'number' && typeof to === 'number') {
      return { update: count(`tuningEvents[${i}].update`, update), field, from, to }
    }
    throw otherKind(`tuningEvents[${i}]`, event, 'a tuning event')
  })
}
