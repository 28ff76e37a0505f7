import { describe, expect, it } from 'vitest'
import type { Parameter } from '../nn/parameter'
import { clipGradNorm, clipGradValue, createClipReport, measureGrad } from './clip'

function withGrad(...grads: number[][]): Parameter[] {
  return grads.map((grad, i) => ({
    name: `p${i}`,
    shape: [grad.length],
    value: new Float64Array(grad.length),
    grad: Float64Array.from(grad),
  }))
}

function gradsOf(parameters: Parameter[]): number[][] {
  return parameters.map(({ grad }) => [...grad])
}

describe('clipGradNorm', () => {
  it('scales all gradients by one coefficient, with PyTorch’s guard in it', () => {
    const parameters = withGrad([3, 0], [0, -4])
    const report = clipGradNorm(parameters, 1)
    const coefficient = 1 / (5 + 1e-6)
    expect(gradsOf(parameters)).toEqual([
      [3 * coefficient, 0],
      [0, -4 * coefficient],
    ])
    expect(report.normBefore).toBe(5)
    expect(report.normAfter).toBeCloseTo(5 * coefficient, 15)
    expect([...report.before]).toEqual([3, 4])
    expect([...report.after]).toEqual([3 * coefficient, 4 * coefficient])
    expect(report.isClipped).toBe(true)
  })

  it('leaves gradients within the threshold as they are, bit by bit', () => {
    const parameters = withGrad([0.1, 0.2])
    const report = clipGradNorm(parameters, 1)
    expect(gradsOf(parameters)).toEqual([[0.1, 0.2]])
    expect(report.normAfter).toBe(report.normBefore)
    expect([...report.after]).toEqual([...report.before])
    expect(report.isClipped).toBe(false)
  })

  it('does not call it clipping where the coefficient is 1', () => {
    const report = clipGradNorm(withGrad([1]), 1 + 1e-6)
    expect([report.normAfter, report.isClipped]).toEqual([1, false])
  })

  it('makes everything zero at threshold 0 and nothing at infinity', () => {
    const parameters = withGrad([3, 4])
    expect(clipGradNorm(parameters, Infinity).isClipped).toBe(false)
    expect(clipGradNorm(parameters, 0).normAfter).toBe(0)
  })

  it.each([
    [NaN, NaN],
    [Infinity, Infinity],
    [-Infinity, Infinity],
  ])('reports a gradient of %d and changes nothing', (bad, norm) => {
    const parameters = withGrad([1, bad], [100])
    const report = clipGradNorm(parameters, 1)
    expect(report.normBefore).toBe(norm)
    expect([...report.before]).toEqual([norm, 100])
    expect(report.isClipped).toBe(false)
    expect(gradsOf(parameters)).toEqual([[1, bad], [100]])
  })

  it.each([-1, NaN, -Infinity])('refuses the threshold %d', (threshold) => {
    expect(() => clipGradNorm(withGrad([1]), threshold)).toThrow(RangeError)
    expect(() => clipGradValue(withGrad([1]), threshold)).toThrow(`clipValue is ${threshold}`)
  })

  it('clips gradients whose squares overflow', () => {
    const parameters = withGrad([3e200, 4e200])
    expect(clipGradNorm(parameters, 1).normBefore).toBeCloseTo(5e200, -188)
    expect(measureGrad(parameters).normBefore).toBeCloseTo(1, 14)
  })
})

describe('clipGradValue', () => {
  it('limits every element on its own', () => {
    const parameters = withGrad([3, -0.5], [-4, 0.5])
    const report = clipGradValue(parameters, 0.5)
    expect(gradsOf(parameters)).toEqual([
      [0.5, -0.5],
      [-0.5, 0.5],
    ])
    expect(report.normBefore).toBe(Math.sqrt(9.25 + 16.25))
    expect(report.normAfter).toBe(1)
    expect(report.isClipped).toBe(true)
  })

  it('reports no clipping where no element is beyond the limit', () => {
    const report = clipGradValue(withGrad([0.5, -0.5]), 0.5)
    expect(report.isClipped).toBe(false)
    expect(report.normAfter).toBe(report.normBefore)
  })

  it('never makes an infinite gradient look healthy', () => {
    const parameters = withGrad([Infinity, 1])
    expect(clipGradValue(parameters, 0.5).normBefore).toBe(Infinity)
    expect(gradsOf(parameters)).toEqual([[Infinity, 1]])
  })
})

describe('a report', () => {
  it('can be filled again and again', () => {
    const report = createClipReport(1)
    clipGradNorm(withGrad([5]), 1, report)
    expect(measureGrad(withGrad([2]), report)).toBe(report)
    expect(report).toEqual({
      normBefore: 2,
      normAfter: 2,
      before: Float64Array.from([2]),
      after: Float64Array.from([2]),
      isClipped: false,
    })
  })
})
