import { expect, it } from 'vitest'
import { readingScale, unitGrid } from './unitGrid'

it.each([1, 2, 8, 16, 32, 64, 256])('gives each of %i units a place in the box', (count) => {
  const { columns, width, height, fontSize } = unitGrid(count, 50, 13)
  const rows = Math.ceil(count / columns)
  expect(columns * width).toBeCloseTo(50)
  expect(rows * height).toBeCloseTo(13)
  expect(columns * rows).toBeGreaterThanOrEqual(count)
  expect(fontSize).toBeLessThan(height)
})

it('asks for a larger scale the more units there are', () => {
  const scales = [8, 16, 32, 64, 256].map((count) => readingScale(count, 50, 13))
  expect(scales).toEqual(scales.toSorted((a, b) => a - b))
  expect(readingScale(64, 50, 13)).toBeLessThan(12)
})
