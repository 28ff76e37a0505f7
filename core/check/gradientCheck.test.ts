import { describe, expect, it } from 'vitest'
import { checkGradient, relativeError, type GradientTarget } from './gradientCheck'

/** L = sum of v³ over a (2, 3) tensor. */
function cubes(): { target: GradientTarget; loss: () => number } {
  const value = new Float64Array([1, -2, 0.5, 3, -1, 2])
  const grad = value.map((v) => 3 * v * v)
  const loss = (): number => value.reduce((sum, v) => sum + v ** 3, 0)
  return { target: { name: 'v', shape: [2, 3], value, grad }, loss }
}

describe('the gradient check', () => {
  it('accepts a right gradient and leaves the values as they were', () => {
    const { target, loss } = cubes()
    const before = target.value.slice()
    const report = checkGradient([target], loss)
    expect(report.ok).toBe(true)
    expect(report.maxError).toBeLessThan(1e-8)
    expect(target.value).toEqual(before)
  })

  it('names the element whose gradient is wrong, with both values', () => {
    const { target, loss } = cubes()
    target.grad[4] = 3.003
    const report = checkGradient([target], loss)
    expect(report.ok).toBe(false)
    expect(report.worst).toMatchObject({ tensor: 'v', index: [1, 1], analytic: 3.003 })
    expect(report.worst?.numeric).toBeCloseTo(3, 6)
    expect(report.maxError).toBeCloseTo(1e-3, 5)
  })

  it('fails on a gradient that is NaN', () => {
    const { target, loss } = cubes()
    target.grad[0] = NaN
    expect(checkGradient([target], loss)).toMatchObject({ ok: false, maxError: Infinity })
  })

  it('skips and counts elements at a kink', () => {
    const value = new Float64Array([0, 2])
    const loss = (): number => Math.abs(value[0]) + Math.abs(value[1])
    const target = { name: 'v', shape: [2], value, grad: new Float64Array([1, 1]) }
    const isSmooth = (): boolean => Math.abs(value[0]) !== 1e-6
    const report = checkGradient([target], loss, { isSmooth })
    expect(report.ok).toBe(true)
    expect(report.tensors[0]).toMatchObject({ numElements: 2, numSkipped: 1 })
  })

  it('compares small gradients absolutely, at 1e-9', () => {
    expect(relativeError(1e-7, 1.009e-7)).toBeLessThan(1e-6)
    expect(relativeError(1e-7, 1.2e-7)).toBeGreaterThan(1e-6)
    expect(relativeError(2, 2.000004)).toBeGreaterThan(1e-6)
  })

  it('takes a right gradient for right where the loss is rounded more than it shows', () => {
    // A large number is added and taken away again: what is left has lost 5 of its 16 digits.
    const value = Float64Array.from([0.3, -0.7, 1.1])
    const loss = (): number => value.reduce((sum, v) => sum + v ** 3, 0) + 1e5 - 1e5
    const target = { name: 'v', shape: [3], value, grad: value.map((v) => 3 * v * v) }
    expect(checkGradient([target], loss).ok).toBe(true)
    target.grad[1] *= 1 + 1e-5
    const report = checkGradient([target], loss)
    expect([report.ok, report.worst?.index]).toEqual([false, [1]])
  })

  it('does not judge where the loss is too rough for any difference, and counts that', () => {
    const value = Float64Array.from([0.3])
    const loss = (): number => value[0] + Math.sin(1e9 * value[0])
    const target = { name: 'v', shape: [1], value, grad: new Float64Array([1]) }
    expect(checkGradient([target], loss)).toMatchObject({ ok: true, worst: null })
    expect(checkGradient([target], loss).tensors[0]).toMatchObject({ numUncertain: 1, numSkipped: 0 })
  })

  it('refuses float32 values', () => {
    const target = { name: 'w', shape: [1], value: new Float32Array(1), grad: new Float32Array(1) }
    expect(() => checkGradient([target], () => 0)).toThrow('w is float32, expected float64')
  })
})
