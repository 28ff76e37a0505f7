import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { homeworkTimeline } from '../../core/explain/homework'
import type { Matrix } from '../../core/explain/matrix'
import { elementText } from '../../core/explain/matrix'
import { matrixKey } from '../../core/explain/matrixRef'
import { stepId } from '../../core/explain/stepId'
import { experimentSchema } from '../../core/experiment/schema'
import { clientKey, createClient } from '../client/client'
import { MemoryHost } from '../client/memoryHost.testing'
import { useMicroscopeStore } from './microscope'
import { keptRun } from '../testing/keptRun.testing'
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
  return app.runWithContext(() => ({ microscope: useMicroscopeStore(), runs: useRunsStore() }))
}

const idOf = (microscope: ReturnType<typeof useMicroscopeStore>): string | undefined => microscope.step?.id

describe('stepping', () => {
  let microscope: ReturnType<typeof useMicroscopeStore>
  beforeEach(() => {
    microscope = open().microscope
    microscope.openHomework('part4')
    microscope.go(0)
  })

  it('goes forward and back, and stops at both ends', () => {
    microscope.go(-1)
    expect(idOf(microscope)).toBe('start')
    microscope.go(microscope.index + 1)
    expect(idOf(microscope)).toBe('forward.0.0')
    microscope.go(Infinity)
    expect(idOf(microscope)).toBe('gradients.0')
  })

  it('runs to breakpoints in both directions, and to the end without one', () => {
    microscope.toggleBreakpoint(2)
    microscope.runToBreakpoint(1)
    expect(idOf(microscope)).toBe('forward.0.2')
    microscope.runToBreakpoint(1)
    expect(idOf(microscope)).toBe('output.2')
    microscope.runToBreakpoint(-1)
    expect(idOf(microscope)).toBe('forward.0.2')
    microscope.toggleBreakpoint()
    expect(microscope.breakpoints.size).toBe(0)
    microscope.runToBreakpoint(1)
    expect(idOf(microscope)).toBe('gradients.0')
  })

  it('keeps the chosen element while stepping, and explains it at every t', () => {
    microscope.go(2)
    microscope.select(microscope.equations.at(-1)!.result, 1, 2)
    expect(microscope.explanation?.tex).toBe('a_{2}[1,2]')
    microscope.go(3)
    expect(microscope.explanation?.tex).toBe('a_{3}[1,2]')
  })

  it('begins each step with what it is about', () => {
    microscope.go(microscope.timeline!.indexOf(stepId('forward', 0, 1)))
    expect(microscope.equation).toBe(microscope.equations[0])
    microscope.go(microscope.timeline!.indexOf(stepId('gradients', 0)))
    expect(microscope.equation?.result.name.text).toBe('dWaa')
    microscope.go(microscope.timeline!.indexOf(stepId('backward', 0, 1)))
    expect(microscope.equation?.result.ref.kind).toBe('dh')
    microscope.choose(microscope.equations.find(({ result }) => result.ref.kind === 'dx')!)
    microscope.go(microscope.index - 1)
    expect(microscope.equation?.result.ref.kind).toBe('dx')
  })

  it('explains the largest number of what is shown until one is chosen, and again where that one is not', () => {
    microscope.go(microscope.timeline!.indexOf(stepId('backward', 0, 1)))
    const largest = (matrix: Matrix): number =>
      Math.max(...[...Array(matrix.rows * matrix.cols).keys()].map((i) => sizeAt(matrix, i)))
    const sizeAt = (matrix: Matrix, i: number): number =>
      Math.abs(matrix.at(Math.floor(i / matrix.cols), i % matrix.cols))
    const explained = (): number => Math.abs(microscope.explanation!.value)
    expect(microscope.selected?.matrix).toBe(microscope.equation!.result)
    expect(explained()).toBe(largest(microscope.equation!.result))
    microscope.select(microscope.equation!.result, 1, 2)
    expect(microscope.selected).toMatchObject({ row: 1, col: 2 })
    microscope.choose(microscope.equations.find(({ result }) => result.ref.kind === 'dx')!)
    expect(microscope.selected?.matrix.ref.kind).toBe('dx')
    expect(explained()).toBe(largest(microscope.equation!.result))
    microscope.choose(microscope.equations.find(({ result }) => result.ref.kind === 'dh')!)
    expect(microscope.selected).toMatchObject({ row: 1, col: 2 })
  })

  it('tells h before the step from h of the step, and keeps to it while stepping', () => {
    microscope.go(microscope.timeline!.indexOf(stepId('forward', 0, 2)))
    const [line] = microscope.equations
    const before = line!.operands.find(({ name }) => name.text === 'a_2')!
    microscope.select(before, 1, 2)
    expect(microscope.selected?.matrix.name.text).toBe('a_2')
    microscope.toggleWatch()
    expect(microscope.isWatched).toBe(true)
    microscope.go(microscope.index - 1)
    microscope.go(microscope.timeline!.indexOf(stepId('forward', 0, 1)))
    expect(microscope.selected?.matrix.name.text).toBe('a_1')
    microscope.select(microscope.equations.at(-1)!.result, 1, 2)
    expect(microscope.isWatched).toBe(true)
  })

  it('watches one element, which does not drift to another t while stepping', () => {
    const { symbols } = microscope.timeline!
    microscope.go(microscope.timeline!.indexOf(stepId('forward', 0, 2)))
    microscope.select(symbols.h(0, 2), 1, 2)
    microscope.toggleWatch()
    for (const step of [stepId('forward', 0, 0), stepId('backward', 0, 3), stepId('start')]) {
      microscope.go(microscope.timeline!.indexOf(step))
      expect(microscope.watched).toMatchObject([{ matrix: { name: { text: 'a_3' } }, row: 1, col: 2 }])
      expect(microscope.watched[0]!.value).toBe(symbols.h(0, 2).at(1, 2))
    }
    microscope.toggleWatch(microscope.watched[0])
    expect(microscope.watched).toEqual([])
  })

  it('opens what a step adds to a gradient, and the sum so far', () => {
    microscope.go(microscope.timeline!.indexOf(stepId('backward', 0, 1)))
    const accumulated = { kind: 'accumulated', parameter: 'weight_ih', cell: 0, gate: 0 } as const
    microscope.choose(microscope.equations.find(({ result }) => result.key === matrixKey(accumulated))!)
    const [, contribution] = microscope.equation!.operands
    microscope.select(contribution!, 3, 1)
    expect(microscope.explanation?.terms).toHaveLength(10)
    expect(microscope.explanation?.computed).toBe(contribution!.at(3, 1))
    microscope.select(microscope.equation!.result, 3, 1)
    expect(microscope.explanation?.terms).toHaveLength(2)
  })

  it('goes from a number to one that it is computed from, and on, and back again', () => {
    const { indexOf, symbols } = microscope.timeline!
    const explained = (): string => elementText(microscope.selected!)
    microscope.go(indexOf(stepId('backward', 0, 1)))
    microscope.select(symbols.gradH(0, 1), 2, 3)
    expect(microscope.previous).toBeNull()
    microscope.follow({ matrix: symbols.gradPre(0, 0, 2), row: 4, col: 3 })
    expect([idOf(microscope), explained()]).toEqual(['backward.0.2', 'dz_3[4,3]'])
    expect(microscope.equation?.result.name.text).toBe('dz_3')
    microscope.follow({ matrix: symbols.h(0, 2), row: 4, col: 3 })
    expect([idOf(microscope), explained(), microscope.previous]).toEqual([
      'forward.0.2',
      'a_3[4,3]',
      'dz_3[4,3]',
    ])
    microscope.goBack()
    expect([idOf(microscope), explained()]).toEqual(['backward.0.2', 'dz_3[4,3]'])
    microscope.goBack()
    expect([idOf(microscope), explained(), microscope.previous]).toEqual(['backward.0.1', 'da_2[2,3]', null])
    microscope.openHomework('part2AsWritten')
    microscope.goBack()
    expect(idOf(microscope)).toBe('backward.0.0')
  })

  it('goes to a watched element and explains it there', () => {
    const { symbols } = microscope.timeline!
    microscope.go(microscope.timeline!.indexOf(stepId('forward', 0, 2)))
    microscope.select(symbols.h(0, 2), 1, 2)
    microscope.toggleWatch()
    microscope.go(0)
    microscope.goToWatched(microscope.watched[0]!)
    expect([idOf(microscope), elementText(microscope.selected!)]).toEqual(['forward.0.2', 'a_3[1,2]'])
  })

  it('shows the chosen sequence of the batch alone', () => {
    microscope.go(2)
    microscope.select(microscope.equation!.result, 1, 2)
    microscope.item = 5
    expect(microscope.selected).toMatchObject({ row: 1, col: 5 })
  })
})

describe('opening a run', () => {
  const experiment = experimentSchema.parse({ task: { name: 'adding' }, model: { cell: 'rnn' } })

  /** A run of which this many updates are made. */
  async function runOf(updates: number) {
    const opened = open()
    await opened.runs.start(experiment)
    if (updates > 0) host.train(Array.from({ length: updates }, () => ({ loss: 1, gradNorm: 1 })))
    await vi.waitFor(() => expect(opened.runs.numUpdates).toBe(updates))
    host.trace = homeworkTimeline('part4').trace
    return opened
  }

  it('pauses it and shows its newest update, and makes none: only the next one is made for it', async () => {
    const { microscope, runs } = await runOf(5)
    expect(await microscope.openNewest()).toBe(true)
    expect(runs.shown).toMatchObject({ status: 'paused', update: 5 })
    expect([microscope.source, microscope.hasPaused, microscope.item]).toEqual(['run', true, 0])
    expect(microscope.timeline?.trace.update).toBe(4)
    // At the end of the way back, with a number explained.
    expect(idOf(microscope)).toBe('backward.0.0')
    expect(microscope.explanation?.terms.length).toBeGreaterThan(1)
    await microscope.openNewest()
    expect([microscope.hasPaused, microscope.isPast]).toEqual([false, false])
    microscope.openHomework('part4')
    await microscope.openNewest()
    expect(runs.numUpdates).toBe(5)
    expect(host.payloads('run:inspectNext')).toEqual([])
    await microscope.makeNext()
    expect(runs.numUpdates).toBe(6)
  })

  it('asks nothing of a run that another process trains, but shows its newest update', async () => {
    const { microscope, runs } = open()
    host.kept = [keptRun('theirs', { status: 'running', isElsewhere: true, updates: 5 })]
    await runs.open('theirs')
    host.trace = homeworkTimeline('part4').trace
    expect(await microscope.openNewest()).toBe(true)
    expect([runs.shown.status, microscope.hasPaused]).toEqual(['running', false])
    expect(host.payloads('run:inspectUpdate')).toEqual([{ runId: 'theirs', update: 4 }])
    expect(host.payloads('run:pause')).toEqual([])
  })

  it('shows nothing of a run that has made no update yet', async () => {
    const { microscope, runs } = await runOf(0)
    expect([runs.canInspect, await microscope.openNewest(), microscope.opening]).toEqual([false, false, null])
    expect(runs.numUpdates).toBe(0)
  })

  it('forgets breakpoints and watches of the run before, and keeps those of this one', async () => {
    const { microscope, runs } = await runOf(5)
    await microscope.openNewest()
    const watch = () => {
      microscope.toggleBreakpoint(2)
      microscope.go(microscope.timeline!.indexOf(stepId('forward', 0, 1)))
      microscope.select(microscope.equations.at(-1)!.result, 1, 0)
      microscope.toggleWatch()
    }
    watch()
    await microscope.makeNext()
    expect([microscope.breakpoints.size, microscope.watched.length]).toEqual([1, 1])
    await runs.start(experiment)
    host.train([{ loss: 1, gradNorm: 1 }])
    await vi.waitFor(() => expect(runs.numUpdates).toBe(1))
    await microscope.openNewest()
    expect([microscope.breakpoints.size, microscope.watched.length]).toEqual([0, 0])
  })

  it('stays with what was open where that is refused', async () => {
    const { microscope, runs } = await runOf(1)
    host.trace = null
    microscope.openHomework('part2AsPrinted')
    expect(await microscope.openNewest()).toBe(false)
    expect(microscope.source).toBe('part2AsPrinted')
    expect(runs.failure?.code).toBe('runEnded')
  })

  it('can be asked for at a step of the backward pass, from another place', async () => {
    const { microscope } = await runOf(5)
    await microscope.openAt(1, 4)
    expect([microscope.visits, idOf(microscope)]).toEqual([1, 'backward.0.1'])
    await microscope.openAt(99, 4)
    expect(idOf(microscope)).toBe('backward.0.3')
  })

  it('leaves the run as it is for an update of the past', async () => {
    const { microscope, runs } = await runOf(5)
    await microscope.openAt(2, 3)
    expect(host.payloads('run:inspectUpdate')).toEqual([{ runId: 'run-1', update: 3 }])
    expect([microscope.timeline?.trace.update, idOf(microscope), microscope.isPast]).toEqual([
      3,
      'backward.0.2',
      true,
    ])
    expect([runs.shown.status, runs.isBusy, microscope.hasPaused]).toEqual(['running', false, false])
    await microscope.openNewest()
    expect([runs.shown.status, microscope.isPast]).toEqual(['paused', false])
  })

  it('waits for an update of the past with its number, until nobody waits any more', async () => {
    const { microscope, runs } = await runOf(5)
    host.isSlow = true
    const opened = microscope.openUpdate(3)
    expect([microscope.opening, runs.isBusy]).toEqual([{ update: 3 }, false])
    microscope.cancelInspect()
    expect(microscope.opening).toBeNull()
    expect(await opened).toBe(false)
    expect([microscope.timeline, runs.failure]).toEqual([null, null])
    expect(host.payloads('run:cancelInspect')).toHaveLength(1)
    microscope.cancelInspect()
    expect(host.payloads('run:cancelInspect')).toHaveLength(1)
  })

  it('shows what was asked for last', async () => {
    const { microscope } = await runOf(7)
    const both = await Promise.all([microscope.openUpdate(3), microscope.openUpdate(5)])
    expect([both, microscope.timeline?.trace.update]).toEqual([[false, true], 5])
    const waiting = [microscope.openUpdate(4), microscope.openNewest()]
    microscope.openHomework('part4')
    expect([await Promise.all(waiting), microscope.source]).toEqual([[false, false], 'part4'])
  })
})
