import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { beforeEach, describe, expect, it } from 'vitest'
import { defaultExperiment } from '../../core/experiment/defaults'
import { clientKey, createClient } from '../client/client'
import { MemoryHost } from '../client/memoryHost.testing'
import { everyView, observation, shrinking } from '../testing/observation.testing'
import { useObservationsStore } from './observations'
import { useRunsStore } from './runs'

const settle = () => new Promise((resolve) => setTimeout(resolve))

describe('what is observed', () => {
  let host: MemoryHost
  let app: ReturnType<typeof createApp>
  let runs: ReturnType<typeof useRunsStore>
  let store: ReturnType<typeof useObservationsStore>
  const asked = () => (host.payloads('run:observe') as { views: string[] }[]).at(-1)

  beforeEach(async () => {
    host = new MemoryHost()
    app = createApp({})
    app.provide(clientKey, createClient(host.bridge, { validate: true }))
    const pinia = createPinia()
    app.use(pinia)
    app.runWithContext(() => {
      runs = useRunsStore(pinia)
      store = useObservationsStore(pinia)
    })
    await runs.start(defaultExperiment('adding', 'lstm'))
  })

  it('is asked for while somebody looks, once however many look, and not at all afterwards', async () => {
    const first = store.observe('flow')
    const second = store.observe('flow')
    const other = store.observe('states')
    await settle()
    expect(asked()).toEqual({ runId: 'run-1', views: ['flow', 'states'] })
    first()
    first()
    other()
    await settle()
    expect(asked()?.views).toEqual(['flow'])
    second()
    await settle()
    expect(asked()?.views).toEqual([])
  })

  it('holds for a new run, which starts with nothing seen', async () => {
    store.observe('flow')
    await settle()
    host.showObservation(everyView(3))
    expect(store.seen.flow?.update).toBe(3)
    await runs.start(defaultExperiment('adding', 'lstm'))
    await settle()
    expect(store.seen.flow).toBeNull()
    expect(store.histories.flow.size).toBe(0)
    expect(host.payloads('run:observe')).toEqual([{ runId: 'run-1', views: ['flow'] }])
    expect(host.payloads('run:start').at(-1)).toMatchObject({ views: ['flow'] })
    expect(host.payloads('run:subscribe').at(-1)).toEqual({ runId: 'run-2', from: 0, views: ['flow'] })
    host.showObservation(everyView(0))
    expect(store.seen.flow?.update).toBe(0)
  })

  it('keeps the newest of each view, each with its own update', () => {
    store.take(everyView(3))
    store.take(observation(5, { flow: everyView(5).flow }))
    expect([store.seen.flow?.update, store.seen.states?.update]).toEqual([5, 3])
  })

  it('collects gradients as powers of ten, layer by layer and state by state', () => {
    store.take(everyView(3))
    expect([...store.histories.flow.keys()]).toEqual(['l0.h', 'l0.c'])
    const history = store.histories.flow.get('l0.h')!
    expect(history.rows).toBe(20)
    expect(history.at(0, 19)).toBeCloseTo(Math.log10(0.12), 5)
  })

  it('joins the gradient flow from update to update, whether it is looked at or not', async () => {
    const flow = (update: number) => observation(update, { flow: everyView(update).flow })
    for (const update of [0, 1, 500]) store.take(flow(update))
    store.observe('flow')
    for (const update of [1, 510]) store.take(flow(update))
    const history = store.histories.flow.get('l0.h')!
    expect([0, 1, 2, 3].map((column) => history.update(column))).toEqual([0, 1, 500, 510])
    expect(history.hasGaps).toBe(false)
    await settle()
  })

  const histograms = (update: number, since: number) =>
    observation(update, { histograms: { ...everyView(update).histograms!, since } })
  const heat = () => store.histories.histograms.get('rnn.weight_hh_l0.weight')!.heat(8, { min: -1, max: 1 })

  it('leaves a gap between histograms where nobody looked', () => {
    for (const [update, since] of [
      [1, 1],
      [2, 1],
      [500, 500],
      [510, 500],
    ] as const)
      store.take(histograms(update, since))
    expect([0, 1, 2, 3].map((column) => heat().end(column))).toEqual([2, 3, 510, 511])
  })

  it('joins what is recomputed to the histories, and goes on showing the newest', () => {
    const flow = (update: number) => observation(update, { flow: everyView(update).flow })
    for (const update of [0, 90]) store.take({ ...histograms(update, update), flow: flow(update).flow })
    const before = store.numLate
    store.take(flow(40))
    for (const update of [30, 60]) store.take(histograms(update, 30))
    expect([0, 1, 2, 3].map((column) => heat().update(column))).toEqual([0, 30, 60, 90])
    expect([0, 1, 2].map((column) => heat().end(column))).toEqual([1, 60, 61])
    const shown = store.histories.flow.get('l0.h')!
    expect([0, 1, 2].map((column) => shown.update(column))).toEqual([0, 40, 90])
    expect([store.seen.flow?.update, store.seen.histograms?.update]).toEqual([90, 90])
    expect(store.numLate).toBe(before + 3)
  })

  it('shows of views that stand side by side the same update', () => {
    store.observe('states')
    store.observe('memory')
    store.take(observation(3, { states: everyView(3).states }))
    expect(store.seen.states?.update).toBe(3)
    store.take(everyView(5))
    store.take(observation(7, { states: everyView(7).states }))
    expect([store.seen.states?.update, store.seen.memory?.update]).toEqual([5, 5])
    store.take(observation(7, { memory: everyView(7).memory }))
    expect([store.seen.states?.update, store.seen.memory?.update]).toEqual([7, 7])
  })

  it('takes steps outside a truncated pass for absent, and NaN in a whole pass for what it is', async () => {
    const h = shrinking(4, 0.1)
    h[0] = NaN
    const flow = { layers: [{ name: 'l0', h, c: null, unclipped: null }] }
    store.take(observation(1, { flow }))
    expect(store.histories.flow.get('l0.h')!.at(0, 0)).toBeNaN()
    const experiment = defaultExperiment('adding', 'rnn')
    await runs.start({ ...experiment, train: { ...experiment.train, tbptt: 3 } })
    store.take(observation(1, { flow }))
    expect(store.histories.flow.get('l0.h')!.at(0, 0)).toBeLessThan(-1e38)
  })

  it('of an update that is taken back stays until something of what is left arrives, or nothing does', async () => {
    store.observe('flow')
    store.observe('states')
    await settle()
    host.train(Array.from({ length: 3 }, () => ({ loss: 1, gradNorm: 1 })))
    await runs.pause()
    for (const update of [0, 1, 2]) host.showObservation(everyView(update))
    const stepBack = runs.stepBack()
    await Promise.resolve()
    expect([runs.numUpdates, store.seen.flow?.update, store.seen.states?.update]).toEqual([2, 2, 2])
    host.showObservation(observation(1, { flow: everyView(1).flow }))
    expect([store.seen.flow?.update, store.seen.states?.update]).toEqual([1, 2])
    expect(store.histories.flow.get('l0.h')?.length).toBe(1)
    await stepBack
    expect([store.seen.flow?.update, store.seen.states]).toEqual([1, null])
    await runs.stepBack()
    expect([store.seen.flow, store.histories.flow.size]).toEqual([null, 0])
  })

  it('keeps a spectrum of the updates at which it was measured and of no other, in their order', () => {
    for (const update of [2, 400, 30, 400]) store.take(everyView(update))
    const { updates, values } = store.histories.spectrum.get('l0.f.spectralRadius')!
    expect([...updates.view()]).toEqual([2, 30, 400])
    expect([...values.view()]).toEqual([1.1, 1.1, 1.1])
  })
})
