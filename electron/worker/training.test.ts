import { afterEach, expect, it } from 'vitest'
import { experimentSchema } from '../../core/experiment/schema'
import { stopHelpers } from '../../core/kernels/simd/threads'
import { train } from '../../core/train/train'
import { createTrainer } from '../../core/train/trainer'
import type { Environment } from './environment'
import { chooseThreads } from './helpers'
import { createTraining } from './training'

afterEach(stopHelpers)

const experimentOf = (train: object, hiddenSize = 2) =>
  experimentSchema.parse({
    task: { name: 'adding', seqLen: 3 },
    model: { cell: 'rnn', hiddenSize },
    train: { batch: 2, updates: 3, ...train },
  })

/** A training whose clock goes on by `tick()` milliseconds whenever it is read. */
function setUp(train: object, { hiddenSize = 2, tick = (): number => 0 } = {}) {
  let now = 0
  const threads: number[] = []
  const env: Environment = {
    now: () => (now += tick()),
    defer: () => undefined,
    setTimer: () => () => undefined,
    post: (report) => void (report.type === 'threads' && threads.push(report.threads)),
  }
  const experiment = experimentOf(train, hiddenSize)
  return {
    training: createTraining({ experiment }, env),
    trainer: createTrainer(experiment),
    experiment,
    threads,
  }
}

it('makes the updates of the experiment, and knows when they are over', () => {
  const { training, trainer, experiment, threads } = setUp({})
  expect(training.numParameters).toBe(trainer.numParameters)
  expect(training.baseline).toBe(trainer.baseline)
  expect(threads).toEqual([1])
  const losses: number[] = []
  while (!training.isOver()) {
    const next = training.updates.next()
    if (!next.done) losses.push(next.value.loss)
  }
  expect(losses).toEqual([...train(createTrainer(experiment))].map(({ loss }) => loss))
  expect(training.updates.next()).toMatchObject({ done: true, value: { status: 'done', reason: 'updates' } })
})

it('records the next update when asked', () => {
  const { training } = setUp({})
  training.updates.next()
  const tracing = training.startTrace()
  training.updates.next()
  expect(tracing.finish().update).toBe(1)
})

it('asks the clock only where the time is limited', () => {
  let readings = 0
  const unlimited = setUp({}, { tick: () => readings++ })
  unlimited.training.updates.next()
  expect(readings).toBe(0)
  const limited = setUp({ updates: 1000, stop: { seconds: 5 } }, { tick: () => 1000 })
  const last = [...Array<null>(1000)].map(() => limited.training.updates.next()).find(({ done }) => done)
  expect(last).toMatchObject({ value: { status: 'done', reason: 'seconds' } })
})

it('trains with the threads that are asked for, without trying what is faster', () => {
  let readings = 0
  const { training, threads } = setUp({ dtype: 'float32', threads: 2 }, { tick: () => readings++ })
  expect(threads).toEqual([2])
  training.updates.next()
  expect(readings).toBe(0)
})

it('finds out by itself whether several threads pay, and tells of every change', () => {
  // Large enough for two threads, where the machine has two.
  const large = { dtype: 'float32', batch: 32, updates: 100 }
  const hiddenSize = 256
  let ms = 30
  const { training, threads } = setUp(large, { hiddenSize, tick: () => ms })
  const many = chooseThreads({ batch: 32, hiddenSize })
  // One update to warm up and three that are timed, with all threads; then as many with one, which takes half
  // as long.
  for (let update = 0; update < 4; update++) training.updates.next()
  ms = 15
  for (let update = 0; update < 6; update++) training.updates.next()
  expect(threads).toEqual(many > 1 ? [many, 1] : [1])
})
