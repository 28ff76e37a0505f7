import { describe, expect, it } from 'vitest'
import { createRecentMedian } from './recentMedian'

describe('createRecentMedian', () => {
  it('is NaN before the first number', () => {
    expect(createRecentMedian(5).median()).toBeNaN()
  })

  it('takes the middle one, or the mean of the two in the middle', () => {
    const recent = createRecentMedian(5)
    recent.push(9)
    expect(recent.median()).toBe(9)
    recent.push(1)
    expect(recent.median()).toBe(5)
    recent.push(2)
    expect(recent.median()).toBe(2)
  })

  it('forgets what is older than its size', () => {
    const recent = createRecentMedian(3)
    for (const value of [1000, 1000, 1000, 1, 2, 3]) recent.push(value)
    expect(recent.median()).toBe(2)
  })
})
