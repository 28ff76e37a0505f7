import { describe, expect, it } from 'vitest'
import { DebiasedEma, MAX_SMOOTHING } from './ema'

describe('DebiasedEma', () => {
  it('is not pulled towards zero at the start', () => {
    const ema = new DebiasedEma(0.99)
    expect(ema.next(5)).toBeCloseTo(5, 12)
    expect(ema.next(5)).toBeCloseTo(5, 12)
  })

  it('agrees with a case worked by hand', () => {
    const ema = new DebiasedEma(0.5)
    ema.next(1)
    // (0.25 · 1 + 0.5 · 3) / (1 − 0.25)
    expect(ema.next(3)).toBeCloseTo(1.75 / 0.75, 12)
  })

  it('skips what is not finite and goes on as if it had not been', () => {
    const [disturbed, calm] = [new DebiasedEma(0.9), new DebiasedEma(0.9)]
    disturbed.next(1)
    calm.next(1)
    expect(disturbed.next(NaN)).toBeNaN()
    expect(disturbed.next(Infinity)).toBeNaN()
    expect(disturbed.next(2)).toBe(calm.next(2))
  })

  it('takes many values at once to the same bits, however many, and goes on behind them', () => {
    const [each, all] = [new DebiasedEma(0.9), new DebiasedEma(0.9)]
    const values = Float64Array.from({ length: 9000 }, (_, i) => (i === 5 ? NaN : Math.sin(i * i)))
    const averages = new Float64Array(values.length)
    all.extend(values.subarray(0, 100), averages)
    all.extend(values.subarray(100), averages.subarray(100))
    expect(averages).toEqual(values.map((value) => each.next(value)))
    expect(all.next(3)).toBe(each.next(3))
  })

  it('goes on from where another one stood, to the same bits', () => {
    const [whole, begun] = [new DebiasedEma(0.9), new DebiasedEma(0.9)]
    for (const value of [0.3, 0.1, 0.7]) {
      whole.next(value)
      begun.next(value)
    }
    const resumed = new DebiasedEma(0.9, begun.state)
    expect(resumed.value).toBe(whole.value)
    expect(resumed.next(0.2)).toBe(whole.next(0.2))
    expect(new DebiasedEma(0.9).value).toBeNaN()
  })

  it('keeps its weight below one', () => {
    expect(new DebiasedEma(1).weight).toBe(MAX_SMOOTHING)
    expect(new DebiasedEma(-1).weight).toBe(0)
  })

  it('returns the values themselves at weight zero', () => {
    const ema = new DebiasedEma(0)
    expect([3, 1, 4].map((value) => ema.next(value))).toEqual([3, 1, 4])
  })
})
