import { describe, expect, it } from 'vitest'
import { setUp } from './session.testing'

describe('the checkpoints of a run', () => {
  it('are kept before the first update, and twice a second', () => {
    const { advance, checkpoints } = setUp()
    advance(1200)
    expect(checkpoints[0]).toBe(0)
    expect(checkpoints).toHaveLength(3)
  })

  it('take at most half a percent of the time', () => {
    const { advance, checkpoints } = setUp({}, { msPerCheckpoint: 20 })
    advance(60_000)
    expect(checkpoints.length).toBeLessThanOrEqual(16)
  })
})
