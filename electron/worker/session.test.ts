import { describe, expect, it } from 'vitest'
import { defaultExperiment } from '../../core/contract/defaults'
import type { Observation } from '../../core/contract/observation'
import type { ViewName } from '../../core/contract/views'
import { viewNames } from '../../core/contract/views'
import type { Sample } from '../../core/contract/run'
import type { WorkerReport, WorkerStart } from '../../core/contract/worker'
import type { Surroundings, Trainable } from './session'
import { startSession } from './session'

const oneStep: Omit<Sample, 'update'> = {
  seqLen: 1,
  inputSize: 1,
  outputSize: 1,
  loss: 'mse',
  input: new Float64Array(1),
  target: new Float64Array(1),
  prediction: new Float64Array(1),
}

/** An observation that says which views it holds, and before which update the weights were kept. */
function pictureOf(update: number, views: readonly ViewName[], kept: number): Observation {
  const shown = Object.fromEntries(viewNames.map((view) => [view, views.includes(view) ? { kept } : null]))
  return { update, ...shown } as unknown as Observation
}
const shownIn = (observation: Observation) => viewNames.filter((view) => observation[view] !== null)

/** A thread whose clock moves only while an update is made or a timer is waited for. */
function setUp(
  settings: Partial<WorkerStart> = {},
  { msPerUpdate = 1, updates = Infinity, msPerView = 0, divergesAt = Infinity, isTooLarge = false } = {},
) {
  let now = 0
  let made = 0
  let isClosed = false
  const tunings: unknown[] = []
  const reports: WorkerReport[] = []
  const queue: { at: number; callback: () => void }[] = []
  /** The update that the weights were kept before. */
  let kept = -1
  const observer: Trainable['observer'] = {
    before: () => void (kept = made),
    observe(views, done) {
      for (const view of views) {
        now += msPerView
        done?.(view)
      }
      return pictureOf(made - 1, views, kept)
    },
    observeDivergence: (views, { update }) => [pictureOf(update, views, kept)],
  }
  const trainer: Trainable = {
    observer,
    startTrace() {
      if (isTooLarge) throw new RangeError('too large')
      const first = made
      return { finish: () => ({ update: made - 1, made: made - first }) as never }
    },
    numParameters: 12,
    baseline: 0.25,
    updates: {
      next() {
        if (made === updates) {
          const end = { update: made, loss: 0, clippedShare: 0.5 }
          return { done: true, value: { status: 'done', reason: 'updates', ...end } }
        }
        if (made === divergesAt) {
          const divergence = { update: made, tensor: 'loss', step: null, value: 'NaN' }
          const end = { update: made, loss: 0, clippedShare: 0.5, divergence }
          return { done: true, value: { status: 'diverged', reason: 'divergence', ...end } }
        }
        now += msPerUpdate
        const loss = 1 / ++made
        const clipped = made % 2 === 0
        return { value: { update: made - 1, loss, gradNorm: 2, gradNormClipped: 1, clipped, lr: 0.1 } }
      },
    },
    isOver: () => made === updates,
    tune(tuning) {
      tunings.push({ ...tuning, update: made })
      return [{ update: made, field: 'optimizer.lr', from: 0.1, to: tuning.lr ?? 0 }]
    },
    sample: () => ({ update: made - 1, ...oneStep }),
  }
  const around: Surroundings = {
    now: () => now,
    soon: (callback) => void queue.push({ at: now, callback }),
    later(callback, ms) {
      const timer = { at: now + ms, callback }
      queue.push(timer)
      return () => void queue.splice(queue.indexOf(timer), 1)
    },
    post: (report) => void reports.push(report),
    close: () => void (isClosed = true),
  }
  const start = { experiment: defaultExperiment(), speed: null, paused: false, watched: false, ...settings }
  const session = startSession(trainer, start, around)

  /** Runs callbacks until that time, or until there are none. */
  function advance(until: number): void {
    for (;;) {
      const next = queue.reduce<(typeof queue)[number] | undefined>(
        (first, entry) => (!first || entry.at < first.at ? entry : first),
        undefined,
      )
      if (!next || Math.max(next.at, now) >= until) break
      now = Math.max(now, next.at)
      queue.splice(queue.indexOf(next), 1)
      next.callback()
    }
    now = Math.max(now, until)
  }
  const of = <T extends WorkerReport['type']>(type: T) =>
    reports.filter((report): report is Extract<WorkerReport, { type: T }> => report.type === type)
  return {
    session,
    advance,
    reports,
    of,
    tunings,
    made: () => made,
    now: () => now,
    isClosed: () => isClosed,
  }
}

describe('startSession', () => {
  it('says that it is ready before anything else', () => {
    const { reports } = setUp()
    expect(reports[0]).toEqual({ type: 'ready', numParameters: 12, baseline: 0.25 })
  })

  it('looks at its messages at least every 8 ms of training, or after every longer update', () => {
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

  it('states the median time of an update and the share of clipped ones', () => {
    const { advance, of } = setUp({}, { msPerUpdate: 2 })
    advance(1000)
    expect(of('batch').at(-1)).toMatchObject({ msPerUpdate: 2 })
    expect(of('batch').at(-1)?.clippedShare).toBeCloseTo(0.5, 2)
  })

  it('ends with the last updates, the sample and the state, and lets the thread go', () => {
    const { advance, reports, isClosed } = setUp({}, { updates: 100 })
    advance(1000)
    expect(reports.slice(-3).map(({ type }) => type)).toEqual(['batch', 'sample', 'state'])
    expect(reports.at(-1)).toEqual({
      type: 'state',
      state: { status: 'done', update: 100, reason: 'updates' },
    })
    expect(isClosed()).toBe(true)
  })

  it('pauses, answers even if it was paused before, and makes no update until it is resumed', () => {
    const { session, advance, of, made } = setUp()
    advance(20)
    session.receive({ type: 'pause' })
    session.receive({ type: 'pause' })
    const paused = { type: 'state', state: { status: 'paused', update: made() } }
    expect(of('state')).toEqual([paused, paused])
    expect(of('sample')).toHaveLength(1)
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

  it('shows every update of a slow run as soon as it is made', () => {
    const { advance, of } = setUp({ speed: 2 })
    advance(1999)
    expect(of('batch').map(({ firstUpdate }) => firstUpdate)).toEqual([0, 1, 2, 3])
  })

  it('hands new values to the trainer between two updates, and answers with their marks', () => {
    const { session, advance, of, tunings, made } = setUp()
    advance(20)
    const update = made()
    session.receive({ type: 'tune', tuning: { lr: 0.5 } })
    expect(tunings).toEqual([{ lr: 0.5, update }])
    expect(of('marks')).toEqual([
      { type: 'marks', marks: [{ update, field: 'optimizer.lr', from: 0.1, to: 0.5 }] },
    ])
  })

  it('is done right after its last update, also when the next one would come much later', () => {
    const { advance, of } = setUp({ speed: 1 }, { updates: 2 })
    advance(1010)
    expect(of('state').map(({ state }) => state.status)).toEqual(['done'])
  })

  it('samples at most five times a second, and only while somebody looks', () => {
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
    const { session, advance, reports, of, made, isClosed } = setUp()
    advance(20)
    session.receive({ type: 'stop' })
    session.receive({ type: 'stop' })
    advance(1000)
    expect(reports.at(-1)).toEqual({ type: 'state', state: { status: 'stopped', update: made() } })
    expect(of('state')).toHaveLength(1)
    expect(of('batch').reduce((sum, { columns }) => sum + columns.loss.length, 0)).toBe(made())
    expect(isClosed()).toBe(true)
  })
})

describe('what a session lets others see', () => {
  const cheap = ['flow', 'norms', 'gates', 'states'] as const
  const dear = ['jacobian', 'spectrum', 'histograms', 'memory'] as const

  it('is nothing as long as nobody looks', () => {
    const { advance, of } = setUp({}, { updates: 500 })
    advance(1000)
    expect(of('observation')).toEqual([])
  })

  it('is the newest update, cheap views at most 20 and dear ones at most 4 times a second', () => {
    const { session, advance, of, made } = setUp()
    session.receive({ type: 'observe', views: viewNames })
    advance(10_000)
    const seen = of('observation').map(({ observation }) => observation)
    const times = (view: ViewName) => seen.filter((observation) => observation[view] !== null).length
    for (const view of cheap) {
      expect(times(view)).toBeGreaterThan(150)
      expect(times(view)).toBeLessThanOrEqual(201)
    }
    for (const view of dear) {
      expect(times(view)).toBeGreaterThan(30)
      expect(times(view)).toBeLessThanOrEqual(41)
    }
    expect(made() - seen.at(-1)!.update).toBeLessThan(60)
  })

  it('takes at most the budget from training, however dear it is', () => {
    const { session, advance, made } = setUp({}, { msPerView: 20 })
    session.receive({ type: 'observe', views: viewNames })
    advance(60_000)
    expect(made()).toBeGreaterThan(0.92 * 60_000)
  })

  it('may take all the time that a slow run has to spare', () => {
    const { session, advance, of } = setUp({ speed: 2 }, { msPerView: 20 })
    session.receive({ type: 'observe', views: viewNames })
    advance(5000)
    const whole = of('observation').filter(({ observation }) => shownIn(observation).length === 8)
    expect(whole.length).toBeGreaterThanOrEqual(9)
  })

  it('compares with the weights from before that very update', () => {
    const { session, advance, of } = setUp({}, { msPerUpdate: 0.01 })
    session.receive({ type: 'observe', views: ['norms'] })
    advance(2000)
    session.receive({ type: 'pause' })
    const seen = of('observation')
    expect(seen.length).toBeGreaterThan(20)
    for (const { observation } of seen) expect(observation.norms).toEqual({ kept: observation.update })
  })

  it('is complete at a pause, after the state, and not repeated by a second pause', () => {
    const { session, advance, reports, of, made } = setUp()
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

  it('is complete at every step', () => {
    const { session, of } = setUp({ paused: true }, { msPerView: 50 })
    session.receive({ type: 'observe', views: viewNames })
    expect(of('observation')).toEqual([])
    for (let i = 0; i < 3; i++) session.receive({ type: 'step' })
    expect(of('observation').map(({ observation }) => observation.update)).toEqual([0, 1, 2])
    for (const { observation } of of('observation')) expect(shownIn(observation)).toHaveLength(8)
  })

  it('comes at once when a paused run is looked at, without what was seen already', () => {
    const { session, of } = setUp({ paused: true })
    session.receive({ type: 'step' })
    expect(of('observation')).toEqual([])
    session.receive({ type: 'observe', views: ['flow'] })
    session.receive({ type: 'observe', views: ['flow', 'gates'] })
    expect(of('observation').map(({ observation }) => shownIn(observation))).toEqual([['flow'], ['gates']])
  })

  it('is every view at the end of a watched run, of its last update, before the state', () => {
    const { advance, reports, of } = setUp({ watched: true }, { updates: 2000, msPerUpdate: 0.01 })
    advance(1000)
    expect(of('observation').map(({ observation }) => observation.update)).toEqual([1999])
    expect(shownIn(of('observation')[0]!.observation)).toHaveLength(8)
    expect(reports.slice(-2).map(({ type }) => type)).toEqual(['observation', 'state'])
  })

  it('has the weights from before the last update too', () => {
    const { session, advance, of } = setUp({ watched: true }, { updates: 2000, msPerUpdate: 0.003 })
    session.receive({ type: 'observe', views: ['norms'] })
    advance(1000)
    expect(of('observation').at(-1)!.observation).toMatchObject({ update: 1999, norms: { kept: 1999 } })
  })

  it('is the update that failed, where a watched run diverged', () => {
    const { advance, of } = setUp({ watched: true }, { divergesAt: 30 })
    advance(1000)
    expect(of('observation').map(({ observation }) => observation.update)).toEqual([30])
  })
})

describe('inspecting', () => {
  it('pauses, makes one update and answers with its trace, then with the state', () => {
    const { session, advance, of, made, reports } = setUp()
    advance(20)
    const before = made()
    session.receive({ type: 'inspect' })
    advance(1000)
    expect(made()).toBe(before + 1)
    expect(of('trace')).toEqual([{ type: 'trace', trace: { ok: true, value: { update: before, made: 1 } } }])
    expect(of('state')).toEqual([{ type: 'state', state: { status: 'paused', update: before + 1 } }])
    expect(reports.at(-1)?.type).toBe('state')
  })

  it('gives the trace of the last update too, before the end', () => {
    const { session, of } = setUp({ paused: true }, { updates: 1 })
    session.receive({ type: 'inspect' })
    expect(of('trace')).toHaveLength(1)
    expect(of('state').map(({ state }) => state.status)).toEqual(['done'])
  })

  it('makes no update that would be too large to record, and says so', () => {
    const { session, of, made } = setUp({ paused: true }, { isTooLarge: true })
    session.receive({ type: 'inspect' })
    expect(made()).toBe(0)
    expect(of('trace')[0]!.trace).toMatchObject({ ok: false, error: { message: 'too large' } })
    expect(of('state').map(({ state }) => state)).toEqual([{ status: 'paused', update: 0 }])
  })

  it('ends as the run does where the update diverges', () => {
    const { session, of } = setUp({ paused: true }, { divergesAt: 0 })
    session.receive({ type: 'inspect' })
    expect(of('trace')).toEqual([])
    expect(of('state').map(({ state }) => state.status)).toEqual(['diverged'])
  })
})
