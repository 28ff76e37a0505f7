import { describe, expect, it } from 'vitest'
import { experimentSchema } from '../../core/experiment/schema'
import type { Environment } from './environment'
import type { Checkpoint, WorkerReport, WorkerStart } from './messages'
import { startSession } from './session'
import { setUp } from './session.testing'
import { createTraining } from './training'

const start: WorkerStart = {
  experiment: experimentSchema.parse({
    task: { name: 'adding', seqLen: 8 },
    model: { cell: 'gru', hiddenSize: 4 },
    optimizer: { schedule: 'cosine' },
    clip: { mode: 'norm', threshold: 0.3 },
    train: { batch: 4, updates: 60, threads: 1 },
  }),
  ...{ speed: null, paused: true, watched: false, views: [] },
}

/** A real session whose callbacks run when it is told to go on, and what it reports. */
function sessionOf(changes: Partial<WorkerStart> = {}) {
  const reports: WorkerReport[] = []
  const waiting: (() => void)[] = []
  const env: Environment = {
    now: () => performance.now(),
    defer: (callback) => void waiting.push(callback),
    setTimer: () => () => undefined,
    post: (report) => void reports.push(structuredClone(report)),
  }
  const begun = { ...start, ...changes }
  const session = startSession(createTraining(begun, env), begun, env)
  return {
    session,
    goOn() {
      for (let next = waiting.shift(); next; next = waiting.shift()) next()
    },
    updates: () =>
      reports
        .filter((report) => report.type === 'batch')
        .flatMap(({ firstUpdate, columns: { loss, gradNorm, gradNormClipped } }) =>
          Array.from(loss, (value, i) => [firstUpdate + i, value, gradNorm[i], gradNormClipped[i]]),
        ),
    of: <T extends WorkerReport['type']>(type: T) =>
      reports.filter((report): report is Extract<WorkerReport, { type: T }> => report.type === type),
  }
}

/** The checkpoint after some updates, one of which tuned the learning rate. */
function checkpointAfter(updates: number): Checkpoint {
  const { session, of } = sessionOf()
  for (let update = 0; update < updates; update++) {
    if (update === 5) session.receive({ type: 'tune', tuning: { lr: 0.02 } })
    session.receive({ type: 'step' })
  }
  session.receive({ type: 'checkpoint' })
  return of('checkpoint')[0]!.checkpoint!
}

describe('a session that goes on from a checkpoint', () => {
  it('makes the updates that are missing, with the same bits, as if there had been no end', () => {
    const whole = sessionOf()
    for (let update = 0; update < 5; update++) whole.session.receive({ type: 'step' })
    whole.session.receive({ type: 'tune', tuning: { lr: 0.02 } })
    whole.session.receive({ type: 'resume' })
    whole.goOn()

    const { bytes } = checkpointAfter(23)
    const tuningEvents = whole.of('tuningEvents').flatMap(({ events }) => events)
    const rest = sessionOf({ checkpoints: [bytes], tuningEvents })
    expect(rest.of('ready')).toMatchObject([{ update: 23 }])
    rest.session.receive({ type: 'resume' })
    rest.goOn()
    expect(rest.updates()).toEqual(whole.updates().slice(23))
    expect(rest.of('state').at(-1)).toEqual(whole.of('state').at(-1))
  })

  it('says how far it is with the updates that it makes again', () => {
    const { bytes } = checkpointAfter(10)
    const { of } = sessionOf({ checkpoints: [bytes], until: 40 })
    expect(of('catchingUp')[0]).toEqual({ type: 'catchingUp', made: 0, planned: 30 })
    expect(sessionOf({ checkpoints: [bytes] }).of('catchingUp')).toEqual([])
  })

  it('tunes again what was tuned behind the checkpoint, at the same updates', () => {
    const whole = sessionOf()
    for (let update = 0; update < 30; update++) {
      if (update === 25) whole.session.receive({ type: 'tune', tuning: { clipThreshold: 0.1, lr: 0.1 } })
      whole.session.receive({ type: 'step' })
      if (update === 9) whole.session.receive({ type: 'checkpoint' })
    }
    const tuningEvents = whole.of('tuningEvents').flatMap(({ events }) => events)
    expect(tuningEvents.map(({ update }) => update)).toEqual([25, 25])
    for (const checkpoint of [whole.of('checkpoint')[0]!.checkpoint!.bytes, undefined]) {
      const rest = sessionOf({ tuningEvents, ...(checkpoint ? { checkpoints: [checkpoint] } : {}) })
      for (let update = checkpoint ? 10 : 0; update < 30; update++) rest.session.receive({ type: 'step' })
      expect(rest.updates()).toEqual(whole.updates().slice(checkpoint ? 10 : 0))
    }
  })

  it('is over at once where the run was', () => {
    const { session, goOn, of, updates } = sessionOf({ checkpoints: [checkpointAfter(60).bytes] })
    session.receive({ type: 'resume' })
    goOn()
    expect(updates()).toEqual([])
    expect(of('state').at(-1)?.state).toEqual({ status: 'done', update: 60, reason: 'updates' })
  })

  it('is not begun with bytes that are none', () => {
    expect(() => sessionOf({ checkpoints: [new Uint8Array(3)] })).toThrow('the file has 3 bytes')
  })
})

describe('a checkpoint that is asked for', () => {
  it('comes after every update before it', () => {
    const { session, advance, reports } = setUp()
    advance(3)
    session.receive({ type: 'checkpoint' })
    const [batch, checkpoint] = reports.slice(-2)
    if (batch?.type !== 'batch' || checkpoint?.type !== 'checkpoint') throw new Error('expected both')
    expect(checkpoint.checkpoint?.update).toBe(batch.firstUpdate + batch.columns.loss.length)
  })

  it('comes after the end too', () => {
    const { session, advance, of } = setUp({}, { updates: 4 })
    advance(1000)
    session.receive({ type: 'checkpoint' })
    expect(of('checkpoint')).toMatchObject([{ checkpoint: { update: 4 } }])
  })

  it('is none while an update is recomputed, which goes on', () => {
    const { session, advance, of } = setUp()
    advance(100)
    session.receive({ type: 'inspectUpdate', update: 20 })
    session.receive({ type: 'checkpoint' })
    expect(of('checkpoint')).toEqual([{ type: 'checkpoint', checkpoint: null }])
    advance(1000)
    expect(of('trace')).toMatchObject([{ trace: { ok: true } }])
  })
})

describe('a session that begins where other threads have left its run', () => {
  it('recomputes any update as if it had made it, and sees what the newest pass holds', () => {
    const views = ['flow', 'jacobian', 'norms', 'contributions'] as const
    const whole = sessionOf({ watched: true, views })
    const files = [7, 15, 22].map((updates) => checkpointAfter(updates).bytes)
    for (let update = 0; update < 25; update++) {
      if (update === 5) whole.session.receive({ type: 'tune', tuning: { lr: 0.02 } })
      whole.session.receive({ type: 'step' })
    }
    const tuningEvents = whole.of('tuningEvents').flatMap(({ events }) => events)
    const rest = sessionOf({ checkpoints: files, tuningEvents, until: 25, watched: true, views: ['flow'] })
    expect(rest.of('ready')).toMatchObject([{ update: 25 }])
    expect(rest.of('batch')).toEqual([])
    for (const { session, goOn } of [whole, rest]) {
      session.receive({ type: 'observe', views })
      for (const update of [24, 3, 15]) {
        session.receive({ type: 'inspectUpdate', update })
        goOn()
      }
      session.receive({ type: 'recompute', views: ['flow'], updates: [0, 9, 21] })
      goOn()
    }
    expect(rest.of('trace')).toEqual(whole.of('trace'))
    expect(rest.of('recomputed')).toEqual(whole.of('recomputed'))
    const newest = (session: typeof rest) => {
      const seen = session.of('observation').filter(({ observation }) => observation.update === 24)
      return seen.map(({ observation: { flow, jacobian, norms, contributions } }) => ({
        ...{ flow, jacobian, norms, contributions },
      }))
    }
    expect(newest(rest)[0]).toMatchObject({ norms: expect.anything(), jacobian: expect.anything() })
    const merged = (session: typeof rest) => Object.assign({}, ...newest(session).map(known))
    expect(merged(rest)).toEqual(merged(whole))
    expect(rest.of('sample').at(-1)).toEqual(whole.of('sample').at(-1))
  })

  it('observes nothing of an update whose passes another thread has made', () => {
    const { session, goOn, of } = sessionOf({
      checkpoints: [checkpointAfter(9).bytes],
      ...{ watched: true, views: ['flow', 'states'] },
    })
    session.receive({ type: 'observe', views: ['flow', 'states', 'norms'] })
    session.receive({ type: 'inspectUpdate', update: 4 })
    goOn()
    expect(of('trace')).toMatchObject([{ trace: { ok: true } }])
    expect(of('observation')).toEqual([])
    session.receive({ type: 'step' })
    expect(of('observation').at(-1)).toMatchObject({ observation: { update: 9 } })
  })

  it('diverges again where the run did, and opens that update', () => {
    const experiment = experimentSchema.parse({
      ...start.experiment,
      model: { cell: 'residual', hiddenSize: 4 },
      optimizer: { name: 'sgd', lr: 10 },
      clip: { mode: 'none' },
    })
    const whole = sessionOf({ experiment })
    whole.session.receive({ type: 'resume' })
    whole.goOn()
    const state = whole.of('state').at(-1)!.state
    expect(state.status).toBe('diverged')
    const rest = sessionOf({ experiment, until: state.update })
    rest.session.receive({ type: 'step' })
    for (const { session, goOn } of [whole, rest]) {
      session.receive({ type: 'inspectNext' })
      goOn()
    }
    expect(rest.of('state').at(-1)).toEqual(whole.of('state').at(-1))
    expect(rest.of('trace').at(-1)).toEqual(whole.of('trace').at(-1))
  })
})

/** The views that were observed. */
function known<T extends object>(observation: T): Partial<T> {
  return Object.fromEntries(Object.entries(observation).filter(([, data]) => data !== null)) as Partial<T>
}
