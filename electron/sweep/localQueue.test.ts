import { describe, expect, it } from 'vitest'
import { defaultExperiment } from '../../core/experiment/defaults'
import { createLocalQueue } from './localQueue'
import type { QueuedTrial } from './trialQueue'
import type { TrialResult } from './trialResult'
import type { TrialTrainer } from './trialTrainer'

const trial = (id: string): QueuedTrial => ({
  ...{ id, experiment: defaultExperiment() },
  group: { kind: 'sweep', id: 's', name: '', fields: {} },
})
const done: TrialResult = { status: 'done', update: 1, loss: 0, smoothedLoss: 0 }
/** Lets everything happen that waits for nothing. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

/** A trainer whose trials end when they are told to, and a queue of it that says what happens. */
function setUp(most: number, known: Readonly<Record<string, TrialResult | Error>> = {}) {
  const said: string[] = []
  const ends = new Map<string, { over(): void; written(): void }>()
  const say = (what: string) => (said.push(what), Promise.resolve())
  const trainer: TrialTrainer = {
    prepare({ id }) {
      say(`prepare ${id}`)
      const found = known[id]
      if (found instanceof Error) return Promise.reject(found)
      if (found) return Promise.resolve({ result: found })
      return Promise.resolve({
        update: 0,
        discard: () => say(`discard ${id}`),
        begin() {
          let over = (): void => undefined
          let write = (_: TrialResult): void => undefined
          const isOver = new Promise<void>((resolve) => (over = resolve))
          const result = new Promise<TrialResult>((resolve) => (write = resolve))
          ends.set(id, { over, written: () => write(done) })
          return {
            ...{ over: isOver, result },
            pause: () => say(`pause ${id}`),
            resume: () => say(`resume ${id}`),
            stop(by: string) {
              void say(`stop ${id} by ${by}`)
              over()
              write({ ...done, status: 'stopped' })
            },
          }
        },
      })
    },
  }
  const queue = createLocalQueue({
    most,
    trainer,
    listener: {
      begun: ({ id }) => void say(`begin ${id}`),
      ended: ({ id }, { status }) => void say(`${status} ${id}`),
      broken: ({ id }, { message }) => void say(`broken ${id}: ${message}`),
    },
  })
  /** What was said since this was asked last. */
  const told = async () => {
    await settle()
    return said.splice(0)
  }
  return { queue, told, ends }
}

describe('a queue of trials in this process', () => {
  it('trains as many at a time as it may, in their order, and makes one more ready', async () => {
    const { queue, told, ends } = setUp(2)
    queue.enqueue(['a', 'b', 'c', 'd'].map(trial))
    expect(await told()).toEqual(['prepare a', 'begin a', 'prepare b', 'begin b', 'prepare c'])
    ends.get('b')!.over()
    // What has ended is being written while the next begins.
    expect(await told()).toEqual(['begin c', 'prepare d'])
    ends.get('b')!.written()
    expect(await told()).toEqual(['done b'])
  })

  it('trains nothing that has ended some other day', async () => {
    const { queue, told } = setUp(1, { a: done, b: { ...done, status: 'diverged' } })
    queue.enqueue(['a', 'b', 'c'].map(trial))
    expect(await told()).toEqual(['prepare a', 'done a', 'prepare b', 'diverged b', 'prepare c', 'begin c'])
  })

  it('takes no trial twice', async () => {
    const { queue, told } = setUp(4)
    queue.enqueue([trial('a'), trial('a')])
    queue.enqueue([trial('a'), trial('b')])
    expect(await told()).toEqual(['prepare a', 'begin a', 'prepare b', 'begin b'])
  })

  it('goes on with the others where one cannot be begun', async () => {
    const { queue, told } = setUp(1, { a: new Error('no room') })
    queue.enqueue(['a', 'b'].map(trial))
    expect(await told()).toEqual(['prepare a', 'broken a: no room', 'prepare b', 'begin b'])
  })

  it('begins none while it is paused, and goes on as if it had not been', async () => {
    const { queue, told, ends } = setUp(1)
    queue.enqueue(['a', 'b'].map(trial))
    await told()
    await queue.pause()
    ends.get('a')!.over()
    expect(await told()).toEqual(['pause a'])
    queue.resume()
    expect(await told()).toEqual(['begin b'])
  })

  it('resumes what it has paused', async () => {
    const { queue, told } = setUp(1)
    queue.enqueue([trial('a')])
    await told()
    await queue.pause()
    queue.resume()
    expect(await told()).toEqual(['pause a', 'resume a'])
  })

  it('stops when nothing is trained or written any more, and leaves no place made ready', async () => {
    const { queue, told, ends } = setUp(2)
    queue.enqueue(['a', 'b', 'c', 'd'].map(trial))
    await told()
    ends.get('a')!.over()
    await told()
    let isStopped = false
    void queue.stop('SIGINT').then(() => (isStopped = true))
    expect(await told()).toEqual([
      ...['discard d', 'stop b by SIGINT', 'stop c by SIGINT', 'stopped b', 'stopped c'],
    ])
    expect(isStopped).toBe(false)
    ends.get('a')!.written()
    expect([await told(), isStopped]).toEqual([['done a'], true])
  })
})
