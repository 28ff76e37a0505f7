import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defaultExperiment } from '../../core/experiment/defaults'
import type { SpareStart, WorkerCommand, WorkerStart } from './messages'
import type { SpareThread } from './spareThreads'
import { createSpareThreads, NEXT_SPARE_MS } from './spareThreads'

class FakeThread extends EventEmitter implements SpareThread {
  readonly commands: WorkerCommand['type'][] = []
  isAlive = true
  keepsProcessAlive = true
  constructor(readonly data: WorkerStart | SpareStart) {
    super()
  }
  get isSpare(): boolean {
    return 'warmUp' in this.data && this.commands.length === 0
  }
  postMessage({ type }: WorkerCommand): void {
    this.commands.push(type)
  }
  ref(): void {
    this.keepsProcessAlive = true
  }
  unref(): void {
    this.keepsProcessAlive = false
  }
  terminate(): Promise<number> {
    this.isAlive = false
    this.emit('exit', 1)
    return Promise.resolve(1)
  }
}

const asked = { speed: null, paused: false, watched: false, views: [] }
const start: WorkerStart = { experiment: defaultExperiment(), ...asked }

function setUp() {
  const made: FakeThread[] = []
  const threads = createSpareThreads(defaultExperiment(), (data) => {
    const thread = new FakeThread(data)
    made.push(thread)
    return thread
  })
  return { made, threads, alive: () => made.filter(({ isAlive }) => isAlive) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('spare threads', () => {
  it('give a run the warm thread, which then keeps the process alive, and make the next one later', () => {
    const { made, threads } = setUp()
    expect([made[0]!.isSpare, made[0]!.keepsProcessAlive]).toEqual([true, false])
    expect(threads.spawn(start)).toBe(made[0])
    expect([made[0]!.commands, made[0]!.keepsProcessAlive]).toEqual([['start'], true])
    vi.advanceTimersByTime(NEXT_SPARE_MS - 1)
    expect(made).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(made.map(({ isSpare }) => isSpare)).toEqual([false, true])
  })

  it('leave one spare and nothing else alive, however fast runs are started and ended', async () => {
    const { made, threads, alive } = setUp()
    for (let i = 0; i < 20; i++) {
      await threads.spawn(start).terminate()
      vi.advanceTimersByTime(i % 3 === 0 ? 10 : 400)
    }
    vi.advanceTimersByTime(10 * NEXT_SPARE_MS)
    expect(alive()).toEqual([made.at(-1)])
    expect(made.at(-1)!.isSpare).toBe(true)
  })

  it('start a run without the spare where that has died', () => {
    const { made, threads } = setUp()
    made[0]!.emit('error', new Error('no memory'))
    made[0]!.emit('exit', 1)
    expect(threads.spawn(start)).toBe(made[1])
    expect(made[1]!.data).toBe(start)
  })

  it('leave no spare when they are disposed, and make none afterwards', async () => {
    const { threads, alive } = setUp()
    const run = threads.spawn(start)
    vi.advanceTimersByTime(NEXT_SPARE_MS)
    await threads.dispose()
    expect(alive()).toEqual([run])
    await threads.spawn(start).terminate()
    vi.advanceTimersByTime(10 * NEXT_SPARE_MS)
    expect(alive()).toEqual([run])
  })
})
