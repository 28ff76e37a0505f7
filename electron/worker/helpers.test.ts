import { availableParallelism } from 'node:os'
import { afterEach, expect, it } from 'vitest'
import { experimentSchema } from '../../core/experiment/schema'
import type { Dtype } from '../../core/math/floats'
import { helpedCommands, stopHelpers, threadsFor } from '../../core/kernels/simd/threads'
import { createWorkload } from '../../core/train/benchmark'
import { chooseThreads, startHelpers, threadsOf } from './helpers'

afterEach(stopHelpers)

const experiment = (train: object, hiddenSize = 512) =>
  experimentSchema.parse({ task: { name: 'adding' }, model: { cell: 'rnn', hiddenSize }, train })

it.each(['float64', 'float32'])('trains with as many threads as %s experiments ask for', (dtype) => {
  expect(threadsOf(experiment({ dtype, threads: 3 }))).toBe(3)
  expect(threadsOf(experiment({ dtype, threads: 1 }))).toBe(1)
})

it('chooses by the size of the network and by what the machine has', () => {
  const sizes = { batch: 32, hiddenSize: 512 }
  expect(chooseThreads(sizes)).toBe(threadsFor(sizes, availableParallelism()))
  expect(threadsOf(experiment({ dtype: 'float32', batch: 32 }))).toBe(chooseThreads(sizes))
  expect(threadsOf(experiment({ dtype: 'float32', batch: 1 }, 1))).toBe(1)
})

it('starts one helper fewer than threads, none for one thread', () => {
  expect(startHelpers('float64', 1)).toBe(0)
})

it.each<Dtype>(['float64', 'float32'])('starts helpers that take their part of the work in %s', (dtype) => {
  expect(startHelpers(dtype, 2)).toBe(1)
  const before = helpedCommands()
  const shape = { seqLen: 7, batch: 36, inputSize: 9, hiddenSize: 66, outputSize: 5 }
  const workload = createWorkload('gru', shape, dtype)
  // Until the helper is up and has had a part in it.
  do workload.update()
  while (helpedCommands() === before)
})
