import { describe, expect, it } from 'vitest'
import type { Observation } from '../../core/contract/observation'
import type { Batch, RunSummary, Sample } from '../../core/contract/run'
import { createDiagnosticsHistory } from './diagnosticsHistory'
import { createManualClock } from './manualClock.testing'
import { contentOf, observationOf } from './observation.testing'
import { createMemoryLog } from './runLog'
import { createRunStream } from './runStream'
import { RecordingWindow } from './window.testing'

/** The stream of a run that has made so many updates, each with its number as the loss. */
function setUp(from = 0, known: readonly Observation[] = [], sample: Sample | null = null, updates = 0) {
  const { clock, advance, numTimers } = createManualClock()
  const log = createMemoryLog()
  const append = (count: number) => {
    const column = () => Float64Array.from({ length: count }, (_, i) => log.length + i)
    log.append(log.length, { loss: column(), gradNorm: column(), gradNormClipped: column(), lr: column() })
  }
  append(updates)
  const window = new RecordingWindow()
  const summary = () => ({}) as RunSummary
  const diagnostics = createDiagnosticsHistory()
  const stream = createRunStream({
    ...{ runId: 'r', log, from, summary, clock, send: window.send },
    ...{ sample, observations: known, diagnostics },
  })
  const train = (count: number) => {
    append(count)
    stream.logged()
  }
  const acknowledge = () => stream.acknowledged(endOf(window.batches.at(-1)!))
  return { stream, diagnostics, log, window, train, advance, acknowledge, numTimers }
}

const endOf = ({ firstUpdate, columns }: Batch) => firstUpdate + columns.loss.length

const sampleOf = (update: number) => ({ update }) as Sample

describe('the stream of a run', () => {
  it('sends the first updates at once', () => {
    const { window, train } = setUp()
    train(1)
    expect(window.batches).toMatchObject([{ runId: 'r', firstUpdate: 0 }])
  })

  it('sends nothing more until the batch was acknowledged, however long that takes', () => {
    const { window, train, advance, acknowledge, stream } = setUp()
    train(1)
    for (let i = 0; i < 1000; i++) {
      train(10)
      stream.sampled(sampleOf(i))
      advance(50)
    }
    expect(window.names).toEqual(['run:batch', 'run:changed'])
    acknowledge()
    expect(window.batches).toHaveLength(2)
    expect(window.batches[1]).toMatchObject({ firstUpdate: 1 })
    expect(window.batches[1]!.columns.loss).toHaveLength(10_000)
  })

  it('sends at most 30 batches a second to the fastest window', () => {
    const { window, train, advance, acknowledge } = setUp()
    for (let ms = 0; ms < 2000; ms++) {
      const before = window.batches.length
      train(5)
      advance(1)
      if (window.batches.length > before) acknowledge()
    }
    expect(window.batches.length).toBeGreaterThan(50)
    expect(window.batches.length).toBeLessThanOrEqual(61)
  })

  it('sends what came meanwhile a thirtieth of a second after the batch before, and waits with one timer', () => {
    const { window, train, advance, acknowledge, numTimers } = setUp()
    train(1)
    acknowledge()
    train(1)
    train(1)
    expect(numTimers()).toBe(1)
    advance(33)
    expect(window.batches).toHaveLength(1)
    advance(1)
    expect(window.batches).toHaveLength(2)
    expect(window.batches[1]!.columns.loss).toHaveLength(2)
    expect(numTimers()).toBe(0)
  })

  it('loses nothing and repeats nothing', () => {
    const { window, log, train, advance, acknowledge } = setUp()
    for (let i = 1; i < 200; i++) {
      train(i)
      advance(i % 7 === 0 ? 40 : 3)
      if (i % 3 === 0) acknowledge()
    }
    const isBehind = () => {
      const { firstUpdate, columns } = window.batches.at(-1)!
      return firstUpdate + columns.loss.length < log.length
    }
    while (isBehind()) {
      acknowledge()
      advance(40)
    }
    const received = window.batches.flatMap(({ columns }) => [...columns.loss])
    expect(received).toEqual(Array.from({ length: log.length }, (_, i) => i))
  })

  it('limits a batch, so that a window that comes late catches up in pieces', () => {
    const { window, train, advance, acknowledge } = setUp()
    train(1)
    train(350_000)
    for (let i = 0; i < 10; i++) {
      acknowledge()
      advance(40)
    }
    expect(Math.max(...window.batches.map(({ columns }) => columns.loss.length))).toBe(100_000)
    expect(window.batches.at(-1)).toMatchObject({ firstUpdate: 300_001 })
  })

  it('sends what a long log looks like before the first stretch, to a window that has nothing of it', () => {
    const { stream, window, advance } = setUp(0, [], null, 250_000)
    stream.logged()
    advance(1000)
    expect(window.names).toEqual(['run:overview'])
    expect(window.sent[0]!.payload).toMatchObject({ runId: 'r', length: 250_000 })
    stream.acknowledged(0)
    expect(window.batches).toMatchObject([{ firstUpdate: 0 }])
    const { stream: other, window: knowing } = setUp(1, [], null, 250_000)
    other.logged()
    expect(knowing.names).toEqual(['run:batch', 'run:changed'])
  })

  it('sends nothing of a log that cannot be read now, and all of it once it can', () => {
    const { window, train, log, advance } = setUp()
    const { read } = log
    Object.assign(log, { read: () => read(0, 0) })
    train(5)
    advance(1000)
    expect(window.sent).toEqual([])
    Object.assign(log, { read })
    train(1)
    expect(window.batches.map(endOf)).toEqual([6])
  })

  it('begins at the update that the window asks for', () => {
    const { window, stream } = setUp(4, [], null, 10)
    stream.logged()
    expect([...window.batches[0]!.columns.loss]).toEqual([4, 5, 6, 7, 8, 9])
    expect(window.batches[0]!.firstUpdate).toBe(4)
  })

  it('begins at the end of the log where the window asks for more', () => {
    const { window, train, advance, stream } = setUp(4)
    train(10)
    expect(window.batches[0]).toMatchObject({ firstUpdate: 0 })
    stream.acknowledged(4)
    advance(40)
    expect(window.batches[1]).toMatchObject({ firstUpdate: 4 })
  })

  it('goes back when the window has less than it was sent, and never further than what it was sent', () => {
    const { window, train, advance, stream } = setUp()
    train(100)
    stream.acknowledged(40)
    advance(40)
    expect(window.batches[1]).toMatchObject({ firstUpdate: 40 })
    stream.acknowledged(5000)
    train(1)
    advance(40)
    expect(window.batches[2]).toMatchObject({ firstUpdate: 100 })
  })

  it('takes an acknowledgement once', () => {
    const { window, train, advance, stream } = setUp()
    train(10)
    stream.acknowledged(10)
    stream.acknowledged(3)
    train(1)
    advance(40)
    expect(window.batches[1]).toMatchObject({ firstUpdate: 10 })
  })

  it('keeps only the newest sample for a busy window, and sends it once', () => {
    const { window, train, advance, acknowledge, stream } = setUp()
    train(1)
    stream.sampled(sampleOf(1))
    stream.sampled(sampleOf(2))
    for (let i = 0; i < 3; i++) {
      acknowledge()
      train(1)
      advance(40)
    }
    const samples = window.sent.filter(({ name }) => name === 'run:sample')
    expect(samples).toEqual([{ name: 'run:sample', payload: { runId: 'r', sample: sampleOf(2) } }])
  })

  it('sends the sample that was known before it began', () => {
    const { window, stream } = setUp(0, [], sampleOf(7))
    stream.logged()
    expect(window.sent).toEqual([{ name: 'run:sample', payload: { runId: 'r', sample: sampleOf(7) } }])
  })

  it('sends figures at most ten times a second', () => {
    const { window, train, advance, acknowledge } = setUp()
    for (let i = 0; i < 100; i++) {
      train(1)
      acknowledge()
      advance(34)
    }
    const count = window.names.filter((name) => name === 'run:changed').length
    expect(count).toBeGreaterThan(20)
    expect(count).toBeLessThanOrEqual(34)
  })

  it('is silent once disposed, whether a message was due or not', () => {
    const isDue = [true, false]
    for (const isTimerSet of isDue) {
      const { window, train, advance, acknowledge, stream, numTimers } = setUp()
      train(1)
      acknowledge()
      if (isTimerSet) train(1)
      stream.dispose()
      expect(numTimers()).toBe(0)
      const before = window.names
      advance(1000)
      train(1)
      stream.sampled(sampleOf(1))
      stream.observed(observationOf(1, ['flow']))
      stream.acknowledged(1)
      advance(1000)
      expect(window.names).toEqual(before)
      expect(numTimers()).toBe(0)
    }
  })

  it('is silent where it is disposed with a batch on its way, also when that is acknowledged', () => {
    const { window, train, advance, acknowledge, stream } = setUp()
    train(1)
    train(1)
    stream.dispose()
    advance(1000)
    acknowledge()
    expect(window.batches).toHaveLength(1)
  })

  it('keeps of the observations for a busy window only the newest of each view', () => {
    const { stream, window, train, acknowledge, advance } = setUp()
    train(1)
    for (let update = 1; update < 1000; update++)
      stream.observed(observationOf(update, ['histograms', 'states']))
    stream.observed(observationOf(1000, ['histograms', 'memory']))
    expect(window.observations).toEqual([])
    acknowledge()
    advance(40)
    expect(window.observations.map(contentOf)).toEqual([
      [999, ['states']],
      [1000, ['histograms', 'memory']],
    ])
  })

  it('keeps what a busy window has not seen of the very first update, with which charts begin', () => {
    const { stream, window, train, acknowledge, advance } = setUp()
    train(1)
    for (let update = 0; update < 8; update++) stream.observed(observationOf(update, ['histograms']))
    acknowledge()
    advance(40)
    expect(window.observations.map(({ update }) => update)).toEqual([0, 7])
  })

  it('sends what was observed before it began, with the first updates', () => {
    const known = [observationOf(3, ['gates']), observationOf(5, ['flow'])]
    const { stream, window, train } = setUp(0, known)
    train(6)
    stream.observed(observationOf(9, ['gates', 'flow']))
    expect(window.names).toEqual(['run:observation', 'run:observation', 'run:batch', 'run:changed'])
    expect(window.observations).toEqual(known)
  })

  it('sends the whole history of what was recorded, then what is added to it, oldest first', () => {
    const { stream, diagnostics, window, train, acknowledge, advance } = setUp()
    for (let update = 0; update < 10; update++) diagnostics.add(observationOf(update, ['flow', 'states']))
    train(1)
    expect(window.observations.map(contentOf)).toEqual(
      Array.from({ length: 10 }, (_, update) => [update, ['flow']]),
    )
    for (let update = 10; update < 13; update++) diagnostics.add(observationOf(update, ['flow']))
    stream.observed(observationOf(11, ['states']))
    acknowledge()
    advance(40)
    expect(window.observations.slice(10).map(contentOf)).toEqual([
      [10, ['flow']],
      [11, ['flow']],
      [11, ['states']],
      [12, ['flow']],
    ])
  })

  it('sends an observation of a paused run at once, and once', () => {
    const { stream, window } = setUp()
    stream.observed(observationOf(7, ['flow']))
    stream.logged()
    expect(window.observations.map(({ update }) => update)).toEqual([7])
  })
})
