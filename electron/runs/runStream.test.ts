import { describe, expect, it } from 'vitest'
import type { Observation } from '../../core/contract/observation'
import type { ViewName } from '../../core/contract/views'
import { viewNames } from '../../core/contract/views'
import type { Batch, RunSummary, Sample } from '../../core/contract/run'
import { createRunLog } from './runLog'
import type { SendEvent } from './runStream'
import { createWatcher } from './runStream'

/** A window that notes what it is sent, and a clock that moves only when told. */
function setUp(from = 0, known: readonly Observation[] = []) {
  let now = 0
  let timers: { at: number; callback: () => void }[] = []
  const log = createRunLog()
  const batches: Batch[] = []
  const events: string[] = []
  const seen: Observation[] = []
  const send: SendEvent = (name, payload) => {
    events.push(name)
    if (name === 'run:batch') batches.push(payload as Batch)
    if (name === 'run:observation') seen.push((payload as { observation: Observation }).observation)
  }
  const timing = {
    now: () => now,
    later(callback: () => void, ms: number) {
      const timer = { at: now + ms, callback }
      timers.push(timer)
      return () => void (timers = timers.filter((other) => other !== timer))
    },
  }
  const summary = () => ({}) as RunSummary
  const train = (count: number) => {
    const column = () => Float64Array.from({ length: count }, (_, i) => log.length + i)
    log.append(log.length, { loss: column(), gradNorm: column(), gradNormClipped: column() })
    watcher.updated()
  }
  const advance = (ms: number) => {
    now += ms
    const due = timers.filter(({ at }) => at <= now)
    timers = timers.filter(({ at }) => at > now)
    for (const { callback } of due) callback()
  }
  const endOf = ({ firstUpdate, columns }: Batch) => firstUpdate + columns.loss.length
  const acknowledge = () => watcher.acknowledged(endOf(batches.at(-1)!))
  const watcher = createWatcher({
    ...{ runId: 'r', log, from, summary, send, timing },
    ...{ sample: null, observations: known },
  })
  return { watcher, log, batches, events, seen, train, advance, acknowledge, numTimers: () => timers.length }
}

const anySample = {} as Sample
function observe(update: number, views: readonly ViewName[]): Observation {
  return {
    update,
    ...Object.fromEntries(viewNames.map((view) => [view, views.includes(view) ? {} : null])),
  } as never
}

const viewsOf = (observation: Observation) => [
  observation.update,
  viewNames.filter((view) => observation[view] !== null),
]

describe('createWatcher', () => {
  it('sends the first updates at once', () => {
    const { batches, train } = setUp()
    train(1)
    expect(batches).toMatchObject([{ runId: 'r', firstUpdate: 0 }])
  })

  it('sends nothing more until the batch was acknowledged, however long that takes', () => {
    const { batches, events, train, advance, acknowledge, watcher } = setUp()
    train(1)
    for (let i = 0; i < 1000; i++) {
      train(10)
      watcher.sampled(anySample)
      advance(50)
    }
    expect(batches).toHaveLength(1)
    expect(events).toEqual(['run:batch', 'run:changed'])
    acknowledge()
    expect(batches).toHaveLength(2)
    expect(batches[1]).toMatchObject({ firstUpdate: 1 })
    expect(batches[1]!.columns.loss).toHaveLength(10_000)
  })

  it('sends at most 30 batches a second to the fastest window', () => {
    const { batches, train, advance, acknowledge } = setUp()
    for (let ms = 0; ms < 2000; ms++) {
      const before = batches.length
      train(5)
      advance(1)
      if (batches.length > before) acknowledge()
    }
    expect(batches.length).toBeGreaterThan(50)
    expect(batches.length).toBeLessThanOrEqual(61)
  })

  it('loses nothing and repeats nothing', () => {
    const { batches, log, train, advance, acknowledge } = setUp()
    for (let i = 1; i < 200; i++) {
      train(i)
      advance(i % 7 === 0 ? 40 : 3)
      if (i % 3 === 0) acknowledge()
    }
    while (batches.at(-1)!.firstUpdate + batches.at(-1)!.columns.loss.length < log.length) {
      acknowledge()
      advance(40)
    }
    const received = batches.flatMap(({ columns }) => [...columns.loss])
    expect(received).toEqual(Array.from({ length: log.length }, (_, i) => i))
  })

  it('limits a batch, so that a window that comes late catches up in pieces', () => {
    const { batches, train, advance, acknowledge } = setUp()
    train(1)
    train(100_000)
    for (let i = 0; i < 10; i++) {
      acknowledge()
      advance(40)
    }
    expect(Math.max(...batches.map(({ columns }) => columns.loss.length))).toBe(20_000)
    expect(batches.at(-1)).toMatchObject({ firstUpdate: 80_001 })
  })

  it('starts where the window asks, or at the end of the log if that comes first', () => {
    const { batches, train, advance, watcher, log } = setUp(4)
    expect(log.length).toBe(0)
    train(10)
    expect(batches[0]).toMatchObject({ firstUpdate: 0 })
    watcher.acknowledged(4)
    advance(40)
    expect(batches[1]).toMatchObject({ firstUpdate: 4 })
  })

  it('goes back when the window has less than it was sent, and never further than what it was sent', () => {
    const { batches, train, advance, watcher } = setUp()
    train(100)
    watcher.acknowledged(40)
    advance(40)
    expect(batches[1]).toMatchObject({ firstUpdate: 40 })
    watcher.acknowledged(5000)
    train(1)
    advance(40)
    expect(batches[2]).toMatchObject({ firstUpdate: 100 })
  })

  it('keeps only the newest sample for a busy window', () => {
    const { events, train, advance, acknowledge, watcher } = setUp()
    train(1)
    watcher.sampled(anySample)
    watcher.sampled(anySample)
    acknowledge()
    advance(40)
    expect(events.filter((name) => name === 'run:sample')).toHaveLength(1)
  })

  it('sends figures at most ten times a second', () => {
    const { events, train, advance, acknowledge } = setUp()
    for (let i = 0; i < 100; i++) {
      train(1)
      acknowledge()
      advance(34)
    }
    const count = events.filter((name) => name === 'run:changed').length
    expect(count).toBeGreaterThan(20)
    expect(count).toBeLessThanOrEqual(34)
  })

  it('is silent once disposed', () => {
    const { events, train, advance, acknowledge, watcher, numTimers } = setUp()
    train(1)
    acknowledge()
    train(1)
    watcher.dispose()
    train(1)
    advance(1000)
    expect(events.filter((name) => name === 'run:batch')).toHaveLength(1)
    expect(numTimers()).toBe(0)
  })

  it('keeps of the observations for a busy window only the newest of each view', () => {
    const { watcher, seen, train, acknowledge, advance } = setUp()
    train(1)
    for (let update = 1; update < 1000; update++) watcher.observed(observe(update, ['flow', 'gates']))
    watcher.observed(observe(1000, ['flow', 'memory']))
    expect(seen).toEqual([])
    acknowledge()
    advance(40)
    expect(seen.map(viewsOf)).toEqual([
      [999, ['gates']],
      [1000, ['flow', 'memory']],
    ])
  })

  it('keeps what a busy window has not seen of the very first update, with which pictures begin', () => {
    const { watcher, seen, train, acknowledge, advance } = setUp()
    train(1)
    for (let update = 0; update < 8; update++) watcher.observed(observe(update, ['flow']))
    acknowledge()
    advance(40)
    expect(seen.map(({ update }) => update)).toEqual([0, 7])
  })

  it('sends what was known before it came, with the first updates', () => {
    const known = [observe(3, ['gates']), observe(5, ['flow'])]
    const { watcher, events, seen, train } = setUp(0, known)
    train(6)
    watcher.observed(observe(9, ['gates', 'flow']))
    expect(events).toEqual(['run:observation', 'run:observation', 'run:batch', 'run:changed'])
    expect(seen).toEqual(known)
  })

  it('sends an observation of a paused run at once', () => {
    const { watcher, seen } = setUp()
    watcher.observed(observe(7, ['flow']))
    expect(seen.map(({ update }) => update)).toEqual([7])
  })
})
