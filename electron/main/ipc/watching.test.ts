import { describe, expect, it } from 'vitest'
import { events } from '../../../core/contract/ipc'
import { observe, settle, setUp, tooLarge, viewsOf } from './main.testing'

describe('watching a run', () => {
  it('streams to the window and tells the thread that somebody looks', async () => {
    const { request, start, threads, sent } = setUp()
    const { runId } = await start()
    await request('run:watch', { runId, from: 0 })
    expect(threads[0]!.watched).toBe(true)
    threads[0]!.train(5)
    await settle()
    for (const { name, payload } of sent) events[name].parse(payload)
    expect(sent.map(({ name }) => name)).toEqual(['run:batch', 'run:changed'])
    await request('run:unwatch', { runId })
    expect(threads[0]!.watched).toBe(false)
  })

  it('forgets a window whose page is gone', async () => {
    const { request, start, threads, sent, runs } = setUp()
    const { runId } = await start()
    await request('run:watch', { runId, from: 0 })
    runs.watching.forget(1)
    threads[0]!.train(5)
    await settle()
    expect(sent).toEqual([])
    expect(threads[0]!.watched).toBe(false)
  })

  it('cancels a recomputation when the last page that watched is gone', async () => {
    const { request, start, threads, runs } = setUp()
    const { runId } = await start()
    await request('run:watch', { runId, from: 0 })
    // A page that watches anew, as a plot does, has not gone.
    await request('run:unwatch', { runId })
    await request('run:watch', { runId, from: 0 })
    expect(threads[0]!.cancelled).toBe(0)
    runs.watching.forget(1)
    expect(threads[0]!.cancelled).toBe(1)
    runs.watching.forget(1)
    expect(threads[0]!.cancelled).toBe(1)
  })

  it('takes an acknowledgement for a run that is no longer watched for what it is: late', async () => {
    const { request, start } = setUp()
    const { runId } = await start()
    expect(await request('run:ack', { runId, nextUpdate: 3 })).toEqual({ ok: true, value: {} })
    expect(await request('run:ack', { runId: 'gone', nextUpdate: 3 })).toEqual({ ok: true, value: {} })
  })
})

describe('looking at a run', () => {
  it('tells the thread which views any window shows, and each window what it asked for', async () => {
    const { request, start, threads, windowWith } = setUp()
    const { runId } = await start()
    const [first, second] = [windowWith(1), windowWith(2)]
    for (const window of [first, second]) await request('run:watch', { runId, from: 0 }, window)
    await request('run:observe', { views: ['gates', 'flow'] }, first)
    await request('run:observe', { views: ['memory', 'flow'] }, second)
    expect(threads[0]!.views).toEqual(['flow', 'gates', 'memory'])
    threads[0]!.show(observe(5, ['flow', 'memory']))
    threads[0]!.show(observe(6, ['memory']))
    await settle()
    expect(first.observations.map((each) => [each.update, viewsOf(each)])).toEqual([[5, ['flow']]])
    expect(second.observations.map((each) => [each.update, viewsOf(each)])).toEqual([
      [5, ['flow', 'memory']],
      [6, ['memory']],
    ])
    await request('run:observe', { views: [] }, first)
    expect(threads[0]!.views).toEqual(['flow', 'memory'])
  })

  it('asks for nothing any more when the window stops watching, or its page is gone', async () => {
    const { request, start, threads, runs } = setUp()
    const { runId } = await start()
    await request('run:observe', { views: ['flow'] })
    for (const leave of [() => request('run:unwatch', { runId }), () => runs.watching.forget(1)]) {
      await request('run:watch', { runId, from: 0 })
      expect(threads[0]!.views).toEqual(['flow'])
      await leave()
      expect(threads[0]!.views).toEqual([])
    }
    await request('run:watch', { runId, from: 0 })
    expect(threads[0]!.views).toEqual([])
  })

  it('holds for every run that the window starts: its thread knows from the start', async () => {
    const { request, start, threads, windowWith } = setUp()
    await request('run:observe', { views: ['flow', 'gates'] })
    await request('run:observe', { views: ['memory'] }, windowWith(2))
    for (let i = 0; i < 2; i++) await start()
    expect(threads.map((thread) => thread.start.views)).toEqual([
      ['flow', 'gates'],
      ['flow', 'gates'],
    ])
  })

  it('gives a window what was seen before it came to watch', async () => {
    const { request, start, threads, windowWith } = setUp()
    const window = windowWith(1)
    await request('run:observe', { views: ['flow'] }, window)
    const { runId } = await start()
    threads[0]!.show(observe(0, ['flow']))
    await settle()
    await request('run:watch', { runId, from: 0 }, window)
    expect(window.observations.map(({ update }) => update)).toEqual([0])
  })

  it('may be asked for before the window watches, and holds when it watches again', async () => {
    const { request, start, threads } = setUp()
    const { runId } = await start()
    await request('run:observe', { views: ['states'] })
    expect(threads[0]!.views).toEqual([])
    await request('run:watch', { runId, from: 0 })
    expect(threads[0]!.views).toEqual(['states'])
    await request('run:watch', { runId, from: 3 })
    expect(threads[0]!.views).toEqual(['states'])
  })

  it('is over when the window, by the time it watches, shows something else than when it started the run', async () => {
    const { request, start, threads } = setUp()
    await request('run:observe', { views: ['flow'] })
    const { runId } = await start()
    await request('run:observe', { views: [] })
    await request('run:watch', { runId, from: 0 })
    expect(threads[0]!.views).toEqual([])
  })

  it('shows at once what was seen last of a view, also of a run that has ended', async () => {
    const { request, start, threads, windowWith } = setUp()
    const { runId } = await start()
    threads[0]!.show(observe(8, ['flow', 'gates']))
    threads[0]!.show(observe(9, ['flow']))
    threads[0]!.state({ status: 'done', update: 10, reason: 'updates' })
    await settle()
    const window = windowWith(1)
    await request('run:watch', { runId, from: 0 }, window)
    await request('run:observe', { views: ['flow'] }, window)
    await request('run:observe', { views: ['flow', 'gates'] }, window)
    expect(window.observations.map((each) => [each.update, viewsOf(each)])).toEqual([
      [9, ['flow']],
      [8, ['gates']],
    ])
  })

  it.each([{ views: 'flow' }, { views: ['nonsense'] }, { views: new Array(9).fill('flow') }, {}])(
    'is refused with %j',
    async (payload) => {
      const { request, start, threads } = setUp()
      const { runId } = await start()
      await request('run:watch', { runId, from: 0 })
      expect(await request('run:observe', payload)).toMatchObject({ error: { code: 'invalidRequest' } })
      expect(threads[0]!.views).toEqual([])
    },
  )

  it('goes as deep as one update: the thread answers an inspection', async () => {
    const { request, start } = setUp()
    const { runId } = await start()
    const refused = { ok: false, error: tooLarge }
    expect(await request('run:inspectNext', { runId })).toEqual(refused)
    expect(await request('run:inspectUpdate', { runId, update: 0 })).toEqual(refused)
    expect(await request('run:cancelInspect', { runId })).toEqual({ ok: true, value: {} })
  })
})
