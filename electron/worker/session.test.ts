import { describe, expect, it } from 'vitest'
import { setUp } from './session.testing'

describe('startSession', () => {
  it('says that it is ready before anything else', () => {
    const { reports } = setUp()
    expect(reports[0]).toEqual({ type: 'ready', numParameters: 12, baseline: 0.25, update: 0 })
  })

  it('receives its messages at least every 8 ms of training, or after every longer update', () => {
    const fast = setUp({}, { msPerUpdate: 3 })
    fast.advance(1)
    expect(fast.now()).toBeLessThanOrEqual(8 + 3)
    const slow = setUp({}, { msPerUpdate: 50 })
    slow.advance(1)
    expect(slow.made()).toBe(1)
  })

  it('sends at most 30 batches a second, with every update once and in order', () => {
    const { advance, of, made } = setUp({}, { msPerUpdate: 0.25 })
    advance(10_000)
    const batches = of('batch')
    expect(batches.length).toBeGreaterThan(200)
    expect(batches.length).toBeLessThanOrEqual(301)
    let next = 0
    for (const { firstUpdate, columns } of batches) {
      expect(firstUpdate).toBe(next)
      expect(columns.loss[0]).toBe(1 / (next + 1))
      next += columns.loss.length
    }
    expect(made() - next).toBeLessThan(200)
  })

  it('states the median time of an update', () => {
    const { advance, of } = setUp({}, { msPerUpdate: 2 })
    advance(1000)
    expect(of('batch').at(-1)).toMatchObject({ msPerUpdate: 2 })
  })

  it('ends with the last updates, the sample and the state, and releases its helpers', () => {
    const { advance, reports, releases } = setUp({}, { updates: 100 })
    advance(1000)
    expect(reports.slice(-3).map(({ type }) => type)).toEqual(['batch', 'sample', 'state'])
    expect(reports.at(-1)).toEqual({
      type: 'state',
      state: { status: 'done', update: 100, reason: 'updates' },
    })
    expect(releases()).toBe(1)
  })

  it('pauses, answers even if it was paused before, and makes no update until it is resumed', () => {
    const { session, advance, of, made } = setUp()
    advance(20)
    session.receive({ type: 'pause' })
    session.receive({ type: 'pause' })
    const paused = { type: 'state', state: { status: 'paused', update: made() } }
    expect(of('state')).toEqual([paused, paused])
    expect(of('sample')).toHaveLength(1)
    for (const { columns } of of('batch')) expect(columns.loss.length).toBeGreaterThan(0)
    const before = made()
    advance(1000)
    expect(made()).toBe(before)
    session.receive({ type: 'resume' })
    session.receive({ type: 'resume' })
    expect(of('state').slice(2)).toHaveLength(2)
    advance(1050)
    expect(made()).toBeGreaterThan(before)
    expect(made()).toBeLessThan(before + 60)
  })

  it('makes one update a step and stays paused, also when it was running', () => {
    const { session, advance, of, made } = setUp()
    advance(20)
    const before = made()
    session.receive({ type: 'step' })
    session.receive({ type: 'step' })
    advance(1000)
    expect(made()).toBe(before + 2)
    expect(of('state').map(({ state }) => state)).toEqual([
      { status: 'paused', update: before + 1 },
      { status: 'paused', update: before + 2 },
    ])
  })

  it('starts paused if asked, and reports the end that a step reaches', () => {
    const { session, advance, of } = setUp({ paused: true }, { updates: 2 })
    advance(1000)
    session.receive({ type: 'step' })
    session.receive({ type: 'step' })
    session.receive({ type: 'step' })
    expect(of('state').map(({ state }) => state.status)).toEqual(['paused', 'done'])
    expect(of('batch')).toHaveLength(2)
  })

  it('keeps a speed, also one that changes on the way', () => {
    const { session, advance, made } = setUp({ speed: 10 }, { msPerUpdate: 0.5 })
    advance(5000)
    expect(made()).toBe(50)
    session.receive({ type: 'speed', speed: 100 })
    advance(6000)
    expect(Math.abs(made() - 150)).toBeLessThanOrEqual(1)
    session.receive({ type: 'speed', speed: null })
    advance(7000)
    expect(made()).toBeGreaterThan(2000)
  })

  it('takes a new speed while it is paused, which holds when it goes on', () => {
    const { session, advance, made } = setUp({ speed: 10, paused: true })
    session.receive({ type: 'speed', speed: 100 })
    advance(1000)
    expect(made()).toBe(0)
    session.receive({ type: 'resume' })
    advance(2000)
    expect(made()).toBe(100)
  })

  it('makes no update because its speed is changed', () => {
    const { session, advance, made } = setUp({ speed: 1 })
    advance(500)
    for (const speed of [2, 1, 2, 1]) session.receive({ type: 'speed', speed })
    advance(900)
    expect(made()).toBe(1)
  })

  it.each([null, 1])(
    'leaves nothing that waits when it is paused, nor when it has ended, at speed %s',
    (speed) => {
      const { session, advance, pending } = setUp({ speed })
      advance(20)
      session.receive({ type: 'pause' })
      advance(100)
      expect(pending()).toBe(0)
      session.receive({ type: 'resume' })
      session.receive({ type: 'stop' })
      advance(1100)
      expect(pending()).toBe(0)
    },
  )

  it('shows every update of a slow run as soon as it is made', () => {
    const { advance, of } = setUp({ speed: 2 })
    advance(1999)
    expect(of('batch').map(({ firstUpdate }) => firstUpdate)).toEqual([0, 1, 2, 3])
  })

  it('hands new values to the trainer between two updates, and answers with the tuning events', () => {
    const { session, advance, of, tunings, made } = setUp()
    advance(20)
    const update = made()
    session.receive({ type: 'tune', tuning: { lr: 0.5 } })
    expect(tunings).toEqual([{ lr: 0.5, update }])
    expect(of('tuningEvents')).toEqual([
      { type: 'tuningEvents', events: [{ update, field: 'optimizer.lr', from: 0.1, to: 0.5 }] },
    ])
  })

  it('has the network make something after updates of its own, at its end, and as a person wants it', () => {
    const { advance, of, session } = setUp({}, { updates: 25, makesEvery: 10 })
    advance(1000)
    const texts = () =>
      of('observation').flatMap(({ observation: { update, written } }) =>
        written ? [`${update} ${written.writing.temperature}`] : [],
      )
    expect(texts()).toEqual(['9 0.8', '19 0.8', '24 0.8'])
    const writing = { length: 3, temperature: 0, topK: null, prompt: '', seed: 0 }
    session.receive({ type: 'write', writing })
    expect(texts().at(-1)).toBe('24 0')
    expect(of('written')).toEqual([{ type: 'written', written: { ok: true, value: null } }])
    session.receive({ type: 'write', writing: { ...writing, prompt: 'Z' } })
    expect(of('written').at(-1)!.written).toMatchObject({
      error: { reason: { code: 'unreadCharacter' } },
    })
  })

  it('writes nothing before its first update', () => {
    const { of, session } = setUp({ paused: true })
    const writing = { length: 3, temperature: 0, topK: null, prompt: '', seed: 0 }
    session.receive({ type: 'write', writing })
    expect(of('written')).toMatchObject([{ written: { error: { reason: { code: 'nothingLearned' } } } }])
  })

  it('is done right after its last update, also when the next one would come much later', () => {
    const { advance, of } = setUp({ speed: 1 }, { updates: 2 })
    advance(1010)
    expect(of('state').map(({ state }) => state.status)).toEqual(['done'])
  })

  it('samples at most five times a second, and only while somebody watches', () => {
    const { session, advance, of } = setUp()
    advance(2000)
    expect(of('sample')).toHaveLength(0)
    session.receive({ type: 'watched', watched: true })
    advance(4000)
    expect(of('sample').length).toBeGreaterThanOrEqual(9)
    expect(of('sample').length).toBeLessThanOrEqual(11)
    session.receive({ type: 'watched', watched: false })
    advance(6000)
    expect(of('sample').length).toBeLessThanOrEqual(11)
  })

  it('stops when asked, with everything until then', () => {
    const { session, advance, reports, of, made, releases } = setUp()
    advance(20)
    session.receive({ type: 'stop' })
    session.receive({ type: 'stop' })
    advance(1000)
    expect(reports.at(-1)).toEqual({ type: 'state', state: { status: 'stopped', update: made() } })
    expect(of('state')).toHaveLength(1)
    expect(of('batch').reduce((sum, { columns }) => sum + columns.loss.length, 0)).toBe(made())
    expect(releases()).toBe(1)
  })

  it('tells that it was stopped before it sends its views: whoever starts another run does not wait for them', () => {
    const { session, advance, reports } = setUp({ watched: true })
    advance(20)
    session.receive({ type: 'stop' })
    expect(reports.slice(-2).map(({ type }) => type)).toEqual(['state', 'observation'])
  })
})
