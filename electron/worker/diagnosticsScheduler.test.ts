import { describe, expect, it } from 'vitest'
import type { ViewName } from '../../core/contract/views'
import { viewNames } from '../../core/contract/views'
import { setUp, shownIn } from './session.testing'

describe('the observations of a run', () => {
  const cheap = ['flow', 'norms', 'gates', 'states'] as const
  const expensive = ['jacobian', 'spectrum', 'histograms', 'memory'] as const

  it('are none as long as nobody watches', () => {
    const { advance, of } = setUp({}, { updates: 500 })
    advance(1000)
    expect(of('observation')).toEqual([])
  })

  it('are of the newest update, cheap views at most 20 and expensive ones at most 4 times a second', () => {
    const { session, advance, of, made } = setUp({ watched: true })
    session.receive({ type: 'observe', views: viewNames })
    advance(10_000)
    const seen = of('observation').map(({ observation }) => observation)
    const times = (view: ViewName) => seen.filter((observation) => observation[view] !== null).length
    for (const view of cheap) {
      expect(times(view)).toBeGreaterThan(150)
      expect(times(view)).toBeLessThanOrEqual(201)
    }
    for (const view of expensive) {
      expect(times(view)).toBeGreaterThan(30)
      expect(times(view)).toBeLessThanOrEqual(41)
    }
    expect(made() - seen.at(-1)!.update).toBeLessThan(60)
  })

  it('begin with the first update, and go on when somebody watches', () => {
    const { session, advance, of } = setUp({ views: ['flow', 'norms'] }, { msPerUpdate: 0.1 })
    advance(500)
    const seen = () => of('observation').map(({ observation }) => observation)
    expect(seen().map((observation) => [observation.update, shownIn(observation)])).toEqual([
      [0, ['flow', 'norms']],
    ])
    expect(seen()[0]!.norms).toEqual({ kept: 0 })
    session.receive({ type: 'watched', watched: true })
    advance(1000)
    expect(seen().length).toBeGreaterThan(5)
  })

  it('take at most the budget from training, however expensive they are', () => {
    const { session, advance, made } = setUp({ watched: true }, { msPerView: 20 })
    session.receive({ type: 'observe', views: viewNames })
    advance(60_000)
    expect(made()).toBeGreaterThan(0.92 * 60_000)
  })

  it('count what an observation costs besides its views', () => {
    const { session, advance, made } = setUp({ watched: true }, { msPerObservation: 20 })
    session.receive({ type: 'observe', views: viewNames })
    advance(60_000)
    expect(made()).toBeGreaterThan(0.92 * 60_000)
  })

  it('need no copy of the weights where no watched view computes with them', () => {
    const { advance, of } = setUp({ watched: true, views: ['flow'] })
    advance(1000)
    expect(of('observation').length).toBeGreaterThan(5)
    for (const { observation } of of('observation')) expect(observation.flow).toEqual({ kept: -1 })
  })

  it('may take all the time that a slow run has to spare', () => {
    const { session, advance, of } = setUp({ watched: true, speed: 2 }, { msPerView: 20 })
    session.receive({ type: 'observe', views: viewNames })
    advance(5000)
    const whole = of('observation').filter(({ observation }) => shownIn(observation).length === 8)
    expect(whole.length).toBeGreaterThanOrEqual(9)
  })

  it('compare with the weights from before that very update', () => {
    const { session, advance, of } = setUp({ watched: true }, { msPerUpdate: 0.01 })
    session.receive({ type: 'observe', views: ['norms'] })
    advance(2000)
    session.receive({ type: 'pause' })
    const seen = of('observation')
    expect(seen.length).toBeGreaterThan(20)
    for (const { observation } of seen) expect(observation.norms).toEqual({ kept: observation.update })
  })

  it('are complete at a pause, after the state, and not repeated by a second pause', () => {
    const { session, advance, reports, of, made } = setUp({ watched: true })
    session.receive({ type: 'observe', views: ['flow', 'memory'] })
    advance(21)
    const before = of('observation').length
    session.receive({ type: 'pause' })
    session.receive({ type: 'pause' })
    const { observation } = of('observation').at(-1)!
    expect(observation.update).toBe(made() - 1)
    expect(shownIn(observation)).toEqual(['flow', 'memory'])
    expect(of('observation')).toHaveLength(before + 1)
    expect(reports.findLastIndex(({ type }) => type === 'observation')).toBeGreaterThan(
      reports.findIndex(({ type }) => type === 'state'),
    )
  })

  it('are complete at every step', () => {
    const { session, of } = setUp({ paused: true }, { msPerView: 50 })
    session.receive({ type: 'observe', views: viewNames })
    expect(of('observation')).toEqual([])
    for (let i = 0; i < 3; i++) session.receive({ type: 'step' })
    expect(of('observation').map(({ observation }) => observation.update)).toEqual([0, 1, 2])
    for (const { observation } of of('observation')) expect(shownIn(observation)).toHaveLength(8)
  })

  it('come at once when a paused run is observed, without what was sent already', () => {
    const { session, of } = setUp({ paused: true })
    session.receive({ type: 'step' })
    expect(of('observation')).toEqual([])
    session.receive({ type: 'observe', views: ['flow'] })
    session.receive({ type: 'observe', views: ['flow', 'gates'] })
    expect(of('observation').map(({ observation }) => shownIn(observation))).toEqual([['flow'], ['gates']])
  })

  it('hold every view at the end of a watched run, of its last update, before the state', () => {
    const { advance, reports, of } = setUp({ watched: true }, { updates: 2000, msPerUpdate: 0.01 })
    advance(1000)
    expect(of('observation').map(({ observation }) => observation.update)).toEqual([1999])
    expect(shownIn(of('observation')[0]!.observation)).toHaveLength(8)
    expect(reports.slice(-2).map(({ type }) => type)).toEqual(['observation', 'state'])
  })

  it('compare with the weights from before the last update too', () => {
    const { session, advance, of } = setUp({ watched: true }, { updates: 2000, msPerUpdate: 0.003 })
    session.receive({ type: 'observe', views: ['norms'] })
    advance(1000)
    expect(of('observation').at(-1)!.observation).toMatchObject({ update: 1999, norms: { kept: 1999 } })
  })

  it.each([1991, 1992, 1993, 1994, 1995])('know no weights of an update after the last: %i', (updates) => {
    const { session, advance, of } = setUp({ watched: true }, { updates, msPerUpdate: 0.1 })
    session.receive({ type: 'observe', views: ['norms'] })
    advance(1000)
    const { norms } = of('observation').at(-1)!.observation as unknown as { norms: { kept: number } }
    expect(norms.kept).toBeLessThan(updates)
  })

  it('are of the update that failed, where a watched run diverged', () => {
    const { advance, of } = setUp({ watched: true }, { divergesAt: 30 })
    advance(1000)
    expect(of('observation').map(({ observation }) => observation.update)).toEqual([30])
  })
})
