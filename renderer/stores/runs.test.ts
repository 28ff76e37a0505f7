import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defaultExperiment } from '../../core/experiment/defaults'
import type { Observation } from '../../core/contract/observation'
import { clientKey, createClient } from '../client/client'
import { MemoryHost } from '../client/memoryHost.testing'
import { useRunsStore } from './runs'
import { experimentNow } from './tuned'

function setUp(host = new MemoryHost()) {
  const app = createApp({})
  const pinia = createPinia()
  app.provide(clientKey, createClient(host.bridge, { validate: true }))
  app.use(pinia)
  setActivePinia(pinia)
  return { host, runs: useRunsStore() }
}

const updates = (losses: readonly number[]) => losses.map((loss) => ({ loss, gradNorm: 3 }))
const columnsOf = (losses: readonly number[]) => ({
  loss: Float64Array.from(losses),
  gradNorm: Float64Array.from(losses),
  gradNormClipped: Float64Array.from(losses),
})

afterEach(() => void vi.useRealTimers())

describe('the run store', () => {
  it('is idle until a run starts', async () => {
    const { runs } = setUp()
    await runs.load()
    expect(runs.shown).toEqual({ status: 'idle' })
    expect(runs.numUpdates).toBe(0)
  })

  it('says that a network is being built where that takes long', async () => {
    vi.useFakeTimers()
    const host = new MemoryHost()
    const { request } = host.bridge
    let build = (): void => undefined
    const start = (payload: unknown): Promise<unknown> =>
      new Promise((resolve) => (build = () => resolve(request['run:start'](payload))))
    Object.assign(host, { bridge: { ...host.bridge, request: { ...request, 'run:start': start } } })
    const { runs } = setUp(host)
    const starting = runs.start(defaultExperiment())
    expect(runs.isBuilding).toBe(false)
    vi.advanceTimersByTime(1000)
    expect(runs.isBuilding).toBe(true)
    build()
    await starting
    expect([runs.isBuilding, runs.shown.status]).toEqual([false, 'running'])
  })

  it('collects the curves of the run that it watches and acknowledges each batch', async () => {
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

  it('ignores batches, samples and changes of other runs', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    const other = { ...host.current!, runId: 'other' }
    host.emit('run:batch', { runId: 'other', firstUpdate: 0, columns: columnsOf([1]) })
    host.emit('run:changed', { ...other, state: { status: 'stopped', update: 9 } })
    expect(runs.columns.loss.length).toBe(0)
    expect(runs.shown.status).toBe('running')
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
    const now = experimentNow(runs.shown.run)
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

describe('looking at the current run', () => {
  const flowAt = (update: number): Observation => {
    const others = {
      norms: null,
      jacobian: null,
      spectrum: null,
      gates: null,
      histograms: null,
      states: null,
    }
    return { update, flow: { layers: [] }, ...others, memory: null }
  }

  it('asks for views and shows what comes of them', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.showObservation(flowAt(1))
    expect(runs.observation).toBeNull()
    await runs.observe(['flow'])
    host.showObservation(flowAt(2))
    expect(runs.observation).toEqual(flowAt(2))
    await runs.shelve()
    expect(runs.observation).toBeNull()
    await runs.start(defaultExperiment())
    host.showObservation(flowAt(0))
    expect(runs.observation).toEqual(flowAt(0))
  })

  it('ignores what comes of another run', async () => {
    const { host, runs } = setUp()
    await runs.start(defaultExperiment())
    host.emit('run:observation', { runId: 'other', observation: flowAt(1) })
    expect(runs.observation).toBeNull()
  })

  it('says why an update could not be opened', async () => {
    const { host, runs } = setUp()
    expect(await runs.inspectNext()).toBeNull()
    await runs.start(defaultExperiment())
    host.refuse('run:inspectNext')
    expect(await runs.inspectNext()).toBeNull()
    expect(runs.failure).toMatchObject({ code: 'internal' })
  })
})
