import { describe, expect, it } from 'vitest'
import { defaultExperiment } from '../../core/experiment/defaults'
import type { RunState } from '../../core/contract/run'
import type { Run } from '../runs/run'
import { createActivity } from './activity'

function setUp() {
  const calls: (boolean | number | null)[] = []
  const activity = createActivity({
    stayAwake: (isBusy) => calls.push(isBusy),
    showProgress: (progress) => calls.push(progress),
  })
  /** A run of 1000 updates, whose states the test sets. */
  const create = () => {
    const { train, ...others } = defaultExperiment()
    const experiment = { ...others, train: { ...train, updates: 1000 } }
    const run = { experiment, shelfPlace: null, trainedBy: null } as unknown as Run & {
      state: RunState
    }
    return {
      run,
      is(status: 'running' | 'paused' | 'stopped', update: number) {
        Object.assign(run, { state: { status, update } })
        activity.changed!(run)
      },
      train(update: number) {
        Object.assign(run, { state: { status: 'running', update } })
        activity.logged!(run, {} as never)
      },
    }
  }
  return { calls, activity, create }
}

describe('the desktop', () => {
  it('is kept awake from the start of a run, and shows its progress in hundredths', () => {
    const { calls, create } = setUp()
    const { is, train } = create()
    is('running', 0)
    for (let update = 0; update <= 25; update++) train(update)
    expect(calls).toEqual([true, 0, 0.01, 0.02])
  })

  it('may sleep while a run is paused, whose progress stays, and hides the progress of one that has ended', () => {
    const { calls, create } = setUp()
    const { is } = create()
    is('running', 500)
    is('paused', 510)
    is('running', 510)
    is('stopped', 700)
    expect(calls).toEqual([true, 0.5, false, 0.51, true, false, null])
  })

  it('shows nothing of a paused run that is set aside', () => {
    const { calls, create } = setUp()
    const [aside, shown] = [create(), create()]
    aside.is('paused', 10)
    Object.assign(aside.run, { shelfPlace: 1 })
    aside.is('paused', 10)
    shown.is('running', 500)
    expect(calls).toEqual([0.01, null, true, 0.5])
  })

  it('stays awake for any of several runs, and shows how far they have come together', () => {
    const { calls, create, activity } = setUp()
    const [first, second] = [create(), create()]
    first.is('running', 1000)
    second.is('running', 0)
    first.is('stopped', 1000)
    expect(calls).toEqual([true, 1, 0.5, 0])
    activity.removed!(first.run)
    expect(calls).toEqual([true, 1, 0.5, 0])
    activity.removed!(second.run)
    expect(calls).toEqual([true, 1, 0.5, 0, false, null])
  })

  it('has nothing to do with a run that another process trains', () => {
    const { calls, create } = setUp()
    const { run, is, train } = create()
    Object.assign(run, { trainedBy: { pid: 7, host: 'theirs' } })
    is('running', 0)
    train(500)
    expect(calls).toEqual([])
  })
})
