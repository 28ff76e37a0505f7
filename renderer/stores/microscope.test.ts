import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { beforeEach, describe, expect, it } from 'vitest'
import { homeworkWalk } from '../../core/explain/homework'
import { experimentSchema } from '../../core/experiment/experiment'
import { clientKey, createClient } from '../client/client'
import { MemoryHost } from '../client/memoryHost.testing'
import { useMicroscopeStore } from './microscope'
import { useRunsStore } from './runs'

let host: MemoryHost

/** The stores inside an application, as the client is injected. */
function open() {
  host = new MemoryHost()
  const app = createApp({})
  const pinia = createPinia()
  app.provide(clientKey, createClient(host.bridge, { validate: true }))
  app.use(pinia)
  setActivePinia(pinia)
  return app.runWithContext(() => ({ scope: useMicroscopeStore(), runs: useRunsStore() }))
}

const idOf = (scope: ReturnType<typeof useMicroscopeStore>): string | undefined => scope.step?.id

describe('walking', () => {
  let scope: ReturnType<typeof useMicroscopeStore>
  beforeEach(() => {
    scope = open().scope
    scope.openHomework('part4')
  })

  it('goes forward and back, and stops at both ends', () => {
    scope.go(-1)
    expect(idOf(scope)).toBe('start')
    scope.go(scope.index + 1)
    expect(idOf(scope)).toBe('forward.0.0')
    scope.go(Infinity)
    expect(idOf(scope)).toBe('gradients.0')
  })

  it('runs to breakpoints in both directions, and to the end without one', () => {
    scope.toggleBreakpoint(2)
    scope.run(1)
    expect(idOf(scope)).toBe('forward.0.2')
    scope.run(1)
    expect(idOf(scope)).toBe('output.2')
    scope.run(-1)
    expect(idOf(scope)).toBe('forward.0.2')
    scope.toggleBreakpoint()
    expect(scope.breakpoints.size).toBe(0)
    scope.run(1)
    expect(idOf(scope)).toBe('gradients.0')
  })

  it('keeps the chosen element while stepping, and explains it at every t', () => {
    scope.go(2)
    scope.select(scope.equation!.result, 1, 2)
    expect(scope.explanation?.tex).toBe('a_{2}[1,2]')
    scope.go(3)
    expect(scope.explanation?.tex).toBe('a_{3}[1,2]')
  })

  it('watches an element: here, at the same t, or where it was last', () => {
    scope.go(2)
    scope.select(scope.equation!.result, 1, 2)
    scope.toggleWatch()
    const { scene } = homeworkWalk('part4')
    scope.go(scope.walked!.indexOf('backward.0.2'))
    expect(scope.watched[0]?.value).toBe(scene.h(0, 2).at(1, 2))
    scope.toggleWatch(scope.watched[0])
    expect(scope.watched).toEqual([])
  })

  it('begins each step with what it is about', () => {
    scope.go(scope.walked!.indexOf('forward.0.1'))
    expect(scope.equation?.result.key).toBe('h.0')
    scope.go(scope.walked!.indexOf('backward.0.1'))
    expect(scope.equation?.result.key).toBe('dh.0')
    scope.choose(scope.equations.find(({ result }) => result.key === 'dx')!)
    scope.go(scope.index - 1)
    expect(scope.equation?.result.key).toBe('dx')
  })

  it('tells h before the step from h of the step, and keeps to it while stepping', () => {
    scope.go(scope.walked!.indexOf('forward.0.2'))
    const [line] = scope.equations
    const before = line!.operands.find(({ name }) => name.text === 'a_2')!
    scope.select(before, 1, 2)
    expect(scope.selected?.matrix.name.text).toBe('a_2')
    scope.toggleWatch()
    expect(scope.isWatched).toBe(true)
    scope.go(scope.index - 1)
    scope.go(scope.walked!.indexOf('forward.0.1'))
    expect(scope.selected?.matrix.name.text).toBe('a_1')
    expect(scope.watched[0]?.matrix.name.text).toBe('a_1')
    scope.select(scope.equations.at(-1)!.result, 1, 2)
    expect(scope.isWatched).toBe(false)
  })

  it('opens what a step adds to a gradient, and the sum so far', () => {
    scope.go(scope.walked!.indexOf('backward.0.1'))
    scope.choose(scope.equations.find(({ result }) => result.key === 'sum.weight_ih.0.0')!)
    const [, share] = scope.equation!.operands
    scope.select(share!, 3, 1)
    expect(scope.explanation?.terms).toHaveLength(10)
    expect(scope.explanation?.computed).toBe(share!.at(3, 1))
    scope.select(scope.equation!.result, 3, 1)
    expect(scope.explanation?.terms).toHaveLength(2)
  })

  it('shows the chosen sequence of the batch alone', () => {
    scope.go(2)
    scope.select(scope.equation!.result, 1, 2)
    scope.item = 5
    expect(scope.selected).toMatchObject({ row: 1, col: 5 })
  })
})

describe('opening a run', () => {
  const experiment = experimentSchema.parse({ task: { name: 'adding' }, model: { cell: 'rnn' } })

  it('pauses it, and says so', async () => {
    const { scope, runs } = open()
    await runs.start(experiment)
    host.trace = homeworkWalk('part4').trace
    expect(await scope.openRun()).toBe(true)
    expect(runs.shown.status).toBe('paused')
    expect([scope.source, scope.hasPaused, scope.item]).toEqual(['run', true, 0])
    await scope.openRun()
    expect(scope.hasPaused).toBe(false)
  })

  it('stays with what was open where that is refused', async () => {
    const { scope, runs } = open()
    await runs.start(experiment)
    scope.openHomework('part2AsPrinted')
    expect(await scope.openRun()).toBe(false)
    expect(scope.source).toBe('part2AsPrinted')
    expect(runs.failure?.code).toBe('runEnded')
  })

  it('can be asked for at a step of the way back, from another place', async () => {
    const { scope, runs } = open()
    await runs.start(experiment)
    host.trace = homeworkWalk('part4').trace
    await scope.openAt(1, null)
    expect([scope.visits, idOf(scope)]).toEqual([1, 'backward.0.1'])
    await scope.openAt(99, null)
    expect(idOf(scope)).toBe('backward.0.3')
  })

  it('leaves the run as it is for an update of the past', async () => {
    const { scope, runs } = open()
    await runs.start(experiment)
    host.trace = homeworkWalk('part4').trace
    await scope.openAt(2, 3)
    expect(host.payloads('run:inspectUpdate')).toEqual([{ runId: 'run-1', update: 3 }])
    expect([scope.walked?.trace.update, idOf(scope), scope.isPast]).toEqual([3, 'backward.0.2', true])
    expect([runs.shown.status, runs.isBusy, scope.hasPaused]).toEqual(['running', false, false])
    await scope.openRun()
    expect([runs.shown.status, scope.isPast]).toEqual(['paused', false])
  })

  it('waits for an update of the past with its number, until nobody waits any more', async () => {
    const { scope, runs } = open()
    await runs.start(experiment)
    host.trace = homeworkWalk('part4').trace
    host.isSlow = true
    const opened = scope.openRun(3)
    expect([scope.opening, runs.isBusy]).toEqual([{ update: 3 }, false])
    scope.cancelInspect()
    expect(scope.opening).toBeNull()
    expect(await opened).toBe(false)
    expect([scope.walked, runs.failure]).toEqual([null, null])
    expect(host.payloads('run:cancelInspect')).toHaveLength(1)
    scope.cancelInspect()
    expect(host.payloads('run:cancelInspect')).toHaveLength(1)
  })

  it('shows what was asked for last', async () => {
    const { scope, runs } = open()
    await runs.start(experiment)
    host.trace = homeworkWalk('part4').trace
    const both = await Promise.all([scope.openRun(3), scope.openRun(5)])
    expect([both, scope.walked?.trace.update]).toEqual([[false, true], 5])
    const waiting = scope.openRun(4)
    scope.openHomework('part4')
    expect([await waiting, scope.source]).toEqual([false, 'part4'])
  })
})
