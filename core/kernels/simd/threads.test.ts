import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Dtype } from '../../math/floats'
import { createWorkload } from '../../train/benchmark'
import { HelperLostError } from './webAssembly'
import { helpedCommands, helperProgram, prepareHelpers, stopHelpers, threadsFor } from './threads'

const PROGRAM = `const start = require('node:worker_threads').workerData\n${helperProgram}`

const shape = { seqLen: 7, batch: 36, inputSize: 9, hiddenSize: 66, outputSize: 5 }

/** The bits of the losses of some updates. */
function losses(cell: 'rnn' | 'gru' | 'lstm', dtype: Dtype): number[] {
  const workload = createWorkload(cell, shape, dtype)
  return Array.from({ length: 12 }, () => {
    workload.update()
    return workload.loss
  })
}

const cells = ['rnn', 'gru', 'lstm'] as const
const helpers: Worker[] = []

afterAll(async () => {
  stopHelpers()
  await Promise.all(helpers.map((helper) => new Promise((resolve) => helper.once('exit', resolve))))
})

describe.each<Dtype>(['float64', 'float32'])('in %s', (dtype) => {
  const alone = new Map<string, number[]>()

  beforeAll(() => {
    for (const cell of cells) alone.set(cell, losses(cell, dtype))
    for (const start of prepareHelpers(dtype, 2)) {
      helpers.push(new Worker(PROGRAM, { eval: true, workerData: start }))
    }
  })
  afterAll(stopHelpers)

  it.each(cells)('three threads give the bits of one: %s', (cell) => {
    const before = helpedCommands()
    // Again until the helpers are up and have had a part in it.
    do expect(losses(cell, dtype)).toEqual(alone.get(cell))
    while (helpedCommands() === before)
  })
})

/**
 * Takes one chunk of work and goes away with it: the lower half of the control block's first word counts
 * those that are taken.
 */
const thief = `
  const { memory, control } = require('node:worker_threads').workerData
  const words = new Int32Array(memory.buffer)
  for (;;) {
    const open = Atomics.load(words, control / 4)
    if ((open & 0xffff) < open >> 16 && Atomics.compareExchange(words, control / 4, open, open + 1) === open) process.exit(1)
  }
`

it('says that a helper is gone with work in hand', () => {
  stopHelpers()
  const [start] = prepareHelpers('float32', 1)
  helpers.push(new Worker(thief, { eval: true, workerData: start }))
  const workload = createWorkload('rnn', shape, 'float32')
  const train = () => {
    for (;;) workload.update()
  }
  expect(train).toThrow(HelperLostError)
})

it('more threads only where they pay', () => {
  const large = { batch: 32, hiddenSize: 128 }
  expect(threadsFor(large, 2)).toBe(2)
  expect(threadsFor(large, 1)).toBe(1)
  expect(threadsFor(large, 64)).toBe(4)
  expect(threadsFor({ ...large, hiddenSize: 16 }, 8)).toBe(1)
  expect(threadsFor({ ...large, batch: 4 }, 8)).toBe(1)
})
