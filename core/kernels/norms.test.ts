import { describe, expect, it } from 'vitest'
import { norm as pureNorm } from '../math/norms'
import { limitRowNorms, norm as kernelNorm } from './norms'

describe.each([
  ['norms', pureNorm],
  ['norms by kernels', kernelNorm],
])('%s', (_name, norm) => {
  it('are Euclidean, from an offset', () => {
    expect(norm(Float64Array.of(9, 3, 4, 9), 1, 2)).toBe(5)
    expect(norm(new Float64Array(3), 0, 3)).toBe(0)
  })

  it('neither overflow nor vanish before the numbers do', () => {
    expect(norm(Float64Array.of(3e200, 4e200), 0, 2)).toBeCloseTo(5e200, -187)
    expect(norm(Float64Array.of(3e-200, 4e-200), 0, 2) / 5e-200).toBeCloseTo(1, 14)
    expect(norm(Float64Array.of(3e-30, 4e-30), 0, 2) / 5e-30).toBeCloseTo(1, 14)
  })

  it('show NaN and infinity', () => {
    expect(norm(Float64Array.of(1, NaN), 0, 2)).toBeNaN()
    expect(norm(Float64Array.of(Infinity, NaN), 0, 2)).toBeNaN()
    expect(norm(Float64Array.of(1, -Infinity), 0, 2)).toBe(Infinity)
  })
})

it('norms are limited row by row, keeping the direction and counting', () => {
  const rows = Float64Array.of(3, 4, 0.3, 0.4, 30, 40, NaN, 9, Infinity, 1)
  expect(limitRowNorms(rows, 0, 5, 2, 1)).toBe(3)
  expect([...rows.slice(0, 2)]).toEqual([3 * 0.2, 4 * 0.2])
  expect([...rows.slice(2, 4)]).toEqual([0.3, 0.4])
  expect(kernelNorm(rows, 4, 2)).toBeCloseTo(1, 14)
  expect([...rows.slice(6, 8)]).toEqual([NaN, 9])
  expect(rows[8]).toBeNaN()
})
