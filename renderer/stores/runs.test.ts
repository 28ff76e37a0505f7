import { failureOf } from '../../core/contract/result'
import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defaultExperiment } from '../../core/experiment/defaults'
import type { Bridge, RequestName } from '../../core/contract/channels'
import type { Observation } from '../../core/contract/observation'
import type { RunSummary, Sample } from '../../core/contract/run'
import { clientKey, createClient } from '../client/client'
import { MemoryHost } from '../client/memoryHost.testing'
import { keptRun } from '../testing/keptRun.testing'
import { observation } from '../testing/observation.testing'
import { useRunsStore } from './runs'
import { experimentInForce } from '../../core/experiment/inForce'

function setUp(host = new MemoryHost(), bridge = host.bridge, intervalMs = 0) {
  const app = createApp({})
  const pinia = createPinia()
  app.provide(clientKey, createClient(bridge, { validate: true, intervalMs }))
  app.use(pinia)
  setActivePinia(pinia)
  return { host, runs: useRunsStore() }
}

/** The bridge of a host that answers one request in another way. */
const replacing = (
  { bridge }: MemoryHost,
  name: RequestName,
  answer: (payload: unknown) => Promise<unknown>,
): Bridge => ({ ...bridge, request: { ...bridge.request, [name]: answer } })

const updates = (losses: readonly number[]) => losses.map((loss) => ({ loss, gradNorm: 3 }))
const sampleAt = (update: number): Sample => ({
  ...{ update, seqLen: 1, inputSize: 1, outputSize: 1, loss: 'mse' },
  ...{ input: new Float64Array(1), target: new Float64Array(1), prediction: new Float64Array(1) },
})
const flowAt = (update: number): Observation => observation(update, { flow: { layers: [] } })
const columnsOf = (losses: readonly number[]) => ({
  loss: Float64Array.from(losses),
  gradNorm: Float64Array.from(losses),
  gradNormClipped: Float64Array.from(losses),
  lr: Float64Array.from(losses),
})

afterEach(() => void vi.useRealTimers())

describe('the store of runs', () => {
  it('is idle until a run starts', async () => {
    const { runs } = setUp()
    await runs.load()
    expect(runs.shown).toEqual({ status: 'idle' })
    expect(runs.numUpdates).toBe(0)
  })

  it('shows what is left of a run where updates were taken back', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.train(updates([3, 2, 1]))
    await flushPromises()
    await runs.pause()
    await runs.stepBack()
    await flushPromises()
    expect([...runs.columns.loss.view()]).toEqual([3, 2])
    expect(runs.shown).toMatchObject({ status: 'paused', update: 2 })
  })

  it('says why no update of a run can be taken back', async () => {
    const { host, runs } = setUp()
    const refusals = [runs.stepBackRefusal]
    await runs.start(defaultExperiment())
    const run = { ...host.current!, state: { status: 'done', update: 9, reason: 'updates' } as const }
    const changes: Partial<RunSummary>[] = [
      { trainedBy: { pid: 7, host: 'theirs' } },
      { state: { status: 'running', update: 9 } },
      { state: { ...run.state, update: 0 } },
      { parent: { id: 'run-0', update: 9 } },
      { isKept: false },
      {},
    ]
    for (const change of changes) {
      host.emit('run:changed', { ...run, ...change })
      refusals.push(runs.stepBackRefusal)
    }
    expect(refusals).toEqual(['idle', 'elsewhere', 'going', 'noUpdates', 'noUpdates', 'notKept', null])
  })

  it('begins the curves of a branch where it branches off', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    const parent = { id: 'run-0', update: 7 }
    host.emit('run:changed', { ...host.current!, runId: 'branch', parent })
    await flushPromises()
    const { loss } = runs.records.get('branch')!.columns
    expect([loss.first, loss.length]).toEqual([7, 7])
  })

  it('collects the curves of the shown run and acknowledges each batch', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.train(updates([3, 2]))
    host.train(updates([1]))
    await flushPromises()
    expect([...runs.columns.loss.view()]).toEqual([3, 2, 1])
    expect([...runs.columns.gradNormClipped.view()]).toEqual([1, 1, 1])
    expect(host.payloads('run:ack')).toEqual([
      { runId: 'run-1', nextUpdate: 2 },
      { runId: 'run-1', nextUpdate: 3 },
    ])
  })

  it('takes the events that wait before it takes an answer, which is newer', async () => {
    const host = new MemoryHost()
    const { runs } = setUp(host, host.bridge, 60_000)
    await runs.start(defaultExperiment())
    for (const loss of [3, 2, 1]) host.train(updates([loss]))
    expect(runs.columns.loss.length).toBeLessThan(3)
    await runs.pause()
    expect([...runs.columns.loss.view()]).toEqual([3, 2, 1])
    expect([runs.shown.status, runs.numUpdates]).toEqual(['paused', 3])
  })

  it('shows what a long run looks like until all of it is here, and asks for that once it is drawn', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    const updates = Float64Array.of(0, 2, 3)
    host.emit('run:overview', { runId: 'run-1', length: 4, updates, columns: columnsOf([9, 1, 5]) })
    expect([...runs.overview!.updates.view()]).toEqual([0, 2, 3])
    const { version } = runs
    await vi.waitFor(() => expect(host.payloads('run:ack')).toEqual([{ runId: 'run-1', nextUpdate: 0 }]))
    host.emit('run:batch', { runId: 'run-1', firstUpdate: 0, columns: columnsOf([9, 8]) })
    expect([runs.overview?.length, runs.version]).toEqual([4, version])
    host.emit('run:batch', { runId: 'run-1', firstUpdate: 2, columns: columnsOf([1, 5]) })
    expect([runs.overview, [...runs.columns.loss.view()]]).toEqual([null, [9, 8, 1, 5]])
    expect(runs.version).not.toBe(version)
  })

  it('asks again for what it missed, from its own length', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.train(updates([5, 4]))
    await flushPromises()
    host.emit('run:batch', { runId: 'run-1', firstUpdate: 7, columns: columnsOf([0]) })
    await flushPromises()
    expect(host.payloads('run:subscribe')).toEqual([
      { runId: 'run-1', from: 0, views: [] },
      { runId: 'run-1', from: 2, views: [] },
    ])
    expect([...runs.columns.loss.view()]).toEqual([5, 4])
  })

  it('takes only what is new in a batch that overlaps', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.emit('run:batch', { runId: 'run-1', firstUpdate: 0, columns: columnsOf([5, 4]) })
    host.emit('run:batch', { runId: 'run-1', firstUpdate: 1, columns: columnsOf([4, 3]) })
    host.emit('run:batch', { runId: 'run-1', firstUpdate: 0, columns: columnsOf([5]) })
    expect([...runs.columns.loss.view()]).toEqual([5, 4, 3])
  })

  it('comes back to a run that is going on after a reload', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.train(updates([3, 2, 1]))
    const { runs: reloaded } = setUp(host)
    await reloaded.load()
    await flushPromises()
    expect(reloaded.shown.status).toBe('running')
    expect([...reloaded.columns.loss.view()]).toEqual([3, 2, 1])
  })

  it('keeps a refusal for the status line until the next request', async () => {
    const { host, runs } = setUp()
    host.refuse('run:start')
    await runs.start(defaultExperiment())
    expect(runs.failure?.message).toBe('refused by the test')
    expect(runs.shown.status).toBe('idle')
    expect(runs.isBusy).toBe(false)
    await runs.load()
    expect(runs.failure).toBeNull()
  })

  it('shows tuned values as the run’s own', async () => {
    const { runs } = setUp()
    await runs.start(defaultExperiment())
    await runs.tune({ lr: 0.1 })
    await runs.tune({ clipThreshold: 5 })
    if (runs.shown.status === 'idle') throw new Error('the run is gone')
    expect(runs.shown.run.tuningEvents.map(({ field, to }) => [field, to])).toEqual([
      ['optimizer.lr', 0.1],
      ['clip.threshold', 5],
    ])
    const now = experimentInForce(runs.shown.run)
    expect([now.optimizer.lr, now.clip.threshold]).toEqual([0.1, 5])
  })

  it('sends the speed to a run that is going on, and keeps it for the next', async () => {
    const { host, runs } = setUp()
    await runs.setSpeed(10)
    expect(host.payloads('run:speed')).toEqual([])
    await runs.start(defaultExperiment())
    await runs.setSpeed(null)
    expect(host.payloads('run:start')).toMatchObject([{ speed: 10 }])
    expect(host.payloads('run:speed')).toEqual([{ runId: 'run-1', speed: null }])
  })
})

describe('a run whose network is being built', () => {
  const setUpSlow = async () => {
    const set = setUp()
    await set.runs.start(defaultExperiment())
    set.host.isSlowToBuild = true
    return { ...set, starting: set.runs.start(defaultExperiment()) }
  }

  it('is told of where that takes long, and shown once its network is there', async () => {
    vi.useFakeTimers()
    const { host, runs, starting } = await setUpSlow()
    expect([runs.isBusy, runs.isBuilding, runs.selectedId]).toEqual([true, false, 'run-1'])
    vi.advanceTimersByTime(1000)
    expect([runs.isBuilding, runs.building?.runId]).toEqual([true, 'run-2'])
    host.build()
    await starting
    expect([runs.isBuilding, runs.shown.status, runs.selectedId]).toEqual([false, 'running', 'run-2'])
    expect(runs.isBusy).toBe(false)
  })

  it('can be stopped, which leaves the one before as it was and is no failure', async () => {
    const { host, runs, starting } = await setUpSlow()
    await runs.stop()
    await starting
    expect(host.payloads('run:stop')).toEqual([{ runId: 'run-2' }])
    expect([runs.building, runs.failure, runs.isBusy]).toEqual([null, null, false])
    expect([runs.selectedId, runs.shown.status]).toEqual(['run-1', 'running'])
  })

  it('gives way to a newer one', async () => {
    const { host, runs, starting } = await setUpSlow()
    const newer = runs.start(defaultExperiment())
    await starting
    expect([runs.building?.runId, runs.failure, runs.isBusy]).toEqual(['run-3', null, true])
    host.build()
    await newer
    expect(runs.selectedId).toBe('run-3')
  })

  it('is waited for by a window that is loaded meanwhile, which shows it then', async () => {
    const { host } = await setUpSlow()
    const { runs: reloaded } = setUp(host)
    await reloaded.load()
    expect([reloaded.isBuilding, reloaded.isBusy, reloaded.selectedId]).toEqual([true, false, 'run-1'])
    host.build()
    expect([reloaded.isBuilding, reloaded.selectedId, reloaded.shown.status]).toEqual([
      false,
      'run-2',
      'running',
    ])
  })

  it('that cannot be built says why, also in a window that was loaded meanwhile', async () => {
    const { host } = await setUpSlow()
    const { runs: reloaded } = setUp(host)
    await reloaded.load()
    const error = failureOf('workerFailed', 'too large')
    host.changeState({ status: 'failed', update: 0, error })
    host.remove('run-2')
    expect([reloaded.building, reloaded.failure?.message, reloaded.selectedId]).toEqual([
      null,
      'too large',
      'run-1',
    ])
  })
})

describe('a command that has to wait', () => {
  it('is named once that takes long, and can be overtaken by a stop', async () => {
    vi.useFakeTimers()
    const host = new MemoryHost()
    let answer = (): void => undefined
    const pause = (): Promise<unknown> =>
      new Promise((resolve) => {
        answer = () => resolve({ ok: true, value: { status: 'paused', update: 1 } })
      })
    const { runs } = setUp(host, replacing(host, 'run:pause', pause))
    await runs.start(defaultExperiment())
    const pausing = runs.pause()
    vi.advanceTimersByTime(299)
    expect([runs.isBusy, runs.slowCommand]).toEqual([true, null])
    vi.advanceTimersByTime(1)
    expect(runs.slowCommand).toBe('pause')
    await runs.stop()
    expect(runs.shown.status).toBe('stopped')
    answer()
    await pausing
    expect([runs.isBusy, runs.slowCommand]).toEqual([false, null])
  })

  it('leaves the others free where it only changes a value', async () => {
    const host = new MemoryHost()
    let answer = (): void => undefined
    const tune = (): Promise<unknown> =>
      new Promise((resolve) => (answer = () => resolve({ ok: true, value: [] })))
    const { runs } = setUp(host, replacing(host, 'run:tune', tune))
    await runs.start(defaultExperiment())
    const tuning = runs.tune({ lr: 0.1 })
    expect(runs.isBusy).toBe(false)
    await runs.pause()
    expect(runs.shown.status).toBe('paused')
    answer()
    await tuning
  })
})

describe('several runs', () => {
  const other = (host: MemoryHost): RunSummary => ({ ...host.current!, runId: 'other' })

  it('are kept by their ids, each with its own state, and one is shown', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.emit('run:changed', { ...other(host), state: { status: 'stopped', update: 9 } })
    expect([...runs.records.keys()]).toEqual(['run-1', 'other'])
    expect(runs.records.get('other')!.summary.state).toEqual({ status: 'stopped', update: 9 })
    expect([runs.selectedId, runs.shown.status]).toEqual(['run-1', 'running'])
  })

  it('have their streams ignored unless the window is subscribed, which it is to the shown one', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.emit('run:changed', other(host))
    for (const runId of ['other', 'nobody knows']) {
      host.emit('run:batch', { runId, firstUpdate: 0, columns: columnsOf([1]) })
      host.emit('run:batch', { runId, firstUpdate: 7, columns: columnsOf([1]) })
      host.emit('run:sample', { runId, sample: sampleAt(1) })
    }
    await flushPromises()
    const { columns, sample, observation } = runs.records.get('other')!
    expect([columns.loss.length, sample, observation]).toEqual([0, null, null])
    expect([runs.columns.loss.length, runs.sample, runs.observation]).toEqual([0, null, null])
    expect(host.payloads('run:ack')).toEqual([])
    expect(host.payloads('run:subscribe')).toHaveLength(1)
  })

  it('follow one another: the new one is shown from its first update, and what is removed is forgotten', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.train(updates([3, 2]))
    host.showSample(sampleAt(1))
    await runs.start(defaultExperiment())
    host.remove('run-1')
    expect([...runs.records.keys()]).toEqual(['run-2'])
    expect([runs.selectedId, runs.numUpdates, runs.sample]).toEqual(['run-2', 0, null])
    host.train(updates([1]))
    await flushPromises()
    expect([...runs.columns.loss.view()]).toEqual([1])
    expect(host.payloads('run:ack').at(-1)).toEqual({ runId: 'run-2', nextUpdate: 1 })
    expect(host.payloads('run:unsubscribe')).toEqual([{ runId: 'run-1' }])
  })

  it('never have the same version of their curves', async () => {
    const { host, runs } = setUp()
    const versions = [runs.version]
    for (let i = 0; i < 2; i++) {
      await runs.start(defaultExperiment())
      versions.push(runs.version)
      host.train(updates([1]))
      versions.push(runs.version)
    }
    await runs.shelve()
    expect(new Set(versions).size).toBe(5)
    expect(runs.version).toBe(versions[0])
  })

  it('stay on the screen when they are removed, until another is shown', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.train(updates([3, 2]))
    host.remove('run-1')
    expect([runs.records.size, runs.shown.status, runs.columns.loss.length]).toEqual([0, 'running', 2])
    await runs.start(defaultExperiment())
    expect(runs.selectedId).toBe('run-2')
  })

  it('are listed oldest first: a window that is loaded shows the newest', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    const list = () => Promise.resolve({ ok: true, value: [other(host), host.current] })
    const { runs: reloaded } = setUp(host, replacing(host, 'run:list', list))
    await reloaded.load()
    expect([...reloaded.records.keys()]).toEqual(['other', 'run-1'])
    expect(reloaded.selectedId).toBe('run-1')
  })

  it('stay forgotten when the answer to a subscription comes after their removal', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    let answer = (): void => undefined
    const subscribe = (): Promise<unknown> => {
      const value = host.current
      return new Promise((resolve) => (answer = () => resolve({ ok: true, value })))
    }
    const { runs: reloaded } = setUp(host, replacing(host, 'run:subscribe', subscribe))
    const loading = reloaded.load()
    await flushPromises()
    host.remove('run-1')
    answer()
    await loading
    expect(reloaded.records.size).toBe(0)
  })

  it('keep the object of their experiment, whatever else changes', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    const before = runs.records.get('run-1')!.summary
    host.changeState({ status: 'paused', update: 3 })
    const { experiment, state } = runs.records.get('run-1')!.summary
    expect(state).toEqual({ status: 'paused', update: 3 })
    expect(experiment).toBe(before.experiment)
  })

  it('take the answer to a command for the run that it was given to', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    const { request } = host.bridge
    let answer = (): void => undefined
    const pause = (payload: unknown): Promise<unknown> =>
      new Promise((resolve) => (answer = () => resolve(request['run:pause'](payload))))
    const { runs: reloaded } = setUp(host, replacing(host, 'run:pause', pause))
    await reloaded.load()
    const pausing = reloaded.pause()
    host.emit('run:changed', other(host))
    await reloaded.shelve()
    answer()
    await pausing
    expect(reloaded.records.get('run-1')!.summary.state.status).toBe('paused')
    expect(reloaded.records.get('other')!.summary.state.status).toBe('running')
  })
})

describe('shelving', () => {
  it('pauses the run, shows none, and gives it back with its curves', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.train(updates([3, 2]))
    await runs.shelve()
    expect([runs.shown.status, runs.selectedId, runs.columns.loss.length]).toEqual(['idle', null, 0])
    expect(runs.shelved).toMatchObject({ runId: 'run-1', state: { status: 'paused', update: 2 } })
    expect(host.payloads('run:unsubscribe')).toEqual([{ runId: 'run-1' }])
    host.emit('run:batch', { runId: 'run-1', firstUpdate: 2, columns: columnsOf([1]) })
    expect(await runs.unshelve()).toMatchObject({ runId: 'run-1', shelfPlace: null })
    await flushPromises()
    expect([runs.shown.status, runs.shelved]).toEqual(['paused', null])
    expect([...runs.columns.loss.view()]).toEqual([3, 2])
    expect(host.payloads('run:subscribe').at(-1)).toEqual({ runId: 'run-1', from: 0, views: [] })
  })

  it('leaves of the run only its summary, so that Undo begins with what is sent then', async () => {
    const { host, runs } = setUp()
    await runs.observe(['flow'])
    await runs.start(defaultExperiment())
    host.train(updates([3, 2]))
    host.showSample(sampleAt(1))
    host.showObservation(flowAt(1))
    expect([runs.sample?.update, runs.observation?.update]).toEqual([1, 1])
    await runs.shelve()
    await runs.unshelve()
    expect([runs.sample, runs.observation]).toEqual([null, null])
  })

  it('comes with a start, and Undo gives back the run before with its curves, in turn with the new one', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.train(updates([3, 2]), { state: { status: 'done', update: 2, reason: 'updates' } })
    await runs.start(defaultExperiment())
    host.train(updates([9]))
    await runs.pause()
    expect([runs.selectedId, runs.shelved?.runId]).toEqual(['run-2', 'run-1'])
    await runs.unshelve()
    await flushPromises()
    expect([runs.selectedId, runs.shown.status, runs.shelved?.runId]).toEqual(['run-1', 'done', 'run-2'])
    expect([...runs.columns.loss.view()]).toEqual([3, 2])
    await runs.unshelve()
    await flushPromises()
    expect([runs.selectedId, runs.shown.status, runs.shelved?.runId]).toEqual(['run-2', 'paused', 'run-1'])
    expect([...runs.columns.loss.view()]).toEqual([9])
  })

  it('is undone once, however often that is asked for before the answer', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    await runs.stop()
    await runs.start(defaultExperiment())
    await Promise.all([runs.unshelve(), runs.unshelve()])
    expect(host.payloads('run:unshelve')).toEqual([{ runId: 'run-1' }])
  })

  it('holds after a reload: the run is not shown, and can be brought back', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    await runs.shelve()
    const { runs: reloaded } = setUp(host)
    await reloaded.load()
    expect([reloaded.shown.status, reloaded.shelved?.runId]).toEqual(['idle', 'run-1'])
  })

  it('that is refused leaves the run where it is', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.refuse('run:shelve')
    await runs.shelve()
    expect([runs.selectedId, runs.shelved]).toEqual(['run-1', null])
    expect(runs.failure?.message).toBe('refused by the test')
  })

  it('of nothing asks for nothing', async () => {
    const { host, runs } = setUp()
    await runs.shelve()
    expect(host.calls).toEqual([])
  })
})

describe('several runs that train', () => {
  const ids = (host: MemoryHost, name: RequestName) =>
    host.payloads(name).map((payload) => (payload as { runId: string }).runId)

  it('train on beside the one that is started, and each can be commanded without waiting for the other', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    await runs.deselect()
    expect([runs.shown.status, runs.shelved, runs.records.get('run-1')!.summary.state.status]).toEqual([
      'idle',
      null,
      'running',
    ])
    await runs.start(defaultExperiment())
    const pausing = runs.pause('run-1')
    expect(runs.isBusy).toBe(false)
    await pausing
    expect(runs.records.get('run-1')!.summary.state.status).toBe('paused')
    expect([runs.selectedId, runs.shown.status]).toEqual(['run-2', 'running'])
    await runs.resume('run-1')
    await runs.stop('run-1')
    expect(runs.records.get('run-1')!.summary.state.status).toBe('stopped')
    for (const name of ['run:pause', 'run:resume', 'run:stop'] as const)
      expect(ids(host, name)).toEqual(['run-1'])
  })

  it('wait for their turn where too many train; the one that begins is not shown for that', async () => {
    const { host, runs } = setUp()
    host.mostTraining = 1
    await runs.start(defaultExperiment())
    for (let i = 0; i < 2; i++) {
      await runs.deselect()
      await runs.start(defaultExperiment())
    }
    expect(runs.shown).toMatchObject({ status: 'queued', place: 1 })
    await runs.enqueue('run-3', 0)
    expect(runs.shown).toMatchObject({ status: 'queued', place: 0 })
    await runs.open('run-1')
    const building = {
      ...runs.records.get('run-3')!.summary,
      state: { status: 'building', update: 0 },
    } as const
    host.emit('run:changed', building)
    expect([runs.building, runs.isBuilding]).toEqual([null, false])
    host.emit('run:changed', { ...building, state: { status: 'running', update: 0 } })
    expect([runs.selectedId, runs.records.get('run-3')!.summary.state.status]).toEqual(['run-1', 'running'])
  })

  it('are opened by their ids: as they are here, from where they are set aside, or from their folder', async () => {
    const { host, runs } = setUp()
    host.kept = [keptRun('old', { status: 'interrupted', updates: 3 })]
    await runs.start(defaultExperiment())
    await runs.stop()
    await runs.start(defaultExperiment())
    expect(await runs.open('run-1')).toMatchObject({ runId: 'run-1', shelfPlace: null })
    expect(runs.selectedId).toBe('run-1')
    expect(await runs.open('run-2')).toMatchObject({ runId: 'run-2' })
    expect(runs.selectedId).toBe('run-2')
    expect([ids(host, 'run:unshelve'), ids(host, 'kept:open')]).toEqual([['run-1'], []])
    expect(await runs.open('old')).toMatchObject({ state: { status: 'paused', update: 3 } })
    await flushPromises()
    expect([runs.selectedId, runs.columns.loss.length]).toEqual(['old', 3])
    expect(await runs.open('nobody')).toBeNull()
    expect([runs.selectedId, runs.failure?.code]).toEqual(['old', 'noSuchRun'])
  })

  it('go on out of their folders without being shown', async () => {
    const { host, runs } = setUp()
    host.kept = [keptRun('old', { status: 'interrupted', updates: 3 })]
    await runs.goOn('old')
    expect(runs.records.get('old')!.summary.state).toEqual({ status: 'running', update: 3 })
    expect(runs.selectedId).toBeNull()
    await runs.goOn('nobody')
    expect(runs.failure?.code).toBe('noSuchRun')
    expect(ids(host, 'run:resume')).toEqual(['old'])
  })

  it('are shown anew where they were gone and are there again', async () => {
    const { host, runs } = setUp()
    host.kept = [keptRun('old', { status: 'paused', updates: 3 })]
    await runs.open('old')
    host.remove('old')
    expect([runs.selectedId, runs.records.has('old')]).toEqual(['old', false])
    await runs.open('old')
    await flushPromises()
    expect([runs.records.get('old')!.isSubscribed, runs.columns.loss.length]).toEqual([true, 3])
  })

  it('of another process are watched, and are not going on for whoever would command them', async () => {
    const { host, runs } = setUp()
    host.kept = [keptRun('theirs', { status: 'running', updates: 3, isElsewhere: true })]
    await runs.open('theirs')
    expect([runs.shown.status, runs.isGoing, runs.trainedBy]).toEqual([
      'running',
      false,
      { pid: 7, host: 'theirs' },
    ])
    // Updates that were made can be opened and recomputed meanwhile.
    expect([runs.newestUpdate, runs.canInspect, runs.canRecompute]).toEqual([2, true, true])
  })
})

describe('the views of the shown run', () => {
  it('are asked for with the subscription and whenever they change', async () => {
    const { host, runs } = setUp()
    await runs.observe(['gates'])
    expect(host.calls).toEqual([])
    await runs.start(defaultExperiment())
    expect(host.payloads('run:start')).toMatchObject([{ views: ['gates'] }])
    expect(host.payloads('run:subscribe')).toEqual([{ runId: 'run-1', from: 0, views: ['gates'] }])
    host.showObservation(flowAt(1))
    expect(runs.observation).toBeNull()
    await runs.observe(['flow'])
    expect(host.payloads('run:observe')).toEqual([{ runId: 'run-1', views: ['flow'] }])
    host.showObservation(flowAt(2))
    expect(runs.observation).toEqual(flowAt(2))
  })

  it('are gone with the run, and come with the next', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    await runs.observe(['flow'])
    host.showObservation(flowAt(2))
    await runs.shelve()
    expect(runs.observation).toBeNull()
    await runs.start(defaultExperiment())
    expect(runs.observation).toBeNull()
    host.showObservation(flowAt(0))
    expect(runs.observation).toEqual(flowAt(0))
  })

  it('do not mix with those of another run', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.emit('run:changed', { ...host.current!, runId: 'other' })
    host.emit('run:observation', { runId: 'other', observation: flowAt(1) })
    expect(runs.observation).toBeNull()
  })

  it('opens no update where it is refused, and says why', async () => {
    const { host, runs } = setUp()
    expect(await runs.inspectNext()).toBeNull()
    await runs.start(defaultExperiment())
    host.refuse('run:inspectNext')
    expect(await runs.inspectNext()).toBeNull()
    expect(runs.failure).toMatchObject({ code: 'internal' })
  })

  it('recomputes updates, says how far that is, and which they were', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.train(Array.from({ length: 90 }, () => ({ loss: 1, gradNorm: 1 })))
    expect(runs.canRecompute).toBe(false)
    await runs.pause()
    expect(runs.canRecompute).toBe(true)
    const over = runs.recompute(['histograms'], [3, 50])
    expect(runs.recomputing).toMatchObject({ views: ['histograms'], made: 0, planned: 2 })
    host.emit('run:recomputing', { runId: 'other', made: 7, planned: 9 })
    host.emit('run:recomputing', { runId: runs.selectedId!, made: 1, planned: 2 })
    expect(runs.recomputing).toMatchObject({ made: 1, planned: 2 })
    await over
    expect(runs.recomputing).toBeNull()
    expect(runs.recomputed).toEqual({ views: ['histograms'], updates: [3, 50] })
    host.refuse('run:recompute')
    await runs.recompute(['histograms'], [4])
    expect([runs.recomputed, runs.failure?.code]).toEqual([null, 'internal'])
  })

  it('knows of a recomputation that it is over as soon as an update is opened, which ends it', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.train([{ loss: 1, gradNorm: 1 }])
    await runs.pause()
    for (const open of [runs.inspectNext, () => runs.inspectUpdate(0)]) {
      host.isSlow = true
      const over = runs.recompute(['flow'], [0], true)
      expect(runs.recomputing).toMatchObject({ isUnasked: true })
      host.isSlow = false
      const opened = open()
      expect(runs.recomputing).toBeNull()
      await opened
      await runs.cancelInspect()
      await over
      expect(runs.recomputing).toBeNull()
    }
  })

  it('ends the recomputation of a run that is no longer shown', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.train([{ loss: 1, gradNorm: 1 }])
    await runs.pause()
    host.isSlow = true
    const over = runs.recompute(['flow'], [0])
    await runs.start(defaultExperiment())
    expect(host.payloads('run:cancelInspect')).toEqual([{ runId: 'run-1' }])
    await over
    expect([runs.recomputing, runs.failure]).toEqual([null, null])
  })
})
