import { describe, expect, it } from 'vitest'
import type { ViewName } from '../../core/contract/views'
import { createManualClock } from './manualClock.testing'
import { contentOf, observationOf } from './observation.testing'
import { settle } from './obedientThread.testing'
import { builtRun } from './runs.testing'
import { createRunSubscriptions } from './runSubscriptions'
import { RecordingWindow } from './window.testing'

function setUp() {
  const { clock, advance, numTimers } = createManualClock()
  const all = new RecordingWindow()
  const subscriptions = createRunSubscriptions({ clock, broadcast: all.send })
  return {
    subscriptions,
    /** What is sent to every window. */
    all,
    advance,
    numTimers,
    window: new RecordingWindow(1),
    start: (runId: string) => builtRun(runId, subscriptions),
  }
}

const wanted = (views: readonly ViewName[] = [], from = 0) => ({ from, views })

describe('subscribing', () => {
  it('streams to the window, and has the thread make samples meanwhile', async () => {
    const { subscriptions, window, all, start } = setUp()
    const { run, thread } = await start('a')
    subscriptions.subscribe(window, run, wanted())
    expect(thread.watched).toBe(true)
    thread.train(5)
    await settle()
    expect(window.names).toEqual(['run:batch', 'run:changed'])
    expect(all.batches).toEqual([])
    subscriptions.unsubscribe(1, 'a')
    expect(thread.watched).toBe(false)
    thread.train(5)
    await settle()
    expect(window.batches).toHaveLength(1)
  })

  it('lets a window have several runs, each with its own stream and views', async () => {
    const { subscriptions, window, start, advance } = setUp()
    const [a, b] = [await start('a'), await start('b')]
    subscriptions.subscribe(window, a.run, wanted(['memory']))
    subscriptions.subscribe(window, b.run, wanted(['states']))
    a.thread.train(5)
    b.thread.train(3)
    a.thread.show(observationOf(4, ['states', 'memory']))
    b.thread.show(observationOf(2, ['states', 'memory']))
    await settle()
    subscriptions.acknowledge(1, 'a', 5)
    subscriptions.acknowledge(1, 'b', 3)
    advance(40)
    expect(window.batches.map(({ runId, columns }) => [runId, columns.loss.length])).toEqual([
      ['a', 5],
      ['b', 3],
    ])
    expect(window.observations.map(contentOf)).toEqual([
      [4, ['memory']],
      [2, ['states']],
    ])
    expect([a.thread.views, b.thread.views]).toEqual([['memory'], ['states']])
    subscriptions.unsubscribe(1, 'a')
    expect([a.thread.watched, b.thread.watched]).toEqual([false, true])
    b.thread.train(1)
    await settle()
    advance(40)
    expect(window.batches.at(-1)).toMatchObject({ runId: 'b', firstUpdate: 3 })
  })

  it('keeps the streams of several windows apart', async () => {
    const { subscriptions, start, advance } = setUp()
    const [first, second] = [new RecordingWindow(1), new RecordingWindow(2)]
    const { run, thread } = await start('a')
    for (const window of [first, second]) subscriptions.subscribe(window, run, wanted())
    thread.train(5)
    thread.train(5)
    await settle()
    subscriptions.acknowledge(2, 'a', 5)
    advance(40)
    expect([first, second].map(({ batches }) => batches.length)).toEqual([1, 2])
    subscriptions.unsubscribe(1, 'a')
    expect(thread.watched).toBe(true)
    subscriptions.unsubscribe(2, 'a')
    expect(thread.watched).toBe(false)
  })

  it('again and again sends no more batches than once, whether the window unsubscribes meanwhile or not', async () => {
    const { subscriptions, window, start, advance, numTimers } = setUp()
    const { run, thread } = await start('a')
    subscriptions.subscribe(window, run, wanted())
    thread.train(5)
    await settle()
    for (let i = 0; i < 1000; i++) {
      if (i % 2 === 0) subscriptions.unsubscribe(1, 'a')
      subscriptions.subscribe(window, run, wanted())
    }
    expect(window.batches).toHaveLength(1)
    expect(numTimers()).toBe(1)
    advance(40)
    expect(window.batches).toHaveLength(2)
  })

  it('again begins the stream anew, from where the window asks, and ends the stream before', async () => {
    const { subscriptions, window, start, advance } = setUp()
    const { run, thread } = await start('a')
    subscriptions.subscribe(window, run, wanted())
    thread.train(5)
    await settle()
    subscriptions.subscribe(window, run, wanted([], 2))
    advance(40)
    expect(window.batches.map(({ firstUpdate }) => firstUpdate)).toEqual([0, 2])
    subscriptions.acknowledge(1, 'a', 5)
    advance(40)
    thread.train(1)
    await settle()
    expect(window.batches.map(({ firstUpdate }) => firstUpdate)).toEqual([0, 2, 5])
    expect(thread.watched).toBe(true)
    subscriptions.unsubscribe(1, 'a')
    expect(thread.watched).toBe(false)
  })

  it('sends the newest sample at once', async () => {
    const { subscriptions, window, start } = setUp()
    const { run, thread } = await start('a')
    thread.report({ type: 'sample', sample: { update: 7 } as never })
    await settle()
    subscriptions.subscribe(window, run, wanted())
    expect(window.sent).toEqual([{ name: 'run:sample', payload: { runId: 'a', sample: { update: 7 } } }])
    thread.report({ type: 'sample', sample: { update: 8 } as never })
    await settle()
    expect(window.sent.at(-1)).toMatchObject({ payload: { sample: { update: 8 } } })
  })

  it('ignores acknowledgements and views that come after the end of the subscription', async () => {
    const { subscriptions, window, start } = setUp()
    const { run, thread } = await start('a')
    subscriptions.subscribe(window, run, wanted(['flow']))
    subscriptions.acknowledge(1, 'b', 3)
    subscriptions.acknowledge(2, 'a', 3)
    subscriptions.observe(1, 'b', [])
    subscriptions.observe(2, 'a', [])
    subscriptions.unsubscribe(1, 'b')
    subscriptions.unsubscribe(2, 'a')
    expect([thread.watched, thread.views]).toEqual([true, ['flow']])
  })
})

describe('a window that is gone', () => {
  it('gets no more messages of any run', async () => {
    const { subscriptions, window, start, advance, numTimers } = setUp()
    const [a, b] = [await start('a'), await start('b')]
    for (const { run } of [a, b]) subscriptions.subscribe(window, run, wanted(['flow']))
    a.thread.train(1)
    await settle()
    subscriptions.acknowledge(1, 'a', 1)
    a.thread.train(1)
    await settle()
    const before = window.names
    subscriptions.forget(1)
    expect(numTimers()).toBe(0)
    for (const { thread } of [a, b]) {
      expect([thread.watched, thread.views]).toEqual([false, []])
      thread.train(5)
      thread.show(observationOf(1, ['flow']))
    }
    await settle()
    advance(1000)
    expect(window.names).toEqual(before)
  })

  it('cancels a recomputation where no other window is subscribed', async () => {
    const { subscriptions, window, start } = setUp()
    const { run, thread } = await start('a')
    subscriptions.subscribe(window, run, wanted())
    subscriptions.subscribe(new RecordingWindow(2), run, wanted())
    subscriptions.forget(1)
    expect(thread.cancelled).toBe(0)
    subscriptions.forget(2)
    expect(thread.cancelled).toBe(1)
    subscriptions.forget(2)
    expect(thread.cancelled).toBe(1)
  })

  it('is not one that subscribes anew', async () => {
    const { subscriptions, window, start } = setUp()
    const { run, thread } = await start('a')
    subscriptions.subscribe(window, run, wanted())
    subscriptions.unsubscribe(1, 'a')
    subscriptions.subscribe(window, run, wanted())
    subscriptions.subscribe(window, run, wanted())
    expect(thread.cancelled).toBe(0)
  })
})

describe('views', () => {
  it('are asked of the thread as long as any window shows them, and each window gets its own', async () => {
    const { subscriptions, start } = setUp()
    const [first, second] = [new RecordingWindow(1), new RecordingWindow(2)]
    const { run, thread } = await start('a')
    subscriptions.subscribe(first, run, wanted())
    subscriptions.subscribe(second, run, wanted(['states', 'memory']))
    subscriptions.observe(1, 'a', ['histograms', 'states'])
    expect(thread.views).toEqual(['histograms', 'states', 'memory'])
    thread.show(observationOf(5, ['states', 'memory']))
    thread.show(observationOf(6, ['memory']))
    await settle()
    expect(first.observations.map(contentOf)).toEqual([[5, ['states']]])
    expect(second.observations.map(contentOf)).toEqual([
      [5, ['states', 'memory']],
      [6, ['memory']],
    ])
    subscriptions.observe(1, 'a', [])
    expect(thread.views).toEqual(['states', 'memory'])
    subscriptions.unsubscribe(2, 'a')
    expect(thread.views).toEqual([])
  })

  it('that have a history come with it, to a window that subscribes late too, as does what is recomputed', async () => {
    const { subscriptions, start, advance } = setUp()
    const [first, late] = [new RecordingWindow(1), new RecordingWindow(2)]
    const { run, thread } = await start('a')
    subscriptions.subscribe(first, run, wanted(['histograms']))
    thread.show(observationOf(0, ['flow', 'gates', 'histograms']))
    thread.show(observationOf(90, ['flow', 'histograms']))
    thread.state({ status: 'done', update: 100, reason: 'updates' })
    await settle()
    advance(40)
    expect(await run.host.recompute(['histograms'], [30, 60])).toEqual({ ok: true, value: [30, 60] })
    advance(40)
    const whole = [
      [0, ['flow', 'gates', 'histograms']],
      [90, ['flow', 'histograms']],
      [30, ['histograms']],
      [60, ['histograms']],
    ]
    expect(first.observations.map(contentOf)).toEqual(whole)
    subscriptions.subscribe(late, run, wanted())
    expect(late.observations.map(contentOf)).toEqual([whole[0], whole[2], whole[3], whole[1]])
  })

  it('are sent once to a window that asks for them again and again', async () => {
    const { subscriptions, window, start, advance } = setUp()
    const { run, thread } = await start('a')
    subscriptions.subscribe(window, run, wanted())
    thread.show(observationOf(5, ['flow', 'histograms', 'states', 'memory']))
    await settle()
    advance(40)
    for (let i = 0; i < 1000; i++) {
      subscriptions.observe(1, 'a', ['states', 'memory', 'histograms'])
      subscriptions.observe(1, 'a', [])
    }
    advance(40)
    expect(window.observations.map(contentOf)).toEqual([
      [5, ['flow', 'histograms']],
      [5, ['states', 'memory']],
    ])
  })

  it('come with what was observed before the window subscribed', async () => {
    const { subscriptions, window, start } = setUp()
    const { run, thread } = await start('a')
    thread.show(observationOf(0, ['flow', 'states', 'memory']))
    await settle()
    subscriptions.subscribe(window, run, wanted(['states']))
    expect(window.observations.map(contentOf)).toEqual([
      [0, ['flow']],
      [0, ['states']],
    ])
  })

  it('are not sent again to a window that subscribes anew, but for those that it did not have', async () => {
    const { subscriptions, window, start } = setUp()
    const { run, thread } = await start('a')
    thread.show(observationOf(3, ['states', 'memory']))
    await settle()
    subscriptions.subscribe(window, run, wanted(['states']))
    subscriptions.subscribe(window, run, wanted(['states', 'memory']))
    expect(window.observations.map(contentOf)).toEqual([
      [3, ['states']],
      [3, ['memory']],
    ])
    expect(thread.views).toEqual(['states', 'memory'])
  })

  it('show at once what was observed last, also of a run that has ended', async () => {
    const { subscriptions, window, start } = setUp()
    const { run, thread } = await start('a')
    thread.show(observationOf(8, ['states', 'memory']))
    thread.show(observationOf(9, ['states']))
    thread.state({ status: 'done', update: 10, reason: 'updates' })
    await settle()
    subscriptions.subscribe(window, run, wanted())
    subscriptions.observe(1, 'a', ['states'])
    subscriptions.observe(1, 'a', ['states', 'memory'])
    expect(window.observations.map(contentOf)).toEqual([
      [9, ['states']],
      [8, ['memory']],
    ])
  })
})

describe('every window', () => {
  it('gets the changes of every run, from when its network is built', async () => {
    const { all, start } = setUp()
    const { run, thread } = await start('a')
    expect(all.sent).toEqual([{ name: 'run:changed', payload: run.summary() }])
    thread.state({ status: 'paused', update: 0 })
    await settle()
    expect(all.sent.slice(1)).toEqual([{ name: 'run:changed', payload: run.summary() }])
    expect(run.summary().state.status).toBe('paused')
  })

  it('gets a message when a run is removed, whose subscriptions end with that', async () => {
    const { subscriptions, window, all, start, numTimers } = setUp()
    const [a, b] = [await start('a'), await start('b')]
    for (const { run } of [a, b]) subscriptions.subscribe(window, run, wanted())
    a.thread.train(1)
    await settle()
    subscriptions.acknowledge(1, 'a', 1)
    a.thread.train(1)
    await settle()
    subscriptions.removed!(a.run)
    expect(all.sent.at(-1)).toEqual({ name: 'run:removed', payload: { runId: 'a' } })
    expect(numTimers()).toBe(0)
    const before = window.names.length
    subscriptions.acknowledge(1, 'a', 2)
    b.thread.train(1)
    await settle()
    expect(window.batches.at(-1)).toMatchObject({ runId: 'b' })
    expect(window.names.slice(before)).toEqual(['run:batch', 'run:changed'])
  })
})
