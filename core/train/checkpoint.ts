import type { Floats } from '../math/floats'
import { findParameter } from '../nn/parameter'
import type { OptimizerState } from '../optim/optimizer'
import type { Progress } from './progress'
import type { SamplerState } from './sample'
import type { StreamState } from './stream'
import type { Trainer } from './trainer'

/**
 * Where a run stands, as copies: nothing in it changes later. With its tuning events, which say what values
 * are in force at which update, it is all that the run needs to go on with the same bits.
 */
export interface Checkpoint {
  readonly progress: Progress
  /** Values by parameter name. */
  readonly parameters: Readonly<Record<string, Floats>>
  readonly optimizer: OptimizerState
  readonly stream: StreamState
  /** What a sample has gathered of the current batch. */
  readonly sampled: SamplerState
}

/** A copy of where a trainer stands; to be taken between updates. */
export function saveCheckpoint({ progress, model, optimizer, stream, sampler }: Trainer): Checkpoint {
  return {
    progress: { ...progress },
    parameters: Object.fromEntries(model.parameters.map(({ name, value }) => [name, value.slice()])),
    optimizer: optimizer.state(),
    stream: stream.state(),
    sampled: sampler.state(),
  }
}

/** About how many bytes a checkpoint of this trainer takes. */
export function sizeOfCheckpoint({ numParameters, model, optimizer, stream, task }: Trainer): number {
  const { h, c } = model.finalState
  const carried = stream.windows.length > 1 || task.carries ? h.length + (c?.length ?? 0) : 0
  const numbers = numParameters * (1 + (optimizer.buffers[0]?.length ?? 0)) + carried
  return numbers * h.BYTES_PER_ELEMENT + 1024 * model.parameters.length
}

/**
 * Puts a trainer of the same experiment where the checkpoint was taken. With the same tuning events, see
 * `adoptTuningEvents`, the updates that follow are the same, bit by bit. What the newest update's passes left
 * in the network's buffers does not come back.
 * @throws {RangeError} if a parameter or a part of any memory is missing or has another length; then nothing
 *   is changed.
 */
export function restoreCheckpoint(trainer: Trainer, checkpoint: Checkpoint): void {
  const { model, optimizer, stream, sampler, progress } = trainer
  const { carried, position } = checkpoint.stream
  for (const { name, value } of model.parameters) {
    requireLength(name, checkpoint.parameters[name], value.length)
  }
  requireLength('sample.scores', checkpoint.sampled.scores, sampler.state().scores.length)
  if (position > stream.windows.length) {
    throw new RangeError(
      `checkpoint: position is ${position}, expected at most the ${stream.windows.length} windows of a batch`,
    )
  }
  if (stream.carriesFrom(checkpoint.stream)) {
    const { h, c } = model.finalState
    requireLength('stream.h', carried?.h, h.length)
    if (c) requireLength('stream.c', carried?.c, c.length)
  }
  optimizer.restore(checkpoint.optimizer)
  for (const [name, saved] of Object.entries(checkpoint.parameters)) {
    findParameter(model.parameters, name).value.set(saved)
  }
  stream.restore(checkpoint.stream)
  sampler.restore(checkpoint.sampled)
  Object.assign(progress, checkpoint.progress)
}

function requireLength(name: string, saved: Floats | null | undefined, expected: number): void {
  if (saved?.length === expected) return
  throw new RangeError(
    `checkpoint: ${name} has ${saved ? saved.length : 'no'} elements, expected ${expected}`,
  )
}
