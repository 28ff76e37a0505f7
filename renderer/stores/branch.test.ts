import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from 'vue'
import { defaultExperiment } from '../../core/experiment/defaults'
import { clientKey, createClient } from '../client/client'
import { MemoryHost } from '../client/memoryHost.testing'
import { useBranchStore } from './branch'
import { useRunsStore } from './runs'

describe('a branch that is set up', () => {
  let host: MemoryHost
  let runs: ReturnType<typeof useRunsStore>
  let branch: ReturnType<typeof useBranchStore>
  beforeEach(async () => {
    host = new MemoryHost()
    const app = createApp({})
    const pinia = createPinia()
    app.provide(clientKey, createClient(host.bridge, { validate: true }))
    app.use(pinia)
    setActivePinia(pinia)
    runs = useRunsStore()
    branch = useBranchStore()
    const { train, ...experiment } = defaultExperiment()
    await runs.start({ ...experiment, train: { ...train, updates: 30 } })
    host.train(Array.from({ length: 20 }, () => ({ loss: 1, gradNorm: 1 })))
    await runs.tune({ lr: 0.3 })
    host.train(Array.from({ length: 10 }, () => ({ loss: 1, gradNorm: 1 })))
    await flushPromises()
  })

  const settings = () => ['optimizer.lr', 'train.updates'].map(branch.text)
  const asked = () => host.payloads('run:branch').at(-1)

  it('is offered with the settings of its run where it begins, as long as that has updates left, else another as long', () => {
    branch.open()
    expect([branch.isOpen, branch.update, ...settings()]).toEqual([true, 30, '0.3', '60'])
    expect(branch.canStart).toBe(true)
    branch.setUpdate('20')
    expect(settings()).toEqual(['0.3', '30'])
    branch.setUpdate('19')
    expect(settings()).toEqual(['0.005', '30'])
    branch.setText('optimizer.lr', '0.07')
    branch.setUpdate('30')
    expect(settings()).toEqual(['0.07', '60'])
  })

  it('begins where it is told to, with what was changed, and is shown from there on', async () => {
    branch.open(12)
    branch.setText('optimizer.lr', '0.07')
    branch.setText('clip.mode', 'none')
    await branch.start(false)
    expect(asked()).toMatchObject({
      parent: { id: 'run-1', update: 12 },
      paused: false,
      experiment: { optimizer: { lr: 0.07 }, clip: { mode: 'none' }, train: { updates: 30 } },
    })
    expect(runs.shown).toMatchObject({ status: 'running', update: 12, run: { parent: { update: 12 } } })
    expect([runs.columns.loss.first, runs.firstUpdate, branch.isOpen]).toEqual([12, 12, false])
  })

  it('leaves all else as it is in its run, also what has no effect there', async () => {
    const experiment = defaultExperiment('adding', 'gru')
    await runs.start({ ...experiment, model: { ...experiment.model, forgetBias: 2 } })
    branch.open()
    branch.setText('model.hiddenSize', '7')
    await branch.start(false)
    expect(asked()).toMatchObject({ experiment: { model: { forgetBias: 2, hiddenSize: 32 } } })
  })

  it.each([
    ['31', 'branch.update', { min: 0, max: 30 }],
    ['-1', 'branch.update', { min: 0, max: 30 }],
    ['2.5', 'branch.update', { min: 0, max: 30 }],
    ['', 'branch.update', { min: 0, max: 30 }],
  ])('does not begin after %s updates of 30, and says so', async (text, path, params) => {
    branch.open()
    branch.setUpdate(text)
    expect(branch.problems.get(path)).toMatchObject({ code: 'integer', params })
    await branch.start(false)
    expect([branch.canStart, asked(), branch.isOpen]).toEqual([false, undefined, true])
  })

  it('is to make more updates than come before it', () => {
    branch.open(12)
    branch.setText('train.updates', '12')
    expect(branch.problems.get('train.updates')).toMatchObject({
      code: 'beyondBranch',
      params: { limit: 12 },
    })
    branch.setUpdate('11')
    expect(branch.canStart).toBe(true)
  })

  it('stays as it is written where it is refused, and ends where another run is shown', async () => {
    branch.open(12)
    branch.setText('optimizer.lr', '0.07')
    host.refuse('run:branch')
    await branch.start(false)
    expect([branch.isOpen, branch.text('optimizer.lr'), runs.failure?.message]).toEqual([
      ...[true, '0.07', 'refused by the test'],
    ])
    await runs.shelve()
    expect(branch.isOpen).toBe(false)
  })

  it('is refused of a run that is not there or not kept, and is none of who trains it', async () => {
    const { runId } = host.current!
    const refusals = [{ trainedBy: { pid: 7, host: 'here' } }, { isKept: false }].map((change) => {
      host.emit('run:changed', { ...host.current!, ...change })
      branch.open()
      return runs.branchRefusal
    })
    host.remove(runId)
    await runs.deselect()
    branch.open()
    expect([...refusals, runs.branchRefusal, branch.isOpen]).toEqual([null, 'notKept', 'idle', false])
  })

  it('says how far it is with what has to be computed, which can be given up without losing what is set up', async () => {
    host.isSlowToBranch = true
    branch.open(12)
    const started = branch.start(false)
    host.emit('run:branching', { runId: 'another', made: 1, planned: 12 })
    await flushPromises()
    expect(branch.preparing).toBeNull()
    host.emit('run:branching', { runId: 'run-1', made: 5, planned: 12 })
    await flushPromises()
    expect(branch.preparing).toEqual({ made: 5, planned: 12 })
    branch.cancel()
    await started
    expect(host.payloads('run:cancelBranch')).toEqual([{ runId: 'run-1' }])
    expect([branch.preparing, branch.isOpen, branch.update, runs.failure]).toEqual([null, true, 12, null])
    branch.cancel()
    expect([branch.isOpen, host.payloads('run:cancelBranch').length]).toEqual([false, 1])
  })

  it('is given up where another run is looked at before it begins', async () => {
    host.isSlowToBranch = true
    branch.open(12)
    const started = branch.start(false)
    await runs.deselect()
    await started
    expect(host.payloads('run:cancelBranch')).toEqual([{ runId: 'run-1' }])
    expect(runs.shown.status).toBe('idle')
  })

  it('is one click where the run is to begin again, paused, as it was set up then', async () => {
    await branch.rewind()
    expect(asked()).toMatchObject({
      parent: { id: 'run-1', update: 0 },
      paused: true,
      experiment: { optimizer: { lr: 0.005 }, train: { updates: 30 } },
    })
    expect(runs.shown).toMatchObject({ status: 'paused', update: 0 })
  })

  it('begins again where it branched off itself', async () => {
    branch.open(12)
    await branch.start(false)
    await branch.rewind()
    expect(asked()).toMatchObject({ parent: { id: 'run-2', update: 12 } })
    expect(runs.shown).toMatchObject({ status: 'paused', update: 12 })
  })
})
