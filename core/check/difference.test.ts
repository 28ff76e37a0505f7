import { describe, expect, it } from 'vitest'
import { differentiate } from './difference'

describe('a derivative by differences', () => {
  it.each([
    ['sin', Math.sin, Math.cos],
    ['exp', Math.exp, Math.exp],
    ['x³', (x: number) => x ** 3, (x: number) => 3 * x * x],
    ['tanh 20x', (x: number) => Math.tanh(20 * x), (x: number) => 20 / Math.cosh(20 * x) ** 2],
  ])('of %s is right to ten digits, and knows about how far it is off', (_, f, derivative) => {
    for (const x of [-0.9, 0.1, 0.4, 2]) {
      const { value, error } = differentiate((offset) => f(x + offset))
      const off = Math.abs(value - derivative(x))
      expect(off).toBeLessThan(1e-10)
      expect(off).toBeLessThan(5 * error + 1e-13)
    }
  })

  it('knows how far it is off where the function is rounded', () => {
    for (const digits of [1e4, 1e6, 1e8]) {
      for (const x of [0.1, 0.7, 1.3]) {
        const { value, error } = differentiate((offset) => Math.sin(x + offset) + digits - digits)
        const off = Math.abs(value - Math.cos(x))
        expect(off).toBeLessThan(5 * error)
        expect(error).toBeLessThan(1e-12 * digits)
      }
    }
  })

  it('leaves out the steps that the function cannot be extended to', () => {
    const { value } = differentiate((offset) => (Math.abs(offset) > 1e-3 ? NaN : Math.sin(offset)))
    expect(value).toBeCloseTo(1, 9)
    expect(differentiate(() => NaN)).toEqual({ value: NaN, error: Infinity, scatter: NaN })
  })

  it('scatters where the function is rougher than the shortest step', () => {
    const { value, scatter } = differentiate((offset) => offset + Math.sin(1e9 * offset + 1))
    expect(scatter).toBeGreaterThan(1e-3 * Math.abs(value))
  })
})
