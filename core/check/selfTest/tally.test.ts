import { describe, expect, it } from 'vitest'
import { createTally } from './tally'

describe('what the self-test gathers', () => {
  it('fails by one number beyond its bound, and shows it', () => {
    const tally = createTally()
    tally.errors('dW', 10, 1e-13, 1e-12)
    tally.errors('db', 5, 2e-12, 1e-12)
    const failures = ['db: 2e-12']
    expect(tally.result()).toEqual({
      ok: false,
      numCompared: 15,
      worst: { error: 2e-12, bound: 1e-12 },
      failures,
    })
  })

  it.each([
    ['another bit', [1, 2 + 2 ** -51], 'x[1]'],
    ['the other zero', [1, -0], 'x[1]'],
    ['a number too few', [1], 'x: 1 numbers for 2'],
  ])('fails by %s', (_, got, why) => {
    const tally = createTally()
    tally.bits('x', got, [1, got[1] === -0 ? 0 : 2])
    expect(tally.result().failures).toEqual([expect.stringContaining(why)])
  })

  it('fails by NaN, and where nothing was compared', () => {
    const tally = createTally()
    expect(tally.result().ok).toBe(false)
    tally.errors('dW', 1, Infinity, 1)
    expect(tally.result().ok).toBe(false)
  })
})
