import { reason } from '../../core/contract/reasons'
import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defaultExperiment } from '../../core/experiment/defaults'
import type { RunState } from '../../core/contract/run'
import type { Thread, WorkerCommand, WorkerReport, WorkerStart } from '../worker/messages'
import { startHost } from './runHost'

/** A thread whose reports are given by the test. */
class ScriptedThread extends EventEmitter implements Thread {
  readonly commands: WorkerCommand[] = []
  terminated = 0
  postMessage(command: WorkerCommand): void {
    this.commands.push(command)
  }
  terminate(): Promise<number> {
    this.terminated++
    this.emit('exit', 1)
    return Promise.resolve(1)
  }
  report(report: WorkerReport): void {
    this.emit('message', report)
  }
  reportState(state: RunState): void {
    this.report({ type: 'state', state })
  }
}

/** A run whose network is built, unless `isBuilt` is false. */
function setUp({ isBuilt = true, paused = false, seconds = null as number | null } = {}) {
  const thread = new ScriptedThread()
  const states: RunState[] = []
  const listener = {
    ready: vi.fn(),
    threads: vi.fn(),
    batch: vi.fn(),
    sample: vi.fn(),
    observation: vi.fn(),
    recomputed: vi.fn(),
    recomputing: vi.fn(),
    catchingUp: vi.fn(),
    tuningEvents: vi.fn(),
    state: (state: RunState) => states.push(state),
  }
  const asked = { speed: null, paused, watched: false, views: [] }
  const experiment = defaultExperiment()
  experiment.train.stop.seconds = seconds
  const starts: WorkerStart[] = []
  const host = startHost({ experiment, ...asked }, listener, (start) => {
    starts.push(start)
    return thread
  })
  if (isBuilt) thread.report(built)
  return { thread, states, listener, host, start: starts[0]! }
}

const built: WorkerReport = { type: 'ready', numParameters: 7, baseline: 0.5, update: 0 }

const batchOf = (firstUpdate: number, count: number): WorkerReport => ({
  type: 'batch',
  firstUpdate,
  columns: {
    loss: new Float64Array(count),
    gradNorm: new Float64Array(count),
    gradNormClipped: new Float64Array(count),
    lr: new Float64Array(count),
  },
  msPerUpdate: 1,
})

describe('startHost', () => {
  it('says when the network is built', async () => {
    const { thread, host } = setUp({ isBuilt: false, paused: true })
    expect(host.state).toEqual({ status: 'building', update: 0 })
    thread.report(built)
    expect(await host.ready).toEqual({ ok: true, value: built })
    expect(host.state).toEqual({ status: 'paused', update: 0 })
  })

  it('begins where the checkpoint was taken', async () => {
    const { thread, host } = setUp({ isBuilt: false })
    thread.report({ ...built, update: 40 })
    expect(host.state).toEqual({ status: 'running', update: 40 })
    thread.report(batchOf(40, 2))
    expect(host.state.update).toBe(42)
  })

  it('says why the network could not be built', async () => {
    const { thread, host, states } = setUp({ isBuilt: false })
    thread.emit('error', new RangeError('Array buffer allocation failed'))
    thread.emit('exit', 1)
    const message = 'the network could not be built: Array buffer allocation failed'
    expect(await host.ready).toMatchObject({ ok: false, error: { code: 'workerFailed', message } })
    expect(states).toMatchObject([{ status: 'failed', update: 0, error: { message } }])
  })

  it('answers commands in their order, each with the state that it led to', async () => {
    const { thread, host } = setUp()
    const answers = Promise.all([host.pause(), host.step(), host.resume()])
    expect(thread.commands.map(({ type }) => type)).toEqual(['pause', 'step', 'resume'])
    thread.reportState({ status: 'paused', update: 4 })
    thread.reportState({ status: 'paused', update: 5 })
    thread.reportState({ status: 'running', update: 5 })
    expect(await answers).toEqual([
      { ok: true, value: { status: 'paused', update: 4 } },
      { ok: true, value: { status: 'paused', update: 5 } },
      { ok: true, value: { status: 'running', update: 5 } },
    ])
  })

  it('counts updates from the batches', () => {
    const { thread, host } = setUp()
    thread.report(batchOf(0, 10))
    thread.report(batchOf(10, 5))
    expect(host.state).toEqual({ status: 'running', update: 15 })
  })

  it('makes the state of a run failed when its thread dies, and answers what is open', async () => {
    const { thread, host, states } = setUp()
    thread.report(batchOf(0, 3))
    const pausing = host.pause()
    const inspecting = host.inspectUpdate(1)
    const tuning = host.tune({ lr: 1 })
    thread.emit('exit', 137)
    const failed = {
      status: 'failed',
      update: 3,
      error: {
        code: 'workerFailed',
        message: 'the training thread died after update 3: exit code 137',
        reason: reason('threadDied', { update: 3, why: reason('exitCode', { code: 137 }) }),
        problems: [],
      },
    }
    expect(host.state).toEqual(failed)
    expect(states).toEqual([failed])
    expect(await pausing).toEqual({ ok: true, value: failed })
    expect(await tuning).toMatchObject({ ok: false, error: { code: 'runEnded' } })
    expect(await inspecting).toMatchObject({ ok: false, error: { message: failed.error.message } })
  })

  it('names the error that killed the thread, once', () => {
    const { thread, host, states } = setUp()
    thread.emit('error', new RangeError('Array buffer allocation failed'))
    thread.emit('exit', 1)
    expect(host.state).toMatchObject({ status: 'failed' })
    expect(states).toHaveLength(1)
    expect(JSON.stringify(states[0])).toContain('Array buffer allocation failed')
  })

  it('refuses to step, resume or tune a run that has ended, and pauses it as it is', async () => {
    const { thread, host } = setUp()
    thread.reportState({ status: 'done', update: 9, reason: 'updates' })
    thread.emit('exit', 0)
    expect(await host.pause()).toEqual({ ok: true, value: { status: 'done', update: 9, reason: 'updates' } })
    for (const refused of [await host.step(), await host.resume(), await host.tune({ lr: 1 })]) {
      expect(refused).toMatchObject({ ok: false, error: { code: 'runEnded' } })
    }
    expect(thread.commands).toEqual([])
  })

  it('answers a tuning with its tuning events', async () => {
    const { thread, host, listener } = setUp()
    const tuned = host.tune({ lr: 0.1 })
    const events = [{ update: 3, field: 'optimizer.lr' as const, from: 0.01, to: 0.1 }]
    thread.report({ type: 'tuningEvents', events })
    expect(await tuned).toEqual({ ok: true, value: events })
    expect(listener.tuningEvents).toHaveBeenCalledWith(events)
  })

  it('answers an inspection with its trace, and keeps the order of the other answers', async () => {
    const { thread, host } = setUp()
    const inspected = host.inspectNext()
    const stepped = host.step()
    expect(thread.commands).toEqual([{ type: 'inspectNext' }, { type: 'step' }])
    const trace = { ok: true, value: { update: 4 } } as never
    thread.report({ type: 'trace', trace })
    thread.reportState({ status: 'paused', update: 5 })
    thread.reportState({ status: 'paused', update: 6 })
    expect(await inspected).toBe(trace)
    expect(await stepped).toEqual({ ok: true, value: { status: 'paused', update: 6 } })
  })

  it('answers a recomputation with its trace alone, and passes on that it is cancelled', async () => {
    const { thread, host } = setUp()
    const inspected = host.inspectUpdate(2)
    const stepped = host.step()
    host.cancelInspect()
    expect(thread.commands.map(({ type }) => type)).toEqual(['inspectUpdate', 'step', 'cancelInspect'])
    const trace = { ok: false, error: { code: 'cancelled' } } as never
    thread.report({ type: 'trace', trace })
    thread.reportState({ status: 'paused', update: 5 })
    expect(await inspected).toBe(trace)
    expect(await stepped).toEqual({ ok: true, value: { status: 'paused', update: 5 } })
  })

  it('answers an inspection also where the run ends meanwhile, and after its end', async () => {
    const { thread, host } = setUp()
    const inspected = [host.inspectNext()]
    thread.reportState({ status: 'done', update: 9, reason: 'updates' })
    inspected.push(host.inspectNext())
    const trace = { ok: true, value: { update: 8 } } as never
    for (const each of inspected) {
      thread.report({ type: 'trace', trace })
      expect(await each).toBe(trace)
    }
    expect(host.state.status).toBe('done')
  })

  it('refuses an inspection when the thread is gone, also one that was asked for before', async () => {
    const { thread, host } = setUp()
    thread.reportState({ status: 'done', update: 9, reason: 'updates' })
    const inspected = host.inspectNext()
    await host.dispose()
    for (const refused of [await inspected, await host.inspectNext()]) {
      expect(refused).toMatchObject({ ok: false, error: { code: 'runEnded' } })
    }
    expect([thread.terminated, host.state.status]).toEqual([1, 'done'])
  })

  it('asks for a checkpoint, also after the end, until the thread is gone', async () => {
    const { host, thread } = setUp()
    const checkpoint = { update: 3, bytes: new Uint8Array(8) }
    const running = host.checkpoint()
    thread.report({ type: 'checkpoint', checkpoint })
    expect(await running).toEqual({ ok: true, value: checkpoint })
    thread.report({ type: 'state', state: { status: 'stopped', update: 3 } })
    const ended = host.checkpoint()
    thread.report({ type: 'checkpoint', checkpoint: null })
    expect(await ended).toEqual({ ok: true, value: null })
    const open = host.checkpoint()
    thread.emit('exit', 0)
    expect(await open).toMatchObject({ ok: false, error: { code: 'runEnded' } })
    expect(await host.checkpoint()).toMatchObject({ ok: false, error: { code: 'runEnded' } })
  })

  it('hands on what is seen of a run that has ended, and no more updates', () => {
    const { thread, listener } = setUp()
    thread.reportState({ status: 'done', update: 9, reason: 'updates' })
    thread.report({ type: 'observation', observation: { update: 8 } as never })
    thread.report(batchOf(9, 1))
    expect(listener.observation).toHaveBeenCalledTimes(1)
    expect(listener.batch).not.toHaveBeenCalled()
  })

  it('passes on which views windows show, and what was observed of them', () => {
    const { thread, host, listener } = setUp()
    host.observe(['flow'])
    expect(thread.commands).toEqual([{ type: 'observe', views: ['flow'] }])
    const observation = { update: 3 } as never
    thread.report({ type: 'observation', observation })
    expect(listener.observation).toHaveBeenCalledWith(observation)
  })

  it('ends the thread when disposed, without calling that a failure', async () => {
    const { thread, host } = setUp()
    await host.dispose()
    expect(thread.terminated).toBe(1)
    expect(host.state.status).toBe('stopped')
  })
})

describe('a run with a time limit', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is given the time in which the process runs, until it ends; others have no clock', () => {
    expect(setUp().start.awakeMs).toBeUndefined()
    expect(vi.getTimerCount()).toBe(0)
    const { thread, start } = setUp({ seconds: 5 })
    vi.advanceTimersByTime(400)
    expect(start.awakeMs![0]).toBe(400)
    thread.reportState({ status: 'done', update: 3, reason: 'seconds' })
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('stopping a run', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('ends the thread at once while the network is being built', async () => {
    const { thread, host, states } = setUp({ isBuilt: false })
    expect(await host.stop()).toEqual({ status: 'stopped', update: 0 })
    expect(await host.ready).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect([thread.terminated, thread.commands, states]).toEqual([1, [], [{ status: 'stopped', update: 0 }]])
  })

  it('waits for the update in hand', async () => {
    const { thread, host } = setUp()
    const stopping = host.stop()
    expect(thread.terminated).toBe(0)
    thread.reportState({ status: 'stopped', update: 8 })
    expect(await stopping).toEqual({ status: 'stopped', update: 8 })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(thread.terminated).toBe(0)
    expect(await host.stop()).toEqual({ status: 'stopped', update: 8 })
    expect(thread.commands).toEqual([{ type: 'stop' }])
    const inspected = host.inspectUpdate(3)
    const trace = { ok: true, value: { update: 3 } } as never
    thread.report({ type: 'trace', trace })
    expect(await inspected).toBe(trace)
  })

  it('ends the thread by force if that takes too long', async () => {
    const { thread, host } = setUp()
    const stopping = host.stop()
    await vi.advanceTimersByTimeAsync(1999)
    expect(thread.terminated).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(await stopping).toEqual({ status: 'stopped', update: 0 })
    expect(thread.terminated).toBe(1)
  })
})
