import type { Observation } from '../contract/observation'
import type { Floats } from '../math/floats'
import { createModel } from '../nn/model'
import type { Model } from '../nn/model'
import type { Trainer } from '../train/trainer'
import { MAX_VIEW_WORK, PROBE_BYTES, PROBE_PASSES } from '../experiment/viewLimits'

/** An input whose influence is below this share of the largest one counts as forgotten. */
const FORGOTTEN_BELOW = 0.01

export interface MemoryLimits {
  /** Most multiply-adds of one measurement. @default 2e9, about two seconds */
  readonly work?: number
  /** Most bytes of the probe's buffers; more scores than fit go through it group by group. @default 64 MB */
  readonly bytes?: number
}

export interface MemoryProbe {
  /** Null for a network in which it would be too much work. */
  measure(): Observation['memory']
}

/**
 * Measures how far back an input still affects the last supervised score: by the length of the gradient of
 * all O scores y with respect to the input x_t of the first sequence of the batch, which runs from a zero
 * state through a network with the same weights,
 *
 *     influence_t = sqrt( sum_o sum_i (dy_o / dx_ti)² ).
 *
 * Where a task names its input channels, i is one of them alone: a mark that moves together with its value
 * hides which of the two is remembered. Memory is that of the first one. Otherwise i runs over all, which
 * together say one symbol.
 *
 * All in float64: one pass forward and one back, with the scores side by side in a batch of O. Only where
 * that would take more than 64 MB are there several. It uses no random numbers and its own network, so
 * training does not see it. The network is built at the first measurement.
 */
export function createMemoryProbe(
  trainer: Trainer,
  { work = MAX_VIEW_WORK, bytes = PROBE_BYTES }: MemoryLimits = {},
): MemoryProbe {
  const { task, model, stream } = trainer
  const { seqLen: T, inputSize: I, outputSize: O } = task.shape
  const last = task.supervised.lastIndexOf(1)
  const onlyLast = new Uint8Array(T)
  onlyLast[last] = 1
  let probe: Model | null = null

  /** (T, I): of every element of the input the squares of the scores' derivatives, summed. */
  function squaredGradients(sequence: Float64Array): Float64Array {
    const rows = Math.max(1, Math.min(O, Math.floor(bytes / bytesOf(model, T))))
    const net = (probe ??= createModel(model.spec, { seqLen: T, batch: rows, dtype: 'float64' }))
    net.parameters.forEach(({ value }, p) => value.set(model.parameters[p].value))
    const input = repeated(sequence, rows, I)
    const gradInput = new Float64Array(input.length)
    const squares = new Float64Array(T * I)
    for (let first = 0; first < O; first += rows) {
      const gradScores = net.forward(input, onlyLast).slice().fill(0)
      for (let row = 0; row < rows && first + row < O; row++) gradScores[row * O + first + row] = 1
      net.zeroGrad()
      net.backward(gradScores)
      net.computeGradInput(gradInput)
      for (let k = 0; k < input.length; k++) {
        const t = Math.floor(k / (rows * I))
        squares[t * I + (k % I)] += gradInput[k] * gradInput[k]
      }
    }
    return squares
  }

  return {
    measure() {
      if (PROBE_PASSES * O * workOf(model, T) > work) return null
      const sequence = firstSequence(stream.batch.input, stream.batch.batch, T, I)
      const squares = squaredGradients(sequence)
      const lengths = (channels: readonly number[]) =>
        Float64Array.from({ length: T }, (_, t) =>
          Math.sqrt(channels.reduce((sum, i) => sum + squares[t * I + i], 0)),
        )
      const influences = task.channels
        ? task.channels.map((channel, i) => ({ channel, values: lengths([i]) }))
        : [{ channel: null, values: lengths([...Array(I).keys()]) }]
      return {
        influences,
        memoryLength: memoryLength(influences[0].values, last),
        needed: task.remembered(sequence),
      }
    },
  }
}

/**
 * Steps back from the last one to the first whose influence is above a hundredth of the largest; 0 if there
 * is none.
 */
export function memoryLength(influence: Float64Array, last: number): number {
  const largest = influence.reduce((most, value) => (value > most ? value : most), 0)
  const first = influence.findIndex((value) => value > FORGOTTEN_BELOW * largest)
  return first < 0 ? 0 : Math.max(0, last - first)
}

/** The first sequence of a batch (T, B, I), as (T, I). */
function firstSequence(batchInput: Floats, batch: number, T: number, I: number): Float64Array {
  const sequence = new Float64Array(T * I)
  for (let t = 0; t < T; t++) {
    for (let i = 0; i < I; i++) sequence[t * I + i] = batchInput[t * batch * I + i]
  }
  return sequence
}

/** A sequence, (T, I), in every row of a batch, (T, rows, I). */
function repeated(sequence: Float64Array, rows: number, I: number): Float64Array {
  const input = new Float64Array(rows * sequence.length)
  for (let t = 0; t < sequence.length / I; t++) {
    const step = sequence.subarray(t * I, (t + 1) * I)
    for (let row = 0; row < rows; row++) input.set(step, (t * rows + row) * I)
  }
  return input
}

/** Multiply-adds of one sequence's forward pass. */
function workOf({ layers }: Model, T: number): number {
  return layers.flat().reduce((sum, { kind, sizes: { inputSize, hiddenSize } }) => {
    return sum + T * kind.gateNames.length * hiddenSize * (inputSize + hiddenSize)
  }, 0)
}

/** Bytes of a model's buffers for one sequence, about: gates and states, and room for their gradients. */
function bytesOf({ layers }: Model, T: number): number {
  return layers.flat().reduce((sum, { kind, sizes: { hiddenSize } }) => {
    return sum + 8 * T * hiddenSize * (2 * kind.gateNames.length + 8)
  }, 0)
}
