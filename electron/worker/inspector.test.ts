import { describe, expect, it } from 'vitest'
import { viewNames } from '../../core/contract/views'
import { setUp, shownIn } from './session.testing'

describe('inspecting', () => {
  it('pauses, makes one update and answers with its trace, then with the state', () => {
    const { session, advance, of, made, reports } = setUp()
    advance(20)
    const before = made()
    session.receive({ type: 'inspectNext' })
    advance(1000)
    expect(made()).toBe(before + 1)
    expect(of('trace')).toEqual([{ type: 'trace', trace: { ok: true, value: { update: before, made: 1 } } }])
    expect(of('state')).toEqual([{ type: 'state', state: { status: 'paused', update: before + 1 } }])
    expect(reports.findLast(({ type }) => type !== 'observation')?.type).toBe('state')
  })

  it('gives the trace of the last update too, before the end', () => {
    const { session, of } = setUp({ paused: true }, { updates: 1 })
    session.receive({ type: 'inspectNext' })
    expect(of('trace')).toHaveLength(1)
    expect(of('state').map(({ state }) => state.status)).toEqual(['done'])
  })

  it('makes no update that would be too large to record, and says so', () => {
    const { session, of, made } = setUp({ paused: true }, { traceError: new RangeError('too large') })
    session.receive({ type: 'inspectNext' })
    expect(made()).toBe(0)
    expect(of('trace')[0]!.trace).toMatchObject({ ok: false, error: { message: 'too large' } })
    expect(of('state').map(({ state }) => state)).toEqual([{ status: 'paused', update: 0 }])
  })

  it('hides no error but that one', () => {
    const { session } = setUp({ paused: true }, { traceError: new TypeError('a mistake') })
    expect(() => session.receive({ type: 'inspectNext' })).toThrow('a mistake')
  })

  it('shows the update that failed where it diverges, after the end', () => {
    const { session, reports } = setUp({ paused: true, watched: true }, { divergesAt: 0 })
    session.receive({ type: 'inspectNext' })
    expect(reports.slice(-2)).toMatchObject([
      { type: 'state', state: { status: 'diverged' } },
      { type: 'trace', trace: { ok: true, value: { update: 0, failed: true } } },
    ])
  })
})

describe('inspecting an update that was made', () => {
  it('recomputes it between messages, while the run waits, and then goes on', () => {
    const { session, advance, of, made, now } = setUp()
    advance(100)
    const [then, before] = [now(), made()]
    session.receive({ type: 'inspectUpdate', update: 60 })
    expect(now()).toBeLessThanOrEqual(then + 8)
    expect([made(), of('trace')]).toEqual([before, []])
    advance(then + 50)
    expect([made(), of('trace')]).toEqual([before, []])
    advance(then + 70)
    expect(of('trace')).toEqual([
      { type: 'trace', trace: { ok: true, value: { update: 60, failed: false } } },
    ])
    advance(1000)
    expect(made()).toBeGreaterThan(before + 800)
    expect(of('state')).toEqual([])
  })

  it('sends before that every view of a paused run, once', () => {
    const { session, advance, of, made } = setUp({ paused: true, watched: true })
    session.receive({ type: 'step' })
    for (let times = 0; times < 2; times++) session.receive({ type: 'inspectUpdate', update: 0 })
    session.receive({ type: 'observe', views: ['flow', 'norms'] })
    advance(1000)
    const seen = of('observation').map(({ observation }) => observation)
    expect(new Set(seen.map(({ update }) => update))).toEqual(new Set([0]))
    expect(seen.flatMap(shownIn).sort()).toEqual([...viewNames].sort())
    expect([made(), of('trace').length]).toEqual([1, 2])
  })

  it('observes nothing of a slow run until its next update', () => {
    const { session, advance, of, now } = setUp({ watched: true, speed: 1, views: ['flow'] })
    session.receive({ type: 'observe', views: ['flow'] })
    advance(20)
    session.receive({ type: 'inspectUpdate', update: 0 })
    session.receive({ type: 'observe', views: ['flow', 'norms'] })
    const updates = () => of('observation').map(({ observation }) => observation.update)
    advance(900)
    expect(updates()).toEqual([0])
    advance(now() + 1200)
    expect(updates().slice(0, 2)).toEqual([0, 1])
  })

  it('sends before that all updates and the newest sample', () => {
    const { session, advance, of, made } = setUp({ watched: true })
    advance(1010)
    session.receive({ type: 'inspectUpdate', update: 900 })
    expect(of('batch').reduce((sum, { columns }) => sum + columns.loss.length, 0)).toBe(made())
    expect(of('sample').at(-1)!.sample.update).toBe(made() - 1)
  })

  const others = [
    { type: 'pause' },
    { type: 'resume' },
    { type: 'step' },
    { type: 'inspectNext' },
    { type: 'inspectUpdate', update: 0 },
    { type: 'tune', tuning: { lr: 1 } },
    { type: 'cancelInspect' },
    { type: 'stop' },
  ] as const
  it.each(others)('is cancelled by %j', (command) => {
    const { session, advance, of } = setUp()
    advance(400)
    session.receive({ type: 'inspectUpdate', update: 300 })
    advance(450)
    session.receive(command)
    expect(of('trace')[0]!.trace).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(of('trace')).toHaveLength(command.type.startsWith('inspect') ? 2 : 1)
    advance(2000)
    expect(of('trace')).toHaveLength(command.type.startsWith('inspect') ? 2 : 1)
  })

  it('is not disturbed by a new speed or by who watches', () => {
    const { session, advance, of, made } = setUp()
    advance(400)
    const before = made()
    session.receive({ type: 'inspectUpdate', update: 300 })
    session.receive({ type: 'speed', speed: 10 })
    session.receive({ type: 'watched', watched: true })
    session.receive({ type: 'observe', views: ['flow'] })
    advance(600)
    expect([made(), of('trace')]).toEqual([before, []])
    advance(2000)
    expect(of('trace')[0]!.trace).toMatchObject({ ok: true, value: { update: 300 } })
    expect(made()).toBeGreaterThan(before)
    expect(made()).toBeLessThan(before + 20)
  })

  it('says that an update was not made yet, and goes on', () => {
    const { session, advance, of, made } = setUp()
    advance(20)
    session.receive({ type: 'inspectUpdate', update: 1000 })
    expect(of('trace')[0]!.trace).toMatchObject({ ok: false, error: { message: 'not made' } })
    advance(200)
    expect(made()).toBeGreaterThan(100)
  })

  it('answers each of two with its own trace, where the second ends the first', () => {
    const { session, advance, of } = setUp()
    advance(400)
    session.receive({ type: 'inspectUpdate', update: 300 })
    session.receive({ type: 'inspectUpdate', update: 301 })
    advance(1000)
    expect(of('trace').map(({ trace }) => trace)).toMatchObject([
      { ok: false, error: { code: 'cancelled' } },
      { ok: true, value: { update: 301 } },
    ])
  })
})

describe('a run that has ended', () => {
  const ways = [
    ['done', { updates: 30 }, { update: 29, failed: false }],
    ['diverged', { divergesAt: 30 }, { update: 30, failed: true }],
  ] as const

  it.each(ways)('is inspected as often as asked, %s, and stays so', (status, settings, value) => {
    const { session, advance, now, of, made } = setUp({}, settings)
    advance(1000)
    for (const update of [value.update, value.update, 4]) {
      session.receive({ type: 'inspectUpdate', update })
      advance(now() + 1000)
    }
    expect(of('trace').map(({ trace }) => trace)).toEqual([
      { ok: true, value },
      { ok: true, value },
      { ok: true, value: { update: 4, failed: false } },
    ])
    expect(of('state').map(({ state }) => state.status)).toEqual([status])
    expect(made()).toBe(30)
  })

  it.each(ways)(
    'makes no other update where the next one is asked for, but opens the last: %s',
    (_, settings, value) => {
      const { session, advance, now, of, made } = setUp({}, settings)
      advance(1000)
      session.receive({ type: 'inspectNext' })
      advance(now() + 1000)
      expect(of('trace').map(({ trace }) => trace)).toEqual([{ ok: true, value }])
      expect([made(), of('state').length]).toEqual([30, 1])
    },
  )

  it.each(ways)('shows every view to whoever watches it only then, once: %s', (_, settings) => {
    const { session, advance, of } = setUp({}, settings)
    advance(1000)
    const whole = () => of('observation').filter(({ observation }) => observation.memory)
    expect(whole()).toEqual([])
    for (const watched of [true, false, true]) session.receive({ type: 'watched', watched })
    expect(whole()).toHaveLength(1)
  })

  it('does nothing else that it is told, and nothing by itself', () => {
    const { session, advance, reports, made } = setUp({}, { updates: 30 })
    advance(1000)
    const before = reports.length
    for (const type of ['pause', 'resume', 'step', 'stop'] as const) session.receive({ type })
    session.receive({ type: 'tune', tuning: { lr: 1 } })
    session.receive({ type: 'observe', views: ['flow'] })
    session.receive({ type: 'watched', watched: false })
    advance(60_000)
    expect([reports.length, made()]).toEqual([before, 30])
  })

  it('opens no update after its last', () => {
    const { session, advance, of } = setUp({}, { updates: 30 })
    advance(1000)
    session.receive({ type: 'inspectUpdate', update: 30 })
    expect(of('trace')[0]!.trace).toMatchObject({ ok: false, error: { message: 'not made' } })
  })

  it('has none to open where it was stopped before the first', () => {
    const { session, of } = setUp({ paused: true })
    session.receive({ type: 'stop' })
    session.receive({ type: 'inspectNext' })
    expect(of('trace')[0]!.trace).toMatchObject({ ok: false, error: { message: 'not made' } })
  })

  it('sends every view before one of its updates is recomputed, once, also where nobody watches', () => {
    const { session, advance, now, reports } = setUp({}, { updates: 30 })
    advance(1000)
    const before = reports.length
    for (const update of [3, 4]) {
      session.receive({ type: 'inspectUpdate', update })
      advance(now() + 1000)
    }
    expect(reports.slice(before).map(({ type }) => type)).toEqual(['observation', 'trace', 'trace'])
  })

  it('stays when it was stopped, and is inspected like one that is done', () => {
    const { session, advance, now, of, made } = setUp()
    advance(20)
    session.receive({ type: 'stop' })
    const last = made() - 1
    session.receive({ type: 'watched', watched: true })
    for (const update of [last, 3]) {
      session.receive({ type: 'inspectUpdate', update })
      advance(now() + 1000)
    }
    expect(of('trace').map(({ trace }) => trace)).toMatchObject([
      { ok: true, value: { update: last } },
      { ok: true, value: { update: 3 } },
    ])
    expect(of('observation').filter(({ observation }) => observation.memory)).toHaveLength(1)
  })
})

describe('observing updates that were made', () => {
  const recomputedOf = ({ of }: ReturnType<typeof setUp>) =>
    of('recomputed').map(({ observation }) => [observation.update, ...shownIn(observation)])

  it('recomputes them between messages, while the run waits, which then goes on', () => {
    const run = setUp({}, { msPerUpdate: 5 })
    run.advance(500)
    const [then, before] = [run.now(), run.made()]
    run.session.receive({ type: 'recompute', views: ['histograms'], updates: [60, 20, 40, 40] })
    expect(run.now()).toBeLessThanOrEqual(then + 12)
    run.advance(then + 200)
    expect(recomputedOf(run)).toEqual([20, 40, 60].map((update) => [update, 'histograms']))
    expect(run.of('recomputation')).toEqual([
      { type: 'recomputation', updates: { ok: true, value: [20, 40, 60] } },
    ])
    expect(run.made()).toBeGreaterThan(before)
    expect(run.of('state')).toEqual([])
  })

  it('observes with the weights from before each, as one stretch', () => {
    const run = setUp({ paused: true })
    for (let i = 0; i < 30; i++) run.session.receive({ type: 'step' })
    run.session.receive({ type: 'recompute', views: ['norms', 'histograms'], updates: [10, 20] })
    run.advance(1000)
    expect(run.of('recomputed').map(({ observation }) => observation)).toMatchObject([
      { update: 10, norms: { kept: 10 }, histograms: { since: 10 } },
      { update: 20, norms: { kept: 20 }, histograms: { since: 10 } },
    ])
  })

  it('sends before that every view of a paused run, and of one that has ended', () => {
    const paused = setUp({ paused: true, watched: true })
    paused.session.receive({ type: 'step' })
    paused.session.receive({ type: 'recompute', views: ['flow'], updates: [0] })
    const ended = setUp({}, { updates: 20 })
    ended.advance(1000)
    ended.session.receive({ type: 'recompute', views: ['flow'], updates: [3] })
    ended.advance(2000)
    for (const { of } of [paused, ended]) {
      const seen = of('observation').map(({ observation }) => observation)
      const newest = seen.filter(({ update }) => update === seen.at(-1)!.update)
      expect(newest.flatMap(shownIn).sort()).toEqual([...viewNames].sort())
    }
    expect(recomputedOf(ended)).toEqual([[3, 'flow']])
  })

  it('says how far it is, a few times a second', () => {
    const run = setUp({ paused: true }, { msPerUpdate: 10 })
    for (let i = 0; i < 60; i++) run.session.receive({ type: 'step' })
    const updates = Array.from({ length: 50 }, (_, i) => i)
    run.session.receive({ type: 'recompute', views: ['flow'], updates })
    run.advance(run.now() + 2000)
    const progress = run.of('recomputing').map(({ made, planned }) => [made, planned])
    expect(progress).toEqual([0, 10, 20, 30, 40, 50].map((made) => [made, 50]))
  })

  it('is cancelled by any command for the trainer, and keeps what it has by then', () => {
    const run = setUp({ paused: true }, { msPerUpdate: 10 })
    for (let i = 0; i < 60; i++) run.session.receive({ type: 'step' })
    const updates = Array.from({ length: 50 }, (_, i) => i)
    run.session.receive({ type: 'recompute', views: ['flow'], updates })
    run.advance(run.now() + 100)
    run.session.receive({ type: 'step' })
    const numSeen = recomputedOf(run).length
    expect(numSeen).toBeGreaterThan(5)
    expect(run.of('recomputation')).toMatchObject([{ updates: { ok: false, error: { code: 'cancelled' } } }])
    run.advance(run.now() + 1000)
    expect(recomputedOf(run)).toHaveLength(numSeen)
    expect(run.made()).toBe(61)
  })

  it('plans for some seconds, and ends where observing takes much longer', () => {
    const slow = setUp({ paused: true }, { msPerUpdate: 1000 })
    for (let i = 0; i < 20; i++) slow.session.receive({ type: 'step' })
    const updates = Array.from({ length: 20 }, (_, i) => i)
    slow.session.receive({ type: 'recompute', views: ['flow'], updates })
    slow.advance(slow.now() + 60_000)
    expect(slow.of('recomputing')[0]).toMatchObject({ planned: 15 })
    const dear = setUp({ paused: true }, { msPerObservation: 14_000 })
    for (let i = 0; i < 20; i++) dear.session.receive({ type: 'step' })
    dear.session.receive({ type: 'recompute', views: ['flow'], updates })
    dear.advance(dear.now() + 60_000)
    expect(dear.of('recomputation')).toMatchObject([{ updates: { ok: true, value: [0, 1, 2, 3] } }])
  })

  it('says of updates that were not made that they were not', () => {
    const run = setUp({ paused: true })
    run.session.receive({ type: 'step' })
    run.session.receive({ type: 'recompute', views: ['flow'], updates: [0, 1] })
    expect(run.of('recomputation')).toMatchObject([
      { updates: { ok: false, error: { code: 'invalidRequest', message: 'not made' } } },
    ])
  })
})
