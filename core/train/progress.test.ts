import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import type { Progress } from './progress'
import { advance, clippedShare, createProgress, reasonToStop, smoothedLoss } from './progress'
import { complete } from './trainer.testing'

/** Progress after updates with these losses, of a quarter of a second each. */
function after(losses: readonly number[]): Progress {
  const progress = createProgress()
  for (const loss of losses) advance(progress, loss, false, 0.25)
  return progress
}

const settings = (given: NonNullable<ExperimentInput['train']>) =>
  complete({ task: { name: 'adding' }, model: { cell: 'rnn' }, train: given }).train

describe('advance', () => {
  it('counts the update and keeps its loss', () => {
    expect(after([3, 5])).toMatchObject({ update: 2, loss: 5, seconds: 0.5 })
  })

  it('keeps the lowest smoothed loss and after how many updates it was reached', () => {
    const falling = after([3, 2])
    expect(falling).toMatchObject({ best: smoothedLoss(falling), bestUpdate: 2 })
    expect(after([3, 2, 9, 9])).toMatchObject({ best: falling.best, bestUpdate: 2 })
  })

  it('counts a new minimum only where the smoothed loss is lower', () => {
    expect(after([0, 0, 0])).toMatchObject({ best: 0, bestUpdate: 1 })
  })
})

describe('smoothedLoss', () => {
  it('is the first loss after one update, and an average that forgets 2 % an update later', () => {
    expect(smoothedLoss(after([4]))).toBeCloseTo(4, 12)
    expect(smoothedLoss(after([4, 1]))).toBeCloseTo((0.98 * 4 + 1) / 1.98, 12)
  })
})

describe('clippedShare', () => {
  it('is the share of updates whose gradient was clipped, 0 before the first', () => {
    const progress = createProgress()
    expect(clippedShare(progress)).toBe(0)
    for (const isClipped of [true, false, false, true, false]) advance(progress, 1, isClipped, 0)
    expect(clippedShare(progress)).toBe(2 / 5)
  })
})

describe('reasonToStop', () => {
  it('is none before the first update', () => {
    const stop = { loss: 100, patience: 1, seconds: 1 }
    expect(reasonToStop(createProgress(), settings({ updates: 1, stop }))).toBeNull()
  })

  it('is `updates` once all were made', () => {
    expect(reasonToStop(after([1, 1]), settings({ updates: 3 }))).toBeNull()
    expect(reasonToStop(after([1, 1, 1]), settings({ updates: 3 }))).toBe('updates')
  })

  it('is `patience` exactly so many updates after the last new minimum', () => {
    const patient = settings({ updates: 1000, stop: { patience: 3 } })
    expect(reasonToStop(after([9, 8, 9, 9]), patient)).toBeNull()
    expect(reasonToStop(after([9, 8, 9, 9, 9]), patient)).toBe('patience')
    expect(reasonToStop(after([9, 8, 9, 9, 1, 9, 9]), patient)).toBeNull()
  })

  it('is `loss` once the smoothed loss is at the limit', () => {
    const first = after([2])
    const limit = smoothedLoss(first)
    expect(reasonToStop(first, settings({ updates: 1000, stop: { loss: limit } }))).toBe('loss')
    expect(reasonToStop(first, settings({ updates: 1000, stop: { loss: limit * 0.999 } }))).toBeNull()
  })

  it('is `seconds` once the updates took as long', () => {
    const limited = settings({ updates: 1000, stop: { seconds: 1 } })
    expect(reasonToStop(after([1, 1, 1]), limited)).toBeNull()
    expect(reasonToStop(after([1, 1, 1, 1]), limited)).toBe('seconds')
  })

  it('names the loss that was reached with the last update, and all updates rather than patience or time', () => {
    const stop = { patience: 1, seconds: 1 }
    const made = after([1, 2, 3, 4, 5, 6])
    expect(reasonToStop(made, settings({ updates: 6, stop: { ...stop, loss: 10 } }))).toBe('loss')
    expect(reasonToStop(made, settings({ updates: 6, stop }))).toBe('updates')
    expect(reasonToStop(made, settings({ updates: 9, stop }))).toBe('patience')
  })
})
