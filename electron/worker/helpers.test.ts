import { availableParallelism } from 'node:os'
import { afterEach, expect, it } from 'vitest'
import { experimentSchema } from '../../core/experiment/schema'
import { helpedCommands, stopHelpers, threadsFor } from '../../core/kernels/simd/threads'
import { createWorkload } from '../../core/train/benchmark'
import { chooseThreads, startHelpers, threadsOf } from './helpers'

afterEach(stopHelpers)

const experiment = (train: object, hiddenSize = 512) =>
  experimentSchema.parse({ task: { name: 'adding' }, model: { cell: 'rnn', hiddenSize }, train })

it('trains with one thread in float64, whatever is asked for', () => {
  expect(threadsOf(experiment({ dtype: 'float64', threads: 4 }))).toBe(1)
})

it('trains with as many threads as float32 experiments ask for, one among them', () => {
  expect(threadsOf(experiment({ dtype: 'float32', threads: 3 }))).toBe(3)
  expect(threadsOf(experiment({ dtype: 'float32', threads: 1 }))).toBe(1)
})

it('chooses by the size of the network and by what the machine has', () => {
  const sizes = { dtype: 'float32', batch: 32, hiddenSize: 512 } as const
  expect(chooseThreads(sizes)).toBe(threadsFor(sizes, availableParallelism()))
  expect(threadsOf(experiment({ dtype: 'float32', batch: 32 }))).toBe(chooseThreads(sizes))
  expect(threadsOf(experiment({ dtype: 'float32', batch: 1 }, 1))).toBe(1)
})

it('starts one helper fewer than threads, none for one thread', () => {
  expect(startHelpers(1)).toBe(0)
})

it('starts helpers that take their part of the work', () => {
  expect(startHelpers(2)).toBe(1)
  const before = helpedCommands()
  const shape = { seqLen: 7, batch: 36, inputSize: 9, hiddenSize: 66, outputSize: 5 }
  const workload = createWorkload('gru', shape, 'float32')
  // Until the helper is up and has had a part in it.
  do workload.update()
  while (helpedCommands() === before)
})
