import { describe, expect, it } from 'vitest'
import { setUp } from './session.testing'

describe('notes of where the run stands', () => {
  it('are taken before the first update, and twice a second', () => {
    const { advance, notes } = setUp()
    advance(1200)
    expect(notes[0]).toBe(0)
    expect(notes).toHaveLength(3)
  })

  it('take at most half a percent of the time', () => {
    const { advance, notes } = setUp({}, { msPerNote: 20 })
    advance(60_000)
    expect(notes.length).toBeLessThanOrEqual(16)
  })
})
