import { describe, expect, it } from 'vitest'
import type { ViewName } from '../../core/contract/views'
import { viewNames } from '../../core/contract/views'
import { BUDGET, createViewBudget } from './viewBudget'

/**
 * Observes whenever it may for so many milliseconds of training in slices of `sliceMs`; every view costs what
 * `costOf` says. Returns when each view was observed, how many observations there were, and the share of time
 * that they took.
 */
function simulate(
  views: readonly ViewName[],
  costOf: (view: ViewName) => number,
  { sliceMs = 8, forMs = 20_000, idle = 0 } = {},
) {
  const budget = createViewBudget()
  budget.setViews(views)
  const times = new Map<ViewName, number[]>(views.map((view) => [view, []]))
  let observations = 0
  let spent = 0
  for (let now = 0; now < forMs; now += sliceMs) {
    const due = budget.due(now, idle)
    if (due.length > 0) observations++
    for (const view of due) {
      times.get(view)!.push(now)
      budget.spent(view, now, costOf(view))
      now += costOf(view)
      spent += costOf(view)
    }
  }
  return { times, observations, share: spent / forMs }
}

describe('the budget of views', () => {
  it('observes cheap views 20 times a second and expensive ones 4 times', () => {
    const { times } = simulate(viewNames, () => 0.01, { sliceMs: 1, forMs: 10_000 })
    expect(times.get('flow')!.length).toBe(200)
    expect(times.get('memory')!.length).toBe(40)
  })

  it('allows 40 observations a second at most, whatever is in them', () => {
    const { observations } = simulate(viewNames, (view) => (view.length % 3) * 0.2, {
      sliceMs: 1,
      forMs: 10_000,
    })
    expect(observations).toBeLessThanOrEqual(401)
  })

  it.each([0.1, 1, 10, 100])('keeps all views of %f ms within their share of the time', (cost) => {
    const { share } = simulate(viewNames, () => cost, { forMs: 400_000 })
    expect(share).toBeLessThan(BUDGET * 1.03)
  })

  it('gives one view alone the share of all', () => {
    const alone = simulate(['jacobian'], () => 30)
    const among = simulate(viewNames, () => 30)
    expect(alone.share).toBeGreaterThan(0.9 * BUDGET)
    expect(alone.times.get('jacobian')!.length).toBeGreaterThan(6 * among.times.get('jacobian')!.length)
  })

  it('lets one expensive view slow down nobody but itself', () => {
    const { times } = simulate(viewNames, (view) => (view === 'memory' ? 500 : 0.1))
    expect(times.get('memory')!).toHaveLength(1)
    expect(times.get('flow')!.length).toBeGreaterThan(250)
  })

  it('counts time that training leaves over as free', () => {
    const { times } = simulate(viewNames, () => 10, { sliceMs: 420, idle: 400 })
    expect(times.get('memory')!.length).toBe(times.get('flow')!.length)
    expect(times.get('memory')!.length).toBe(40)
  })

  it('makes a view due at once when it is watched anew, and never while it is not', () => {
    const budget = createViewBudget()
    expect(budget.due(0, 0)).toEqual([])
    budget.setViews(['flow'])
    expect(budget.due(0, 0)).toEqual(['flow'])
    budget.spent('flow', 0, 1)
    budget.setViews(['flow', 'gates'])
    expect(budget.due(1, 0)).toEqual(['gates'])
    budget.setViews([])
    expect(budget.due(1e9, 0)).toEqual([])
    budget.setViews(['flow', 'flow'])
    expect(budget.due(1e9, 0)).toEqual(['flow'])
  })

  it('lets a view rest for its interval, and each observation wait for the gap after the last', () => {
    const budget = createViewBudget()
    budget.setViews(['flow', 'gates'])
    budget.spent('flow', 0, 0)
    budget.spent('gates', 30, 0)
    expect(budget.due(54, 0)).toEqual([])
    expect(budget.due(55, 0)).toEqual(['flow'])
    expect(budget.due(79, 0)).toEqual(['flow'])
    expect(budget.due(80, 0)).toEqual(['flow', 'gates'])
  })
})
