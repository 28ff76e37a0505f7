import type { Observation } from '../contract/observation'
import type { Floats } from '../math/floats'
import { norm } from '../kernels/norms'
import { createModel } from '../nn/model'
import type { Model } from '../nn/model'
import type { Trainer } from '../train/trainer'

/** How far an input is moved: far above float64's rounding of the scores, far below where the net bends. */
const EPS = 1e-6
/** An input whose influence is below this share of the largest one counts as forgotten. */
const FORGOTTEN_BELOW = 0.01
/** Steps that are measured however large the network is. */
const MIN_STEPS = 8

export interface MemoryLimits {
  /** Most multiply-adds of one measurement. @default 5e8, about half a second */
  readonly work?: number
  /** Most bytes of the probe's buffers; more copies than fit go through it group by group. @default 64 MB */
  readonly bytes?: number
}

export interface MemoryProbe {
  measure(): NonNullable<Observation['memory']>
}

/**
 * Measures how far back an input still moves the last supervised score: the first sequence of the batch runs
 * from a zero state through a network with the same weights, once as it is and once for each step with this
 * one's input moved by eps = 1e-6 in the direction of (1, .., 1):
 *
 *     influence_t = ||score(x_t + eps 1/sqrt(I)) - score(x)|| / eps
 *
 * All in float64 and in one pass, with the copies side by side in a batch of T + 1. Only where that would
 * take more than 64 MB are there several passes, and only where it would take more than 5e8 multiply-adds
 * (long sequences in large networks) are some steps left out, evenly, and NaN.
 *
 * It uses no random numbers and its own network, so training does not see it. The network is built at the
 * first measurement.
 */
export function createMemoryProbe(
  trainer: Trainer,
  { work = 5e8, bytes = 2 ** 26 }: MemoryLimits = {},
): MemoryProbe {
  const { task, model, stream } = trainer
  const { seqLen: T, inputSize: I } = task.shape
  const last = task.supervised.lastIndexOf(1)
  const onlyLast = new Uint8Array(T)
  onlyLast[last] = 1
  const steps = measuredSteps(T, Math.max(MIN_STEPS, Math.floor(work / workOf(model, T))))
  let probe: Model | null = null

  return {
    measure() {
      const rows = Math.max(2, Math.min(steps.length + 1, Math.floor(bytes / bytesOf(model, T))))
      const net = (probe ??= createModel(model.spec, { seqLen: T, batch: rows, dtype: 'float64' }))
      net.parameters.forEach(({ value }, p) => value.set(model.parameters[p].value))
      const sequence = firstSequence(stream.batch.input, stream.batch.batch, T, I)
      const influence = new Float64Array(T).fill(NaN)
      const input = new Float64Array(T * rows * I)
      for (let first = 0; first < steps.length; first += rows - 1) {
        const group = steps.slice(first, first + rows - 1)
        fillCopies(input, sequence, rows, I)
        group.forEach((t, k) => {
          for (let i = 0; i < I; i++) input[(t * rows + k + 1) * I + i] += EPS / Math.sqrt(I)
        })
        const scores = net.forward(input, onlyLast)
        group.forEach((t, k) => (influence[t] = distance(scores, k + 1, task.shape.outputSize) / EPS))
      }
      return { influence, memoryLength: memoryLength(influence, last), needed: task.remembered(sequence) }
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

/** At most `most` steps of 0 .. seqLen - 1, evenly, the first and the last among them. */
export function measuredSteps(seqLen: number, most: number): number[] {
  if (most >= seqLen) return Array.from({ length: seqLen }, (_, t) => t)
  return Array.from({ length: most }, (_, k) => Math.round((k * (seqLen - 1)) / (most - 1)))
}

/** The first sequence of a batch (T, B, I), as (T, I). */
function firstSequence(batchInput: Floats, batch: number, T: number, I: number): Float64Array {
  const sequence = new Float64Array(T * I)
  for (let t = 0; t < T; t++) {
    for (let i = 0; i < I; i++) sequence[t * I + i] = batchInput[t * batch * I + i]
  }
  return sequence
}

function fillCopies(input: Float64Array, sequence: Float64Array, rows: number, I: number): void {
  const T = sequence.length / I
  for (let t = 0; t < T; t++) {
    const step = sequence.subarray(t * I, (t + 1) * I)
    for (let row = 0; row < rows; row++) input.set(step, (t * rows + row) * I)
  }
}

/** How far a row of the scores is from the first one. */
function distance(scores: Floats, row: number, width: number): number {
  const change = Float64Array.from({ length: width }, (_, o) => scores[row * width + o] - scores[o])
  return norm(change, 0, width)
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
