import { describe, expect, it } from 'vitest'
import type { Result } from '../../core/contract/result'
import { ObedientThread, settle } from './obedientThread.testing'
import type { Run, RunListener } from './run'
import { createRunCatalog } from './runCatalog'
import { MOST_SHELVED } from '../../core/contract/run'
import { memoryNeed } from '../../core/experiment/memory'
import { MEMORY_LIMIT_GB } from '../../core/experiment/relations'
import { createMemoryLog } from './runLog'
import { anyStart } from './runs.testing'

/** Names the events of runs, which are numbered in the order in which they start. */
function recordEvents() {
  const events: string[] = []
  const runs: Run[] = []
  const number = (run: Run) => (runs.includes(run) ? runs.indexOf(run) : runs.push(run) - 1)
  const note = (name: string) => (run: Run) => void events.push(`${name} ${number(run)}`)
  const listener: RunListener = {
    started: note('started'),
    built: note('built'),
    logged: note('logged'),
    changed: (run) => void events.push(`${run.state.status} ${number(run)}`),
    sampled: note('sampled'),
    observed: note('observed'),
    ended: note('ended'),
    removed: note('removed'),
  }
  return { events, runs, listener }
}

function setUp({ isBuilt = true, mostTraining = 1 } = {}) {
  const threads: ObedientThread[] = []
  const { events, runs, listener } = recordEvents()
  const network = { isBuilt }
  const catalog = createRunCatalog({
    spawn(start) {
      const thread = new ObedientThread(start, network.isBuilt)
      threads.push(thread)
      return thread
    },
    createLog: createMemoryLog,
    mostTraining,
    listeners: [listener],
  })
  const start = async () => valueOf(await catalog.start(anyStart))
  const startAndStop = async () => {
    const run = await start()
    await run.host.stop()
    return run
  }
  const alive = () => threads.map(({ isAlive }) => isAlive)
  return { catalog, threads, network, events, runs, start, startAndStop, alive }
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

describe('the catalog of runs', () => {
  it('finds a run by its id, and says which one it does not know', async () => {
    const { catalog, start } = setUp()
    const run = await start()
    expect(valueOf(catalog.get(run.runId))).toBe(run)
    expect(catalog.get('x')).toMatchObject({ error: { code: 'noSuchRun', message: 'there is no run x' } })
    expect(await catalog.shelve('x')).toMatchObject({ error: { code: 'noSuchRun' } })
    expect(await catalog.unshelve('x')).toMatchObject({ error: { code: 'noSuchRun' } })
  })

  it('lists and finds a run while its network is being built, and after it', async () => {
    const { catalog, threads, runs } = setUp({ isBuilt: false })
    expect(catalog.list()).toEqual([])
    void catalog.start(anyStart)
    await settle()
    expect(catalog.list()).toEqual(runs)
    const run = valueOf(catalog.get(runs[0]!.runId))
    expect(run.summary()).toMatchObject({ state: { status: 'building', update: 0 }, numParameters: 0 })
    threads[0]!.report({ type: 'ready', numParameters: 7, baseline: 0.5, update: 0 })
    await settle()
    expect(run.summary()).toMatchObject({ state: { status: 'running', update: 0 }, numParameters: 7 })
    expect(catalog.list()).toEqual([run])
  })

  it('gives every run an id of its own', async () => {
    const { start } = setUp()
    const ids = new Set([(await start()).runId, (await start()).runId])
    expect(ids.size).toBe(2)
  })

  it('reports everything to its listeners in the order in which it happens', async () => {
    const { start, threads, events } = setUp()
    const run = await start()
    threads[0]!.report({ type: 'threads', threads: 2 })
    threads[0]!.state({ status: 'paused', update: 0 })
    threads[0]!.train(5)
    threads[0]!.report({ type: 'sample', sample: {} as never })
    threads[0]!.report({ type: 'observation', observation: { update: 1 } as never })
    threads[0]!.state({ status: 'done', update: 5, reason: 'updates' })
    await settle()
    const afterBuilt = ['running 0', 'paused 0', 'logged 0', 'sampled 0', 'observed 0', 'done 0', 'ended 0']
    expect(events).toEqual(['started 0', 'built 0', ...afterBuilt])
    expect([run.log.length, run.summary().threads, run.state.update]).toEqual([5, 2, 5])
  })

  it('calls a listener once the run has the newest state', async () => {
    const lengths: number[] = []
    const thread: ObedientThread[] = []
    const catalog = createRunCatalog({
      spawn: (start) => (thread[0] = new ObedientThread(start)),
      createLog: createMemoryLog,
      listeners: [
        { logged: ({ log, state }, { firstUpdate }) => lengths.push(log.length, state.update, firstUpdate) },
      ],
    })
    await catalog.start(anyStart)
    thread[0]!.train(5)
    thread[0]!.train(2)
    await settle()
    expect(lengths).toEqual([5, 5, 0, 7, 7, 5])
  })
})

describe('starting a run', () => {
  it('sets the one before aside that has ended, with its thread, once the new network is built', async () => {
    const { start, startAndStop, events, alive, catalog } = setUp()
    const first = await startAndStop()
    events.length = 0
    const second = await start()
    expect(events).toEqual(['started 1', 'built 1', 'stopped 0'])
    expect(alive()).toEqual([true, true])
    expect(catalog.list()).toEqual([first, second])
    expect([first.shelfPlace, second.shelfPlace]).toEqual([1, null])
  })

  it('ends none that trains: as many train as may, and the others wait for their turn', async () => {
    const { start, catalog, threads, runs } = setUp({ mostTraining: 2 })
    for (let i = 0; i < 4; i++) await start()
    const states = () => runs.map(({ state }) => state)
    const training = { status: 'running', update: 0 }
    const queued = (place: number) => ({ status: 'queued', update: 0, place })
    expect(states()).toEqual([training, training, queued(0), queued(1)])
    expect(threads).toHaveLength(2)
    expect(runs.map(({ shelfPlace }) => shelfPlace)).toEqual([null, null, null, null])

    catalog.enqueue(runs[3]!.runId, 0)
    expect(states().slice(2)).toEqual([queued(1), queued(0)])
    await runs[0]!.host.pause()
    await settle()
    expect(states()).toEqual([{ status: 'paused', update: 0 }, training, queued(0), training])
    threads[1]!.state({ status: 'done', update: 9, reason: 'updates' })
    await settle()
    expect(states().map(({ status }) => status)).toEqual(['paused', 'done', 'running', 'running'])
  })

  it('lets one that goes on wait for its turn too, and take it', async () => {
    const { start, threads, runs } = setUp()
    await start()
    await runs[0]!.host.pause()
    await start()
    expect(await runs[0]!.host.resume()).toEqual({
      ok: true,
      value: { status: 'queued', update: 0, place: 0 },
    })
    await runs[1]!.host.stop()
    await settle()
    expect(runs.map(({ state }) => state.status)).toEqual(['running', 'stopped'])
    expect(threads[0]!.commands).toEqual(['pause', 'resume'])
  })

  it('takes one that waits out of the queue by pausing or stopping it', async () => {
    const { start, threads, runs } = setUp()
    for (let i = 0; i < 3; i++) await start()
    expect(await runs[1]!.host.pause()).toEqual({ ok: true, value: { status: 'paused', update: 0 } })
    expect(await runs[2]!.host.stop()).toEqual({ status: 'stopped', update: 0 })
    await runs[0]!.host.stop()
    await settle()
    expect(threads).toHaveLength(1)
    expect(runs.map(({ state }) => state.status)).toEqual(['stopped', 'paused', 'stopped'])
  })

  it('leaves one as it is that is paused or done', async () => {
    const { start, threads, runs } = setUp()
    await start()
    threads[0]!.state({ status: 'done', update: 9, reason: 'updates' })
    await settle()
    await start()
    await runs[1]!.host.pause()
    await start()
    expect(runs.map(({ state }) => state.status)).toEqual(['done', 'paused', 'running'])
    expect(threads.map(({ commands }) => commands)).toEqual([[], ['pause'], []])
  })

  it('keeps a shelved run too', async () => {
    const { start, alive, catalog } = setUp()
    const first = await start()
    await catalog.shelve(first.runId)
    await start()
    expect(alive()).toEqual([true, true])
    expect([first.state.status, first.shelfPlace]).toEqual(['paused', 1])
  })

  it('keeps three runs aside, and removes the oldest for another once its thread is gone', async () => {
    const { start, startAndStop, alive, events, catalog, runs } = setUp()
    for (let i = 0; i < MOST_SHELVED + 1; i++) await startAndStop()
    expect(catalog.list()).toHaveLength(4)
    events.length = 0
    await start()
    expect(events.slice(-1)).toEqual(['removed 0'])
    expect(alive()).toEqual([false, true, true, true, true])
    expect(catalog.list()).toEqual(runs.slice(1))
  })

  it('ends threads of runs aside, the oldest first, where a new run needs the memory, and keeps what they recorded', async () => {
    const { start, startAndStop, catalog, threads, alive, runs } = setUp({ mostTraining: 2 })
    await start()
    threads[0]!.train(30)
    await runs[0]!.host.stop()
    await startAndStop()
    await start()
    const large = structuredClone(anyStart)
    // Beside it there is room for one small run.
    Object.assign(large.experiment.model, { cell: 'lstm', hiddenSize: 1024 })
    Object.assign(large.experiment.train, { batch: 125 })
    const task = large.experiment.task as { seqLen: number }
    task.seqLen = 100
    const room = MEMORY_LIMIT_GB * 1e9 - 1.5 * memoryNeed(anyStart.experiment).total
    while (memoryNeed(large.experiment).total < room) task.seqLen++
    await catalog.start(large)
    expect(alive()).toEqual([false, false, true, true])
    expect([runs[0]!.state, runs[0]!.log.length]).toEqual([{ status: 'stopped', update: 30 }, 30])
    expect(catalog.list()).toHaveLength(4)
  })

  it('starts the newest of several that are asked for at once, and says so to the others', async () => {
    const { catalog, threads } = setUp()
    const [first, second, third] = await Promise.all([1, 2, 3].map(() => catalog.start(anyStart)))
    for (const answer of [first, second]) expect(answer).toMatchObject({ error: { code: 'cancelled' } })
    expect(threads).toHaveLength(1)
    expect(catalog.list()).toEqual([valueOf(third!)])
  })

  it('ends a run whose network is still being built, however often', async () => {
    const { catalog, network, alive, events, start } = setUp({ isBuilt: false })
    const superseded: Promise<Result<Run>>[] = []
    for (let i = 0; i < 3; i++) {
      superseded.push(catalog.start(anyStart))
      await settle()
    }
    network.isBuilt = true
    const run = await start()
    for (const answer of superseded) expect(await answer).toMatchObject({ error: { code: 'cancelled' } })
    expect(alive()).toEqual([false, false, false, true])
    expect(catalog.list()).toEqual([run])
    expect(events.filter((event) => event.startsWith('removed'))).toHaveLength(3)
  })

  it('answers starts that wait for their turn as soon as another is asked for', async () => {
    const { catalog, threads, start } = setUp()
    await start()
    // It does not obey: its update in hand takes longer than the test.
    threads[0]!.postMessage = () => undefined
    const waiting = catalog.start(anyStart)
    void catalog.start(anyStart)
    expect(await waiting).toMatchObject({ error: { code: 'cancelled' } })
    await catalog.dispose()
  })

  it('keeps the one before as it is where the network cannot be built, and leaves no thread', async () => {
    const { start, network, catalog, threads, alive, events } = setUp({ mostTraining: 2 })
    const first = await start()
    network.isBuilt = false
    const failing = catalog.start(anyStart)
    await settle()
    threads[1]!.emit('error', new Error('too large'))
    expect(await failing).toMatchObject({ ok: false, error: { code: 'workerFailed' } })
    expect(catalog.list()).toEqual([first])
    expect([first.state.status, first.shelfPlace, alive()]).toEqual(['running', null, [true, false]])
    expect(events.slice(-4)).toEqual(['started 1', 'failed 1', 'ended 1', 'removed 1'])
  })

  it('goes on after a thread that could not be started', async () => {
    let isBroken = true
    const catalog = createRunCatalog({
      spawn(start) {
        if (isBroken) throw new Error('no more threads')
        return new ObedientThread(start)
      },
      createLog: createMemoryLog,
      listeners: [],
    })
    await expect(catalog.start(anyStart)).rejects.toThrow('no more threads')
    isBroken = false
    expect((await catalog.start(anyStart)).ok).toBe(true)
  })

  it('leaves no thread where the run is stopped while its network is being built', async () => {
    const { catalog, runs, alive, events } = setUp({ isBuilt: false })
    const starting = catalog.start(anyStart)
    await settle()
    await runs[0]!.host.stop()
    expect(await starting).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(alive()).toEqual([false])
    expect(events).toEqual(['started 0', 'stopped 0', 'ended 0', 'removed 0'])
    expect(catalog.list()).toEqual([])
  })
})

describe('shelving a run', () => {
  it('pauses it and keeps it, and unshelving gives it back as it was', async () => {
    const { start, catalog, threads } = setUp()
    const { runId } = await start()
    threads[0]!.train(30)
    await settle()
    expect(await catalog.shelve(runId)).toEqual({ ok: true, value: { status: 'paused', update: 30 } })
    const [shelved] = catalog.list()
    expect([shelved!.summary().shelfPlace, shelved!.log.length]).toEqual([1, 30])
    expect(valueOf(await catalog.unshelve(runId)).summary()).toMatchObject({
      shelfPlace: null,
      state: { status: 'paused', update: 30 },
    })
    expect(threads[0]!.commands).toEqual(['pause'])
  })

  it('leaves the state of one that has ended', async () => {
    const { start, catalog, threads } = setUp()
    const { runId } = await start()
    const done = { status: 'done', update: 9, reason: 'updates' } as const
    threads[0]!.state(done)
    await settle()
    expect(await catalog.shelve(runId)).toEqual({ ok: true, value: done })
    expect(threads[0]!.commands).toEqual([])
  })

  it('is reported to the listeners, as unshelving is', async () => {
    const { start, catalog, threads, events } = setUp()
    const { runId } = await start()
    threads[0]!.state({ status: 'done', update: 9, reason: 'updates' })
    await settle()
    events.length = 0
    await catalog.shelve(runId)
    await catalog.unshelve(runId)
    expect(events).toEqual(['done 0', 'done 0'])
  })
})

describe('bringing a run back', () => {
  it('sets the one that is shown aside, below the others', async () => {
    const { start, startAndStop, catalog, runs } = setUp()
    await startAndStop()
    await startAndStop()
    await (await start()).host.pause()
    const states = () => runs.map(({ state }) => state.status)
    const undo = async () => {
      const shelved = runs.filter(({ shelfPlace }) => shelfPlace !== null)
      const [top] = shelved.sort((a, b) => b.shelfPlace! - a.shelfPlace!)
      const back = valueOf(await catalog.unshelve(top!.runId))
      await settle()
      expect(runs.filter(({ shelfPlace }) => shelfPlace === null)).toEqual([back])
      return runs.indexOf(back)
    }
    expect([await undo(), states()]).toEqual([1, ['stopped', 'stopped', 'paused']])
    expect([await undo(), await undo(), await undo()]).toEqual([0, 2, 1])
    expect(states()).toEqual(['stopped', 'stopped', 'paused'])
  })

  it('leaves one that trains where it is', async () => {
    const { start, startAndStop, catalog } = setUp()
    const stopped = await startAndStop()
    const training = await start()
    await catalog.unshelve(stopped.runId)
    expect([training.state.status, training.shelfPlace]).toEqual(['running', null])
  })

  it('leaves one that is shown already', async () => {
    const { start, catalog, threads } = setUp()
    const run = await start()
    expect(valueOf(await catalog.unshelve(run.runId)).state.status).toBe('running')
    expect(threads[0]!.commands).toEqual([])
  })
})

describe('closing the catalog', () => {
  it('ends every thread, and starts none any more', async () => {
    const { start, catalog, alive, events } = setUp()
    await start()
    await catalog.dispose()
    expect(alive()).toEqual([false])
    expect(events.slice(-2)).toEqual(['stopped 0', 'ended 0'])
    expect(await catalog.start(anyStart)).toMatchObject({ error: { code: 'runEnded' } })
    expect(alive()).toEqual([false])
  })

  it('does not wait for a network that takes long to build', async () => {
    const { catalog, alive } = setUp({ isBuilt: false })
    const starting = catalog.start(anyStart)
    await settle()
    await catalog.dispose()
    expect(alive()).toEqual([false])
    expect(await starting).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  })

  it('waits for the thread of a run whose network could not be built', async () => {
    const gone: (() => void)[] = []
    class SlowThread extends ObedientThread {
      override terminate(): Promise<number> {
        return new Promise((resolve) => gone.push(() => resolve(super.terminate())))
      }
    }
    const threads: SlowThread[] = []
    const catalog = createRunCatalog({
      spawn(start) {
        const thread = new SlowThread(start, false)
        threads.push(thread)
        return thread
      },
      createLog: createMemoryLog,
      listeners: [],
    })
    void catalog.start(anyStart)
    await settle()
    threads[0]!.emit('error', new Error('too large'))
    await settle()
    let isClosed = false
    const closing = catalog.dispose().then(() => (isClosed = true))
    await settle()
    expect(isClosed).toBe(false)
    for (const end of gone) end()
    await closing
    expect(threads[0]!.isAlive).toBe(false)
  })

  it('leaves no thread of a start that waits for its turn, or whose network was built just now', async () => {
    for (const turns of [0, 1, 2, 3, 4, 5]) {
      const { catalog, alive } = setUp()
      const starting = [catalog.start(anyStart), catalog.start(anyStart)]
      for (let i = 0; i < turns; i++) await Promise.resolve()
      await catalog.dispose()
      await Promise.all(starting)
      expect(alive()).not.toContain(true)
    }
  })
})
