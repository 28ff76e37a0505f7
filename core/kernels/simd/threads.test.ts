import { afterAll, beforeAll, expect, it } from 'vitest'
import { Worker } from 'node:worker_threads'
import { createWorkload } from '../../train/benchmark'
import { HelperLostError } from './webAssembly'
import { helpedCommands, helperProgram, prepareHelpers, stopHelpers, threadsFor } from './threads'

const PROGRAM = `const start = require('node:worker_threads').workerData\n${helperProgram}`

const shape = { seqLen: 7, batch: 36, inputSize: 9, hiddenSize: 66, outputSize: 5 }

/** The bits of the losses of some updates. */
function losses(cell: 'rnn' | 'gru' | 'lstm'): number[] {
  const workload = createWorkload(cell, shape, 'float32')
  return Array.from({ length: 12 }, () => {
    workload.update()
    return workload.loss
  })
}

const cells = ['rnn', 'gru', 'lstm'] as const
const alone = new Map<string, number[]>()
let helpers: Worker[] = []

beforeAll(() => {
  for (const cell of cells) alone.set(cell, losses(cell))
  helpers = prepareHelpers(2).map((start) => new Worker(PROGRAM, { eval: true, workerData: start }))
})

afterAll(async () => {
  stopHelpers()
  await Promise.all(helpers.map((helper) => new Promise((resolve) => helper.once('exit', resolve))))
})

it.each(cells)('three threads give the bits of one: %s', (cell) => {
  const before = helpedCommands()
  // Again until the helpers are up and have had a part in it.
  do expect(losses(cell)).toEqual(alone.get(cell))
  while (helpedCommands() === before)
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
  const [start] = prepareHelpers(1)
  helpers.push(new Worker(thief, { eval: true, workerData: start }))
  const workload = createWorkload('rnn', shape, 'float32')
  const train = () => {
    for (;;) workload.update()
  }
  expect(train).toThrow(HelperLostError)
})

it('more threads only where they pay', () => {
  const large = { dtype: 'float32', batch: 32, hiddenSize: 128 } as const
  expect(threadsFor(large, 2)).toBe(2)
  expect(threadsFor(large, 1)).toBe(1)
  expect(threadsFor(large, 64)).toBe(4)
  expect(threadsFor({ ...large, dtype: 'float64' }, 8)).toBe(1)
  expect(threadsFor({ ...large, hiddenSize: 16 }, 8)).toBe(1)
  expect(threadsFor({ ...large, batch: 4 }, 8)).toBe(1)
})
