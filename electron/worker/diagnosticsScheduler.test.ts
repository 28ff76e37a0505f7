import { describe, expect, it } from 'vitest'
import type { ViewName } from '../../core/contract/views'
import { viewNames } from '../../core/contract/views'
import { setUp, shownIn } from './session.testing'

describe('the observations of a run', () => {
  const cheap = ['flow', 'norms'] as const
  /** States are shown beside memory. */
  const expensive = ['jacobian', 'spectrum', 'histograms', 'memory', 'states'] as const

  const recorded = ['flow', 'norms', 'jacobian', 'spectrum', 'gates']

  it('are those of the cheap views as long as nobody watches, and of the gradient flow at each of the first 50', () => {
    const { advance, of, made } = setUp()
    advance(10_000)
    const seen = of('observation').map(({ observation }) => observation)
    expect(seen.slice(0, 50).map(({ update }) => update)).toEqual(Array.from({ length: 50 }, (_, i) => i))
    expect(shownIn(seen[0]!)).toEqual(recorded)
    for (const observation of seen) expect(recorded).toEqual(expect.arrayContaining(shownIn(observation)))
    for (const view of recorded) {
      const of = seen.filter((observation) => shownIn(observation).includes(view as ViewName))
      expect(of.at(-1)!.update).toBeGreaterThan(made() - 300)
    }
  })

  it('are there of every update of a run that ends among the first 50, of its only one too', () => {
    for (const updates of [1, 2, 20]) {
      const { advance, of } = setUp({}, { updates })
      advance(10_000)
      const seen = of('observation').map(({ observation }) => observation)
      expect(seen.map(({ update }) => update)).toEqual(Array.from({ length: updates }, (_, i) => i))
      expect(shownIn(seen[0]!)).toEqual(recorded)
    }
  })

  it('take at most a fiftieth of the time as long as nobody watches, once the first 50 are made', () => {
    const { advance, made } = setUp({}, { msPerView: 2 })
    advance(1000)
    const before = made()
    advance(61_000)
    expect(made() - before).toBeGreaterThan(0.98 * 60_000 - 100)
  })

  it('are of the newest update, cheap views at most 20 and expensive ones at most 4 times a second', () => {
    const { session, advance, of, made } = setUp({ watched: true })
    session.receive({ type: 'observe', views: viewNames })
    advance(10_000)
    const seen = of('observation').map(({ observation }) => observation)
    const times = (view: ViewName) => seen.filter((observation) => observation[view] !== null).length
    for (const view of cheap) {
      expect(times(view)).toBeGreaterThan(150)
      expect(times(view)).toBeLessThanOrEqual(201 + 50)
    }
    for (const view of expensive) {
      expect(times(view)).toBeGreaterThan(30)
      expect(times(view)).toBeLessThanOrEqual(41)
    }
    expect(made() - seen.at(-1)!.update).toBeLessThan(60)
  })

  it('begin with the first update, and go on when somebody watches', () => {
    const { session, advance, of } = setUp({ views: ['norms', 'states'] }, { msPerUpdate: 0.1 })
    advance(500)
    const seen = () => of('observation').map(({ observation }) => observation)
    expect(seen()[0]).toMatchObject({ update: 0, states: { kept: 0 }, norms: { kept: 0 } })
    expect(seen().filter(({ states }) => states)).toHaveLength(1)
    session.receive({ type: 'watched', watched: true })
    advance(1000)
    expect(seen().filter(({ states }) => states).length).toBeGreaterThan(5)
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

  it('need no copy of the weights but where a view that is due computes with them', () => {
    const { advance, of } = setUp({ watched: true, views: ['flow'] })
    advance(1000)
    const seen = of('observation').map(({ observation }) => observation)
    const withWeights = seen.filter(({ norms }) => norms)
    expect(withWeights.length).toBeLessThan(seen.length / 2)
    for (const { update, norms } of withWeights) expect(norms).toEqual({ kept: update })
    for (const { update, norms, flow } of seen) if (!norms) expect(flow).not.toEqual({ kept: update })
  })

  it('have a copy of the weights at each of the first 50, where the gradient flow computes with them', () => {
    const { advance, of } = setUp({}, { viewsOfWeights: ['flow'] })
    advance(200)
    const first = of('observation').slice(0, 50)
    expect(first).toHaveLength(50)
    for (const { observation } of first) expect(observation.flow).toEqual({ kept: observation.update })
  })

  it('may take all the time that a slow run has to spare', () => {
    const { session, advance, of } = setUp({ watched: true, speed: 2 }, { msPerView: 20 })
    session.receive({ type: 'observe', views: viewNames })
    advance(5000)
    const whole = of('observation').filter(
      ({ observation }) => shownIn(observation).length === viewNames.length,
    )
    expect(whole.length).toBeGreaterThanOrEqual(9)
  })

  it('compare with the weights from before that very update', () => {
    const { session, advance, of } = setUp({ watched: true }, { msPerUpdate: 0.01 })
    session.receive({ type: 'observe', views: ['norms'] })
    advance(2000)
    session.receive({ type: 'pause' })
    const seen = of('observation').filter(({ observation }) => observation.norms)
    expect(seen.length).toBeGreaterThan(20)
    for (const { observation } of seen) expect(observation.norms).toEqual({ kept: observation.update })
  })

  it('are complete at a pause, after the state, and not repeated by a second pause', () => {
    const { session, advance, reports, of, made } = setUp({ watched: true })
    advance(500)
    session.receive({ type: 'observe', views: ['flow', 'memory'] })
    advance(521)
    const before = of('observation').length
    session.receive({ type: 'pause' })
    session.receive({ type: 'pause' })
    const { observation } = of('observation').at(-1)!
    expect(observation.update).toBe(made() - 1)
    expect(shownIn(observation)).toEqual(expect.arrayContaining(['flow', 'memory']))
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
    for (const { observation } of of('observation'))
      expect(shownIn(observation)).toHaveLength(viewNames.length)
  })

  it('come at once when a paused run is observed, without what was sent already', () => {
    const { session, of } = setUp({ paused: true })
    session.receive({ type: 'step' })
    session.receive({ type: 'observe', views: ['flow', 'states'] })
    session.receive({ type: 'observe', views: ['flow', 'states', 'memory'] })
    expect(of('observation').map(({ observation }) => shownIn(observation))).toEqual([
      recorded,
      ['states'],
      ['memory'],
    ])
  })

  it('hold every view at the end of a watched run, of its last update, before the state', () => {
    const { advance, reports, of } = setUp({ watched: true }, { updates: 2000, msPerUpdate: 0.01 })
    advance(1000)
    const last = of('observation').at(-1)!.observation
    expect([last.update, shownIn(last).length]).toEqual([1999, viewNames.length])
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
    expect(of('observation').at(-1)!.observation.update).toBe(30)
    expect(shownIn(of('observation').at(-1)!.observation)).toHaveLength(viewNames.length)
  })

  it('that are shown side by side are of the same update', () => {
    const { session, advance, of } = setUp({ watched: true }, { msPerUpdate: 0.5 })
    session.receive({ type: 'observe', views: ['states', 'memory'] })
    advance(3000)
    const seen = of('observation').map(({ observation }) => observation)
    expect(seen.filter(({ memory }) => memory).length).toBeGreaterThan(5)
    for (const { states, memory } of seen) expect(states === null).toBe(memory === null)
  })

  it('are no more for views that are asked for again and again, while the run is paused or goes on', () => {
    const toggle = ({ session }: ReturnType<typeof setUp>): void => {
      for (let i = 0; i < 1000; i++) {
        session.receive({ type: 'observe', views: viewNames })
        session.receive({ type: 'observe', views: [] })
      }
    }
    const paused = setUp({ paused: true, watched: true })
    paused.session.receive({ type: 'step' })
    toggle(paused)
    expect(
      paused
        .of('observation')
        .flatMap(({ observation }) => shownIn(observation))
        .sort(),
    ).toEqual([...viewNames].sort())
    const going = setUp({ watched: true })
    going.advance(500)
    const [before, pending] = [going.of('observation').length, going.pending()]
    toggle(going)
    expect([going.of('observation').length, going.pending()]).toEqual([before, pending])
  })
})
