import { describe, expect, it } from 'vitest'
import { jacobianNorms } from './jacobian'
import { trained } from './trained.testing'
import { judgePath } from './verdict'

const over = (needed: number, window = Infinity) => ({ needed, window })
/** The verdict on a path that keeps `gain` over one step. */
const judgeGain = (gain: number) => judgePath({ h: Float64Array.of(gain, 1), c: null }, over(1)).verdict

describe('the verdict', () => {
  it('finds a tanh net of small weights vanishing and a residual net exploding, LSTM with open gates healthy', () => {
    const judge = (changes: Parameters<typeof trained>[0], steps: number) =>
      judgePath(jacobianNorms(trained(changes, steps).cell), over(steps - 1)).verdict
    expect(judge({ initGain: 0.3 }, 20)).toBe('vanishing')
    expect(judge({ cell: 'residual', hiddenSize: 16 }, 30)).toBe('exploding')
    expect(judge({ cell: 'lstm', forgetBias: 3 }, 20)).toBe('healthy')
  })

  it('is of the steps that the task needs, and no others: the same factor a step is sound over few', () => {
    const h = Float64Array.from({ length: 20 }, (_, t) => 0.665 ** (19 - t))
    expect(judgePath({ h, c: null }, over(19))).toMatchObject({ verdict: 'vanishing', lag: 19, needed: 19 })
    expect(judgePath({ h, c: null }, over(3))).toMatchObject({ verdict: 'healthy', lag: 3 })
    expect(judgePath({ h, c: null }, over(3)).gain).toBeCloseTo(0.665 ** 3, 12)
    for (const needed of [3, 19]) {
      expect(judgePath({ h, c: null }, over(needed)).factor).toBeCloseTo(0.665, 12)
    }
  })

  it('gives the numbers behind it', () => {
    expect(judgePath({ h: Float64Array.of(0.25, 0.5, 1), c: null }, over(2))).toEqual({
      verdict: 'healthy',
      path: 'h',
      gain: 0.25,
      factor: 0.5,
      lag: 2,
      needed: 2,
      vanishingBelow: 1e-3,
      explodingAbove: 10,
    })
  })

  it('takes the stronger of two paths and names it, and NaN for exploding', () => {
    const judge = (h: number, c: number) =>
      judgePath({ h: Float64Array.of(h, 1), c: Float64Array.of(c, 1) }, over(1))
    expect(judge(1e-9, 0.5)).toMatchObject({ verdict: 'healthy', path: 'c', gain: 0.5 })
    expect(judge(0.5, 1e-9)).toMatchObject({ verdict: 'healthy', path: 'h', gain: 0.5 })
    expect(judge(1, NaN)).toMatchObject({ verdict: 'exploding', path: 'c' })
    expect(judgeGain(NaN)).toBe('exploding')
    expect(judgeGain(Infinity)).toBe('exploding')
  })

  it('is healthy at either bound, and beyond them not', () => {
    expect([0.999e-3, 1e-3, 10, 10.01].map(judgeGain)).toEqual([
      'vanishing',
      'healthy',
      'healthy',
      'exploding',
    ])
  })

  it('is that the path is truncated where no pass goes back as far as the task needs', () => {
    const h = new Float64Array(8).fill(1)
    expect(judgePath({ h, c: null }, over(8, 8))).toMatchObject({ verdict: 'truncated', lag: 7, needed: 8 })
    expect(judgePath({ h, c: null }, over(7, 8))).toMatchObject({ verdict: 'healthy', lag: 7, needed: 7 })
  })

  it('is of the steps there are in a last window that is shorter than the others', () => {
    const h = Float64Array.of(0.25, 0.5, 1)
    expect(judgePath({ h, c: null }, over(7, 8))).toMatchObject({ verdict: 'healthy', lag: 2, gain: 0.25 })
    expect(judgePath({ h: Float64Array.of(1), c: null }, over(7, 8))).toMatchObject({ lag: 0, factor: 1 })
  })
})
