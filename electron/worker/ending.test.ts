import { describe, expect, it } from 'vitest'
import { setUp, shownIn } from './session.testing'

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
    expect(of('observation')).toEqual([])
    for (const watched of [true, false, true]) session.receive({ type: 'watched', watched })
    expect(of('observation').map(({ observation }) => shownIn(observation).length)).toEqual([8])
  })

  it('does nothing else that it is told, and nothing by itself', () => {
    const { session, advance, reports, made } = setUp({}, { updates: 30 })
    advance(1000)
    const before = reports.length
    for (const type of ['pause', 'resume', 'step', 'stop'] as const) session.receive({ type })
    session.receive({ type: 'tune', tuning: { lr: 1 } })
    session.receive({ type: 'observe', views: ['flow'] })
    advance(60_000)
    expect([reports.length, made()]).toEqual([before, 30])
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
    expect(of('observation')).toHaveLength(1)
  })
})
