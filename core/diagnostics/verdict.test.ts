import { describe, expect, it } from 'vitest'
import { jacobianNorms } from './jacobian'
import { trained } from './trained.testing'
import { judgeNorms } from './verdict'

describe('the verdict', () => {
  it('finds a tanh net of small weights vanishing and a residual net exploding, LSTM with open gates healthy', () => {
    const judge = (...net: Parameters<typeof trained>) =>
      judgeNorms(jacobianNorms(trained(...net).cell)).verdict
    expect(judge({ initGain: 0.3 }, 20)).toBe('vanishing')
    expect(judge({ cell: 'residual', hiddenSize: 16 }, 30)).toBe('exploding')
    expect(judge({ cell: 'lstm', forgetBias: 3 }, 20)).toBe('healthy')
  })

  it('gives the numbers behind it', () => {
    expect(judgeNorms({ h: Float64Array.of(0.25, 0.5, 1), c: null })).toEqual({
      verdict: 'healthy',
      gain: 0.25,
      factor: 0.5,
      steps: 3,
      vanishingBelow: 1e-3,
      explodingAbove: 10,
    })
  })

  it('takes the stronger of two ways, and NaN for exploding', () => {
    expect(judgeNorms({ h: Float64Array.of(1e-9, 1), c: Float64Array.of(0.5, 1) }).verdict).toBe('healthy')
    expect(judgeNorms({ h: Float64Array.of(NaN, 1), c: null }).verdict).toBe('exploding')
    expect(judgeNorms({ h: Float64Array.of(1), c: null })).toMatchObject({ verdict: 'healthy', factor: 1 })
  })

  it('is healthy at either bound, and beyond them not', () => {
    const judge = (first: number) => judgeNorms({ h: Float64Array.of(first, 1), c: null }).verdict
    expect([0.999e-3, 1e-3, 10, 10.01].map(judge)).toEqual(['vanishing', 'healthy', 'healthy', 'exploding'])
  })

  it('goes from the first step to the last in a reversed cell', () => {
    expect(judgeNorms({ h: Float64Array.of(1, 0.5, 0.25), c: null }, true)).toMatchObject({ gain: 0.25 })
  })

  it('calls a way over c that is not a number exploding', () => {
    expect(judgeNorms({ h: Float64Array.of(1, 1), c: Float64Array.of(NaN, 1) }).verdict).toBe('exploding')
  })
})
