import { describe, expect, it } from 'vitest'
import type { OptimizerSettings } from '../experiment/experiment'
import { optimizerSchema } from '../experiment/schema'
import { integerPower } from './integerPower'
import { learningRate } from './schedule'

function settings(given: Partial<OptimizerSettings>): OptimizerSettings {
  return optimizerSchema.parse({ lr: 0.1, ...given })
}

describe('learningRate', () => {
  it('is constant by default', () => {
    expect(learningRate(settings({}), 0, 100)).toBe(0.1)
    expect(learningRate(settings({}), 99, 100)).toBe(0.1)
    expect(learningRate(settings({ stepSize: 10, gamma: 0.5 }), 99, 100)).toBe(0.1)
  })

  it('falls by gamma every stepSize updates', () => {
    const step = settings({ schedule: 'step', stepSize: 10, gamma: 0.5 })
    expect([0, 9, 10, 19, 20, 35].map((u) => learningRate(step, u, 100))).toEqual([
      0.1, 0.1, 0.05, 0.05, 0.025, 0.0125,
    ])
  })

  it('goes down half a cosine to minLr and stays there', () => {
    const cosine = settings({ schedule: 'cosine', minLr: 0.02 })
    expect(learningRate(cosine, 0, 100)).toBe(0.1)
    expect(learningRate(cosine, 50, 100)).toBeCloseTo(0.06, 15)
    expect(learningRate(cosine, 25, 100)).toBeCloseTo(0.02 + 0.04 * (1 + Math.SQRT1_2), 15)
    expect(learningRate(cosine, 100, 100)).toBe(0.02)
    expect(learningRate(cosine, 1000, 100)).toBe(0.02)
  })

  it('rises linearly through the warm-up, and the schedule begins after it', () => {
    const warm = settings({ warmup: 4, schedule: 'step', stepSize: 10, gamma: 0.5 })
    const rates = [0, 1, 2, 3, 4, 13, 14].map((u) => learningRate(warm, u, 100))
    const want = [0.025, 0.05, 0.075, 0.1, 0.1, 0.1, 0.05]
    rates.forEach((rate, i) => expect(rate).toBeCloseTo(want[i], 15))
  })

  it('has no division by zero when the warm-up takes all updates', () => {
    const warm = settings({ warmup: 5, schedule: 'cosine' })
    expect(learningRate(warm, 4, 5)).toBe(0.1)
    expect(learningRate(warm, 5, 5)).toBe(0)
  })
})

describe('integerPower', () => {
  it('is the power by products', () => {
    expect(integerPower(2, 10)).toBe(1024)
    expect(integerPower(0.9, 0)).toBe(1)
    expect(integerPower(0.999, 12345)).toBeCloseTo(0.999 ** 12345, 15)
    expect(integerPower(0.9, 1e7)).toBe(0)
  })
})
