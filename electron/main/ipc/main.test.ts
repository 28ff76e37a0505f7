import { failureOf } from '../../../core/contract/result'
import { describe, expect, it, vi } from 'vitest'
import { requestNames } from '../../../core/contract/channels'
import { requests } from '../../../core/contract/ipc'
import type { RunSummary } from '../../../core/contract/run'
import { settle } from '../../runs/obedientThread.testing'
import { anyStart } from '../../runs/runs.testing'
import { setUp } from './main.testing'
import { createRoute } from './router'

describe('every request', () => {
  it.each(requestNames)('%s refuses what does not fit its schema, whatever it is', async (name) => {
    const { request, threads } = setUp()
    const malformed = [
      null,
      undefined,
      0,
      'text',
      [],
      { surprise: 1 },
      { runId: 5 },
      { runId: '', from: -1, nextUpdate: 0.5 },
      new Map(),
    ]
    for (const payload of malformed) {
      const acceptsNothing = Object.keys(requests[name].request.shape).length === 0 || name === 'settings:set'
      const isEmpty = typeof payload === 'object' && payload !== null && Object.keys(payload).length === 0
      if (acceptsNothing && isEmpty && !Array.isArray(payload)) continue
      const result = await request(name, payload)
      expect(result).toMatchObject({ ok: false })
      expect(result.ok ? '' : result.error.code).toMatch(/^invalid(Request|Experiment)$/)
    }
    expect(threads).toHaveLength(0)
  })

  it.each(requestNames)('%s is refused to anybody but the own window', async (name) => {
    const { request, threads } = setUp()
    expect(await request(name, anyStart, null)).toMatchObject({
      ok: false,
      error: { code: 'forbiddenSender' },
    })
    expect(threads).toHaveLength(0)
  })

  it.each(requestNames)('%s answers shortly to what no request can be', async (name) => {
    const { request } = setUp()
    const circular: Record<string, unknown> = { runId: 'r' }
    circular['self'] = circular
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`key${i}`, i]))
    for (const payload of [circular, { runId: 1n }, { runId: 'x'.repeat(5_000_000) }, many]) {
      const result = await request(name, payload)
      if (result.ok) throw new Error('it was taken')
      const { code, message, problems } = result.error
      expect(code).toMatch(/^(invalid(Request|Experiment)|noSuchRun)$/)
      expect(JSON.stringify({ message, problems }).length).toBeLessThan(20_000)
    }
  })

  it('turns a thrown error into a failure without its stack', async () => {
    const route = createRoute('app:info', () => {
      throw new Error('the disk is full')
    })
    const window = { id: 1, send: vi.fn() }
    expect(await route(window, {})).toEqual({
      ok: false,
      error: failureOf('internal', 'the disk is full'),
    })
  })

  it('turns a thrown error of many lines into one', async () => {
    const route = createRoute('app:info', () => {
      throw new Error(`${'x'.repeat(5000)}\nat one\nat two`)
    })
    const answer = await route({ id: 1, send: vi.fn() }, {})
    const message = answer.ok ? '' : answer.error.message
    expect(message).toMatch(/^x+…x+\\nat one\\nat two$/)
    expect(message.length).toBeLessThan(510)
  })
})

describe('run:start', () => {
  it('refuses an experiment with every wrong field by its path', async () => {
    const { request, threads } = setUp()
    const experiment = {
      task: { name: 'adding' },
      model: { cell: 'rnn', hiddenSize: 0 },
      train: { batch: -1 },
    }
    const result = await request('run:start', { ...anyStart, experiment })
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'invalidExperiment', problems: [{ path: 'model.hiddenSize' }, { path: 'train.batch' }] },
    })
    expect(threads).toHaveLength(0)
  })

  it('is told of to every window, and listed, while the network is being built', async () => {
    const { request, threads, window } = setUp({ isBuilt: false })
    const starting = request('run:start', anyStart)
    await settle()
    const building = { state: { status: 'building', update: 0 } }
    expect(window.sent).toMatchObject([{ name: 'run:changed', payload: building }])
    expect(await request('run:list', {})).toMatchObject({ ok: true, value: [building] })
    threads[0]!.report({ type: 'ready', numParameters: 7, baseline: 0.5, update: 0 })
    const started = await starting
    expect(started).toMatchObject({ ok: true, value: { numParameters: 7, state: { status: 'running' } } })
    expect(window.sent.at(-1)).toEqual({ name: 'run:changed', payload: started.ok && started.value })
  })

  it('can be taken back by stopping the run while its network is being built', async () => {
    const { request, threads, window } = setUp({ isBuilt: false })
    const starting = request('run:start', anyStart)
    await settle()
    const { runId } = window.sent[0]!.payload as RunSummary
    expect(await request('run:stop', { runId })).toEqual({
      ok: true,
      value: { status: 'stopped', update: 0 },
    })
    expect(await starting).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(await request('run:list', {})).toEqual({ ok: true, value: [] })
    expect(window.sent.at(-1)).toEqual({ name: 'run:removed', payload: { runId } })
    expect(threads[0]!.isAlive).toBe(false)
  })

  it('refuses a combination of fields that cannot be trained', async () => {
    const { request } = setUp()
    const experiment = { task: { name: 'echo', seqLen: 5, delay: 9 }, model: { cell: 'rnn' } }
    const result = await request('run:start', { ...anyStart, experiment })
    expect(result).toMatchObject({
      ok: false,
      error: { problems: [{ path: 'task.delay', code: 'shorterThan' }] },
    })
  })

  it('answers with the run, which is then in the list', async () => {
    const { request, start } = setUp()
    const run = await start()
    expect(run).toMatchObject({ baseline: 0.5, numParameters: 7, state: { status: 'running', update: 0 } })
    expect(await request('run:list', {})).toEqual({ ok: true, value: [run] })
  })

  it('lets the run before it train on, and waits for its turn, one run however many are started at once', async () => {
    const { request, start, threads } = setUp()
    const first = await start()
    const superseded = [1, 2, 3].map(() => request('run:start', anyStart))
    const last = await start()
    for (const answer of superseded) expect(await answer).toMatchObject({ error: { code: 'cancelled' } })
    expect(threads).toHaveLength(1)
    expect(await request('run:list', {})).toMatchObject({
      value: [
        { runId: first.runId, state: { status: 'running' }, shelfPlace: null },
        { runId: last.runId, state: { status: 'queued', place: 0 }, shelfPlace: null },
      ],
    })
    expect(await request('run:enqueue', { runId: last.runId, place: 0 })).toEqual({ ok: true, value: {} })
    await request('run:stop', { runId: first.runId })
    await settle()
    expect(await request('run:list', {})).toMatchObject({
      value: [{ state: { status: 'stopped' } }, { state: { status: 'running' } }],
    })
  })
})

describe('controlling a run', () => {
  it('pauses, steps and resumes, as often as asked', async () => {
    const { request, start } = setUp()
    const { runId } = await start()
    const paused = { ok: true, value: { status: 'paused', update: 0 } }
    expect(await request('run:pause', { runId })).toEqual(paused)
    expect(await request('run:pause', { runId })).toEqual(paused)
    expect(await request('run:step', { runId })).toEqual({ ok: true, value: { status: 'paused', update: 1 } })
    expect(await request('run:resume', { runId })).toMatchObject({ value: { status: 'running', update: 1 } })
  })

  it('keeps the tuning events and the speed in the summary', async () => {
    const { request, start } = setUp()
    const { runId } = await start()
    expect(await request('run:tune', { runId, tuning: { lr: 0.1 } })).toMatchObject({ ok: true })
    expect(await request('run:speed', { runId, speed: 5 })).toEqual({ ok: true, value: 5 })
    expect(await request('run:list', {})).toMatchObject({
      value: [{ speed: 5, tuningEvents: [{ field: 'optimizer.lr', to: 0.1 }] }],
    })
  })

  it('refuses to tune a run without end, however fast that is asked for', async () => {
    const { request, start } = setUp()
    const { runId } = await start()
    const tune = (_: unknown, i: number) =>
      request('run:tune', { runId, tuning: { lr: 0.001 * (1 + (i % 9)) } })
    const answers = await Promise.all(Array.from({ length: 600 }, tune))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(500)
    expect(answers.at(-1)).toMatchObject({ error: { code: 'invalidRequest' } })
  })

  it.each([{ lr: -1 }, { lr: '0.1' }, { clipThreshold: 0 }, { momentum: 1 }])(
    'refuses to tune to %j',
    async (tuning) => {
      const { request, start } = setUp()
      const { runId } = await start()
      expect(await request('run:tune', { runId, tuning })).toMatchObject({
        error: { code: 'invalidRequest' },
      })
    },
  )

  it('shelves a run paused, and unshelves it with its log', async () => {
    const { request, start, threads, window } = setUp()
    const { runId } = await start()
    threads[0]!.train(30)
    await settle()
    expect(await request('run:shelve', { runId })).toEqual({
      ok: true,
      value: { status: 'paused', update: 30 },
    })
    expect(await request('run:list', {})).toMatchObject({ value: [{ runId, shelfPlace: 1 }] })
    expect(await request('run:unshelve', { runId })).toMatchObject({
      value: { state: { status: 'paused', update: 30 }, shelfPlace: null },
    })
    await request('run:subscribe', { runId, from: 0, views: [] })
    expect(window.sent.at(-2)).toMatchObject({ name: 'run:batch', payload: { firstUpdate: 0 } })
  })

  it('reports to every window that a thread died, and keeps the log', async () => {
    const { request, start, threads, window } = setUp()
    const { runId } = await start()
    threads[0]!.train(3)
    await settle()
    threads[0]!.emit('exit', 134)
    expect(window.sent.at(-1)).toMatchObject({
      name: 'run:changed',
      payload: { state: { status: 'failed', update: 3, error: { code: 'workerFailed' } } },
    })
    expect(await request('run:resume', { runId })).toMatchObject({ error: { code: 'runEnded' } })
    expect(await request('run:subscribe', { runId, from: 0, views: [] })).toMatchObject({
      value: { state: { status: 'failed' } },
    })
  })
})

describe('closing', () => {
  it('ends the training thread', async () => {
    const { start, threads, catalog } = setUp()
    await start()
    await catalog.dispose()
    expect(threads.map(({ isAlive }) => isAlive)).toEqual([false])
  })

  it('leaves no thread either if a run is just being started, and starts none any more', async () => {
    const { request, threads, catalog } = setUp()
    const starting = request('run:start', anyStart)
    await Promise.resolve()
    await catalog.dispose()
    await starting
    expect(threads.every(({ isAlive }) => !isAlive)).toBe(true)
    expect(await request('run:start', anyStart)).toMatchObject({ error: { code: 'runEnded' } })
  })

  it('does not wait for a network that takes long to build', async () => {
    const { request, threads, catalog } = setUp({ isBuilt: false })
    const starting = request('run:start', anyStart)
    await settle()
    await catalog.dispose()
    expect(threads.map(({ isAlive }) => isAlive)).toEqual([false])
    expect(await starting).toMatchObject({ ok: false })
  })
})
