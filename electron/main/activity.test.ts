import { describe, expect, it } from 'vitest'
import { defaultExperiment } from '../../core/experiment/defaults'
import type { RunState } from '../../core/contract/run'
import type { Run } from '../runs/run'
import { createActivity } from './activity'

function setUp() {
  const told: (boolean | number | null)[] = []
  const activity = createActivity({
    stayAwake: (isBusy) => told.push(isBusy),
    showProgress: (progress) => told.push(progress),
  })
  /** A run of 1000 updates, which the desktop hears of at every change of its state. */
  const create = () => {
    const { train, ...others } = defaultExperiment()
    const run = { experiment: { ...others, train: { ...train, updates: 1000 } } } as unknown as Run & {
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
  return { told, activity, create }
}

describe('the desktop', () => {
  it('is told once that a run trains, and of its progress in hundredths', () => {
    const { told, create } = setUp()
    const { is, train } = create()
    is('running', 0)
    for (let update = 0; update <= 25; update++) train(update)
    expect(told).toEqual([true, 0, 0.01, 0.02])
  })

  it('may sleep while a run is paused, whose progress stays, and hides the progress of one that has ended', () => {
    const { told, create } = setUp()
    const { is } = create()
    is('running', 500)
    is('paused', 510)
    is('running', 510)
    is('stopped', 700)
    expect(told).toEqual([true, 0.5, false, 0.51, true, false, null])
  })

  it('stays awake for any of several runs, and shows how far they have come together', () => {
    const { told, create, activity } = setUp()
    const [first, second] = [create(), create()]
    first.is('running', 1000)
    second.is('running', 0)
    first.is('stopped', 1000)
    expect(told).toEqual([true, 1, 0.5, 0])
    activity.removed!(first.run)
    expect(told).toEqual([true, 1, 0.5, 0])
    activity.removed!(second.run)
    expect(told).toEqual([true, 1, 0.5, 0, false, null])
  })
})
