import { describe, expect, it } from 'vitest'
import { HeatHistory } from './heatHistory'
import { missingUpdates } from './missingUpdates'

function historyOf(updates: readonly number[], capacity = 4096): HeatHistory {
  const history = new HeatHistory(1, capacity)
  for (const update of updates) history.add(update, [1])
  return history
}
const upTo = (end: number) => Array.from({ length: end }, (_, update) => update)

describe('missingUpdates', () => {
  it('are all in sight that have no column, before the newest', () => {
    expect(missingUpdates(historyOf([0, 3, 4, 7]), 'linear', { min: 0, max: 50 })).toEqual([1, 2, 5, 6])
    expect(missingUpdates(historyOf([0, 3, 4, 7]), 'linear', { min: 2, max: 6 })).toEqual([2, 5])
  })

  it('are none of those that were made before the run branched off', () => {
    const history = new HeatHistory(1, 4096, 3)
    for (const update of [4, 7]) history.add(update, [1])
    expect(missingUpdates(history, 'linear', { min: 0, max: 50 })).toEqual([3, 5, 6])
    expect(history.hasGaps).toBe(true)
  })

  it('are none where nothing is shown yet, and none where every update has its column', () => {
    expect(missingUpdates(historyOf([]), 'linear', { min: 0, max: 50 })).toEqual([])
    expect(missingUpdates(historyOf(upTo(60)), 'linear', { min: 0, max: 100 })).toEqual([])
  })

  it('are evenly spread where there are more than half of the columns that the history has', () => {
    const history = historyOf([0, 999], 40)
    const missing = missingUpdates(history, 'linear', { min: 0, max: 1000 })
    expect(missing).toEqual(Array.from({ length: 18 }, (_, i) => 50 * (i + 1)))
    for (const update of missing) history.add(update, [1])
    expect(missingUpdates(history, 'linear', { min: 0, max: 1000 })).toEqual([])
  })

  it('are as dense as the axis is, where that is logarithmic', () => {
    const missing = missingUpdates(historyOf([0, 999], 40), 'log', { min: 0, max: 1000 })
    const steps = missing.map((update, i) => update - (missing[i - 1] ?? 0))
    expect(missing.slice(0, 3)).toEqual([2, 3, 5])
    expect(steps.at(-1)).toBeGreaterThan(100)
  })
})
