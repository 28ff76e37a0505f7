import { describe, expect, it } from 'vitest'
import { events } from '../../../core/contract/ipc'
import { viewNames } from '../../../core/contract/views'
import { contentOf, observationOf } from '../../runs/observation.testing'
import { settle, tooLarge } from '../../runs/obedientThread.testing'
import { setUp } from './main.testing'

describe('a subscription', () => {
  it('streams a run to the window that asked for it, as the contract says', async () => {
    const { request, start, threads, window } = setUp()
    const { runId } = await start()
    expect(await request('run:subscribe', { runId, from: 0, views: ['flow'] })).toMatchObject({
      value: { runId },
    })
    expect([threads[0]!.watched, threads[0]!.views]).toEqual([true, ['flow']])
    threads[0]!.train(5)
    threads[0]!.show(observationOf(4, ['flow', 'gates']))
    await settle()
    for (const { name, payload } of window.sent) events[name].parse(payload)
    const whileBuilt = ['run:changed', 'run:changed']
    expect(window.names).toEqual([...whileBuilt, 'run:batch', 'run:changed'])
    await request('run:unsubscribe', { runId })
    expect([threads[0]!.watched, threads[0]!.views]).toEqual([false, []])
  })

  it('goes on when the window acknowledges what it got', async () => {
    const { request, start, threads, window, advance } = setUp()
    const { runId } = await start()
    await request('run:subscribe', { runId, from: 0, views: [] })
    threads[0]!.train(5)
    threads[0]!.train(5)
    await settle()
    await request('run:ack', { runId, nextUpdate: 5 })
    advance(40)
    expect(window.batches).toMatchObject([{ firstUpdate: 0 }, { firstUpdate: 5 }])
  })

  it('has the views that the window asks for meanwhile', async () => {
    const { request, start, threads, window } = setUp()
    const { runId } = await start()
    await request('run:subscribe', { runId, from: 0, views: ['flow'] })
    await request('run:observe', { runId, views: ['memory'] })
    expect(threads[0]!.views).toEqual(['memory'])
    threads[0]!.show(observationOf(5, ['states', 'memory']))
    await settle()
    expect(window.observations.map(contentOf)).toEqual([[5, ['memory']]])
  })

  it('is not needed for an acknowledgement or for views that come too late', async () => {
    const { request } = setUp()
    const done = { ok: true, value: {} }
    expect(await request('run:ack', { runId: 'gone', nextUpdate: 3 })).toEqual(done)
    expect(await request('run:observe', { runId: 'gone', views: ['flow'] })).toEqual(done)
    expect(await request('run:unsubscribe', { runId: 'gone' })).toEqual(done)
  })

  it('to a run that does not exist is refused', async () => {
    const { request } = setUp()
    expect(await request('run:subscribe', { runId: 'gone', from: 0, views: [] })).toMatchObject({
      error: { code: 'noSuchRun' },
    })
  })

  it.each(['flow', ['nonsense'], new Array(viewNames.length + 1).fill('flow'), undefined])(
    'is refused with the views %j',
    async (views) => {
      const { request, start, threads } = setUp()
      const { runId } = await start()
      for (const name of ['run:subscribe', 'run:observe'] as const) {
        const from = name === 'run:subscribe' ? { from: 0 } : {}
        expect(await request(name, { runId, ...from, views })).toMatchObject({
          error: { code: 'invalidRequest' },
        })
      }
      expect([threads[0]!.watched, threads[0]!.views]).toEqual([false, []])
    },
  )
})

describe('views', () => {
  it('are known to the thread of a run from its first update on', async () => {
    const { start, threads } = setUp()
    await start(['flow', 'gates'])
    expect(threads[0]!.start).toMatchObject({ watched: false, views: ['flow', 'gates'] })
  })
})

describe('inspecting an update', () => {
  it('is answered by the thread', async () => {
    const { request, start } = setUp()
    const { runId } = await start()
    const refused = { ok: false, error: tooLarge }
    expect(await request('run:inspectNext', { runId })).toEqual(refused)
    expect(await request('run:inspectUpdate', { runId, update: 0 })).toEqual(refused)
    expect(await request('run:cancelInspect', { runId })).toEqual({ ok: true, value: {} })
  })
})
