import { describe, expect, it } from 'vitest'
import type { Observation } from '../../core/contract/observation'
import { createDiagnosticsHistory } from './diagnosticsHistory'
import { contentOf, observationOf } from './observation.testing'

/** A gradient flow over so many steps. */
function flowOf(update: number, steps: number): Observation {
  const layers = [{ name: 'l0', h: new Float64Array(steps), c: null, unclipped: null }]
  return { ...observationOf(update, ['flow']), flow: { layers } }
}

describe('the history of diagnostics', () => {
  it('keeps the views of an observation that have a history, and of one without them nothing', () => {
    const history = createDiagnosticsHistory()
    history.add(observationOf(0, ['flow', 'gates', 'states', 'memory']))
    history.add(observationOf(1, ['states']))
    expect(history.after(0).observations.map(contentOf)).toEqual([[0, ['flow', 'gates']]])
    expect(history.after(1)).toEqual({ observations: [], count: 1 })
  })

  it('keeps each of the first 50 updates, the newest, and ever fewer between them', () => {
    const history = createDiagnosticsHistory()
    for (let update = 0; update < 5000; update++) history.add(flowOf(update, 20))
    const updates = history.after(0).observations.map(({ update }) => update)
    expect(updates.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, i) => i))
    expect(updates.at(-1)).toBe(4999)
    expect(updates.length).toBeLessThanOrEqual(50 + 1024 + 1)
    expect(updates.length).toBeGreaterThan(50 + 512)
    expect(updates).toEqual([...new Set(updates)].sort((a, b) => a - b))
  })

  it('keeps the newest of every view, however long ago that was', () => {
    const history = createDiagnosticsHistory()
    for (let update = 0; update < 4000; update++) history.add(flowOf(update, 20))
    history.add(observationOf(4001, ['spectrum']))
    history.add(observationOf(4002, ['flow']))
    expect(history.after(4000).observations.map(contentOf)).toEqual([
      [4001, ['spectrum']],
      [4002, ['flow']],
    ])
  })

  it('tells of every observation of one update, such as the last views of a run that is stopped', () => {
    const history = createDiagnosticsHistory()
    history.add(observationOf(60, ['flow', 'gates']))
    const { count } = history.after(0)
    history.add(observationOf(90, ['flow']))
    history.add(observationOf(90, ['norms', 'gates']))
    expect(history.after(count).observations.map(contentOf)).toEqual([
      [90, ['flow']],
      [90, ['norms', 'gates']],
    ])
    expect(history.after(count + 1).observations.map(contentOf)).toEqual([[90, ['norms', 'gates']]])
  })

  it('keeps fewer where they are large', () => {
    const history = createDiagnosticsHistory()
    for (let update = 50; update < 600; update++) history.add(flowOf(update, 20_000))
    expect(history.after(0).observations.length).toBeLessThan(120)
  })

  it('keeps histograms that somebody looked at', () => {
    const history = createDiagnosticsHistory()
    history.add(observationOf(60, ['histograms', 'states']))
    expect(history.after(0).observations.map(contentOf)).toEqual([[60, ['histograms']]])
  })

  it('keeps what was recomputed, in place of what was recomputed before, as news to everybody', () => {
    const history = createDiagnosticsHistory()
    for (let update = 0; update < 90; update++) history.add(observationOf(update, ['flow']))
    const { count } = history.after(0)
    for (const update of [3, 70, 3]) history.addRecomputed(observationOf(update, ['histograms']))
    history.addRecomputed(observationOf(3, ['flow']))
    expect(history.after(count).observations.map(contentOf)).toEqual([
      [70, ['histograms']],
      [3, ['histograms']],
      [3, ['flow']],
    ])
    expect(history.after(0).observations).toHaveLength(93)
  })

  it('keeps what was recomputed in bounded memory, the newest of it', () => {
    const history = createDiagnosticsHistory()
    for (let update = 0; update < 5000; update++) history.addRecomputed(flowOf(update, 20))
    const kept = history.after(0).observations.map(({ update }) => update)
    expect(kept).toEqual(Array.from({ length: 2048 }, (_, i) => 5000 - 2048 + i))
    for (let update = 0; update < 600; update++) history.addRecomputed(flowOf(update, 20_000))
    expect(history.after(0).observations.length).toBeLessThan(110)
  })

  it('keeps every evaluation, until they are too many, and cuts them with the run', () => {
    const history = createDiagnosticsHistory()
    const evaluated = (update: number): Observation => ({
      ...observationOf(update, ['flow']),
      evaluation: { sets: [] },
    })
    const updates = () =>
      history.after(0).observations.flatMap(({ update, evaluation }) => (evaluation ? [update] : []))
    for (let n = 1; n <= 1024; n++) history.add(evaluated(100 * n - 1))
    expect(updates()).toHaveLength(1024)
    history.add(evaluated(102_499))
    expect(updates()).toHaveLength(513)
    expect([updates()[0], updates().at(-1)]).toEqual([99, 102_499])
    history.cut(300)
    expect(updates()).toEqual([99, 299])
  })
})
