import { describe, expect, it } from 'vitest'
import { mackeyGlassSeries } from './mackeyGlassSeries'

const x = mackeyGlassSeries()
const mean = x.reduce((sum, value) => sum + value, 0) / x.length
const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length

describe('the Mackey-Glass series', () => {
  it('has the variance that is known of it, and stays within its attractor', () => {
    expect(x).toHaveLength(10_000)
    expect(variance).toBeCloseTo(0.0512, 3)
    for (const value of x) expect(value > 0.2 && value < 1.4).toBe(true)
  })

  it.each([
    [1, 0.146],
    [6, 0.818],
    [84, 1.66],
  ])('has the known persistence error %i steps ahead, %d standard deviations', (horizon, known) => {
    let sum = 0
    for (let i = 0; i + horizon < x.length; i++) sum += (x[i + horizon] - x[i]) ** 2
    const error = Math.sqrt(sum / (x.length - horizon) / variance)
    expect(Math.abs(error / known - 1)).toBeLessThan(0.02)
  })

  it('follows its equation: the slope by central differences is the right-hand side', () => {
    let worst = 0
    for (let i = 100; i < 400; i++) {
      // Fourth-order differences over whole steps, of a series whose fastest bends last some ten of them.
      const slope = (8 * (x[i + 1] - x[i - 1]) - (x[i + 2] - x[i - 2])) / 12
      const old = x[i - 17]
      worst = Math.max(worst, Math.abs(slope - ((0.2 * old) / (1 + old ** 10) - 0.1 * x[i])))
    }
    expect(worst).toBeLessThan(0.005)
  })

  it('has the same bits on every machine', () => {
    expect([x[0], x[5000], x[9999]]).toEqual([0.9464266566009946, 0.5260912430423532, 0.9757872321364153])
  })
})
