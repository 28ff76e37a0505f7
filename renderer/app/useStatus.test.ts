import { failureOf } from '../../core/contract/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ComputedRef } from 'vue'
import type { MemoryHost } from '../client/memoryHost.testing'
import { useExperimentStore } from '../stores/experiment'
import { useRunsStore } from '../stores/runs'
import { keptRun } from '../testing/keptRun.testing'
import { mountComposable } from '../testing/mountComposable.testing'
import type { Status } from './useStatus'
import { useStatus } from './useStatus'

describe('the status line', () => {
  let status: ComputedRef<Status>
  let host: MemoryHost
  let close: () => void
  beforeEach(async () => {
    ;({ result: status, host, close } = await mountComposable(useStatus))
  })
  afterEach(() => close())

  const text = () => status.value.text
  const start = (paused = false) => useRunsStore().start(useExperimentStore().experiment!, paused)

  it('says that a run can start, or which field is wrong', () => {
    expect(text()).toContain('Ready')
    useExperimentStore().setText('model.hiddenSize', '-3')
    expect(status.value).toMatchObject({ icon: 'warning', tone: 'bad' })
    expect(text()).toContain('Hidden size')
    expect(text()).toContain('-3 is not valid: expected a whole number from 1 to 1,024')
  })

  it('follows a run', async () => {
    await start()
    expect(text()).toBe('Training.')
    await useRunsStore().pause()
    expect(text()).toBe('Paused before the first update.')
    await useRunsStore().step()
    expect(text()).toBe('Paused at update 1.')
    await useRunsStore().stop()
    expect(text()).toBe('Stopped at update 1.')
  })

  it('says that a network is being built', async () => {
    vi.useFakeTimers()
    host.isSlowToBuild = true
    const starting = start()
    expect(text()).toContain('Ready')
    vi.advanceTimersByTime(1000)
    expect(text()).toBe('Building the network. Stop cancels it.')
    await useRunsStore().stop()
    await starting
    expect(text()).toContain('Ready')
    vi.useRealTimers()
  })

  it.each(['pause', 'resume', 'step', 'stop', 'shelve', 'inspectNext'] as const)(
    'says what a command waits for: %s',
    async (command) => {
      await start(command === 'resume')
      const before = text()
      vi.useFakeTimers()
      const asked = useRunsStore()[command]()
      vi.advanceTimersByTime(1000)
      const meanwhile = text()
      expect(meanwhile).not.toBe(before)
      expect(meanwhile).toMatch(/after this update|one update/)
      await asked
      expect(text()).not.toBe(meanwhile)
      vi.useRealTimers()
    },
  )

  it('says that a value which is tuned waits for the update in hand', async () => {
    await start()
    vi.useFakeTimers()
    const asked = useRunsStore().tune({ lr: 0.1 })
    vi.advanceTimersByTime(1000)
    expect(text()).toBe('Training. The new value applies after this update.')
    await asked
    expect(text()).toBe('Training.')
    vi.useRealTimers()
  })

  it('says in the singular and the plural what was made', async () => {
    await start()
    host.changeState({ status: 'done', update: 1, reason: 'updates' })
    expect(text()).toBe('Done: 1 update completed.')
    host.changeState({ status: 'done', update: 2000, reason: 'updates' })
    expect(text()).toBe('Done: all 2,000 updates completed.')
    host.changeState({ status: 'stopped', update: 0 })
    expect(text()).toBe('Stopped before the first update.')
  })

  it('says that a run was set aside', async () => {
    await start()
    host.train(Array.from({ length: 5 }, () => ({ loss: 1, gradNorm: 1 })))
    await useRunsStore().shelve()
    expect(text()).toBe('Run set aside at update 5.')
  })

  it('says beside what the shown run does that another one can be brought back', async () => {
    await start()
    await useRunsStore().stop()
    await start()
    const other = 'Another run is set aside.'
    expect(text()).toBe(`Training. ${other}`)
    await useRunsStore().step()
    expect(text()).toBe(`Paused at update 1. ${other}`)
    host.changeState({ status: 'done', update: 1, reason: 'updates' })
    expect(text()).toBe(`Done: 1 update completed. ${other}`)
  })

  it('says where a run diverged, and what may help', async () => {
    await start()
    const divergence = { update: 4, tensor: 'grad rnn.weight_hh_l0', step: 3, value: 'NaN' } as const
    host.changeState({ status: 'diverged', update: 4, divergence })
    expect(text()).toContain('Diverged at update 5: grad rnn.weight_hh_l0 became NaN at t = 4.')
    host.changeState({ status: 'diverged', update: 4, divergence: { ...divergence, step: null } })
    expect(text()).toContain('Diverged at update 5: grad rnn.weight_hh_l0 became NaN.')
  })

  it('says why a finite loss counts as diverged, and where it came from', async () => {
    await start()
    const origin = { tensor: 'output', step: 19, norm: '1.4e22' }
    const divergence = { update: 6, tensor: 'loss', step: null, value: '1.98e44', origin } as const
    host.changeState({ status: 'diverged', update: 6, divergence })
    expect(text()).toContain('Diverged at update 7: loss became 1.980e44. That is beyond float32’s largest')
    expect(text()).toContain('It came from output at t = 20, the first whose norm, 1.4e22, is above 1.8e19.')
    host.changeState({
      status: 'diverged',
      update: 6,
      divergence: { ...divergence, origin: { ...origin, tensor: 'grad head.weight', step: null } },
    })
    expect(text()).toContain('It came from grad head.weight, the first whose norm, 1.4e22, is above 1.8e19.')
    host.changeState({ status: 'diverged', update: 6, divergence: { ...divergence, value: 'NaN' } })
    expect(text()).not.toContain('beyond')
  })

  it('says that a run waits for its turn, and that another process trains one', async () => {
    host.mostTraining = 1
    await start()
    for (const said of ['it is the next to begin.', 'behind 1 other run.', 'behind 2 other runs.']) {
      await useRunsStore().deselect()
      await start()
      expect(text()).toBe(said.startsWith('it') ? `Queued: ${said}` : `Queued ${said}`)
    }
    host.kept = [keptRun('theirs', { status: 'running', isElsewhere: true, updates: 3 })]
    await useRunsStore().open('theirs')
    expect(text()).toBe('Process 7 on theirs trains this run: it can be watched here.')
  })

  it('says when the worker failed or a request was refused', async () => {
    await start()
    const error = failureOf('workerFailed', 'out of memory')
    host.changeState({ status: 'failed', update: 7, error })
    expect(text()).toBe('The worker failed after update 7: out of memory')
    host.refuse('run:start')
    await start()
    expect(text()).toContain('refused by the test')
  })
})
