import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PlotLink } from '../../charts/plot/plotLink'
import { createPlotLink } from '../../charts/plot/plotLink'
import type { MemoryHost } from '../../client/memoryHost.testing'
import { useExperimentStore } from '../../stores/experiment'
import { useRunsStore } from '../../stores/runs'
import { keptRun } from '../../testing/keptRun.testing'
import { mountComposable } from '../../testing/mountComposable.testing'
import type { RunCommands } from './useRunCommands'
import { useRunCommands } from './useRunCommands'

describe('the commands of the Lab', () => {
  let commands: RunCommands
  let host: MemoryHost
  let link: PlotLink
  let close: () => void
  beforeEach(async () => {
    link = createPlotLink()
    ;({ result: commands, host, close } = await mountComposable(() => useRunCommands(link)))
  })
  afterEach(() => close())

  const shown = () => useRunsStore().shown

  it('start a run, pause it and resume it with one of them', async () => {
    await commands.main()
    expect(host.payloads('run:start')).toEqual([
      { experiment: useExperimentStore().experiment, speed: null, paused: false, views: [] },
    ])
    expect(shown().status).toBe('running')
    await commands.main()
    expect(shown()).toMatchObject({ status: 'paused', update: 0 })
    await commands.main()
    expect(shown().status).toBe('running')
    expect(host.payloads('run:start')).toHaveLength(1)
  })

  it('make one update in a paused run when stepping comes before the start', async () => {
    await commands.step()
    expect(host.payloads('run:start')).toMatchObject([{ paused: true }])
    expect(host.payloads('run:step')).toHaveLength(1)
    expect(shown()).toMatchObject({ status: 'paused', update: 1 })
    await commands.step()
    expect(host.payloads('run:start')).toHaveLength(1)
    expect(shown()).toMatchObject({ status: 'paused', update: 2 })
  })

  it('take updates back as far as the run has made any, once it is paused', async () => {
    await commands.stepBack()
    await commands.main()
    host.train([0.3, 0.2].map((loss) => ({ loss, gradNorm: 1 })))
    await commands.stepBack()
    expect([host.payloads('run:stepBack'), useRunsStore().stepBackRefusal]).toEqual([[], 'going'])
    await commands.main()
    await commands.stepBack()
    expect(shown()).toMatchObject({ status: 'paused', update: 1 })
    await commands.stepBack()
    await commands.stepBack()
    expect(shown()).toMatchObject({ status: 'paused', update: 0 })
    expect([host.payloads('run:stepBack').length, useRunsStore().stepBackRefusal]).toEqual([2, 'noUpdates'])
  })

  it('start nothing while a field is wrong, and name it', async () => {
    useExperimentStore().setText('model.hiddenSize', '-3')
    expect(commands.blockedReason.value).toContain('Hidden size')
    await commands.main()
    await commands.step()
    expect(host.calls.map(({ name }) => name)).toEqual([])
  })

  it('stop a run, after which another can start', async () => {
    await commands.main()
    await commands.stop()
    expect(shown().status).toBe('stopped')
    await commands.step()
    expect(host.payloads('run:step')).toEqual([])
    await commands.main()
    expect(host.payloads('run:start')).toHaveLength(2)
    expect(shown().status).toBe('running')
  })

  it('reset the window to no run, once there is one', async () => {
    await commands.reset()
    expect(host.payloads('run:shelve')).toEqual([])
    await commands.main()
    await commands.reset()
    expect(host.payloads('run:shelve')).toHaveLength(1)
    expect(shown().status).toBe('idle')
  })

  it('leave a queued run as it is, but for Stop', async () => {
    host.mostTraining = 1
    await commands.main()
    await commands.reset()
    await useRunsStore().resume('run-1')
    await commands.main()
    expect(shown()).toMatchObject({ status: 'queued', place: 0 })
    await commands.main()
    await commands.step()
    expect(shown().status).toBe('queued')
    await commands.reset()
    expect(shown().status).toBe('idle')
    expect(host.payloads('run:shelve')).toEqual([{ runId: 'run-1' }])
    await useRunsStore().open('run-2')
    await commands.stop()
    expect(shown().status).toBe('stopped')
  })

  it('give none to a run that another process trains', async () => {
    host.kept = [keptRun('theirs', { status: 'running', isElsewhere: true, updates: 3 })]
    await useRunsStore().open('theirs')
    host.calls.length = 0
    for (const command of ['main', 'step', 'stop', 'reset'] as const) await commands[command]()
    expect(host.calls.map(({ name }) => name)).toEqual(['run:unsubscribe'])
    expect(shown().status).toBe('idle')
  })

  it('ignore what comes while a request is on its way', async () => {
    await Promise.all([commands.main(), commands.main(), commands.step(), commands.reset()])
    expect(host.calls.map(({ name }) => name).filter((name) => name !== 'run:subscribe')).toEqual([
      'run:start',
    ])
  })

  it('stop a network that is being built, or start another in its place once that takes long', async () => {
    vi.useFakeTimers()
    host.isSlowToBuild = true
    const runs = useRunsStore()
    const superseded = commands.main()
    await commands.main()
    expect(host.payloads('run:start')).toHaveLength(1)
    vi.advanceTimersByTime(1000)
    await commands.reset()
    await commands.step()
    const second = commands.main()
    await superseded
    expect(host.payloads('run:start')).toHaveLength(2)
    await commands.stop()
    await second
    expect([runs.building, runs.isBusy, shown().status]).toEqual([null, false, 'idle'])
    expect(host.calls.map(({ name }) => name)).toEqual(['run:start', 'run:start', 'run:stop'])
    vi.useRealTimers()
  })

  it('show a new run whole, with nothing looked at', async () => {
    link.show({ min: 3, max: 9 })
    link.look(4)
    await commands.main()
    expect([link.domain, link.hover]).toEqual([null, null])
    link.show({ min: 3, max: 9 })
    await commands.reset()
    expect(link.domain).toBe(null)
  })
})
