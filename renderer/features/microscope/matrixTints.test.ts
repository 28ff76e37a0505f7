import { expect, it } from 'vitest'
import { tintCode, tintPixels } from './matrixTints'

const colors = {
  below: 'rgb(0, 114, 178)',
  above: 'rgb(213, 94, 0)',
  notFinite: 'rgb(173, 35, 27)',
  surface: 'rgb(255, 255, 255)',
}
const pixels = tintPixels(colors)
const channels = (value: number, largest = 1): number[] => {
  const pixel = pixels[tintCode(value, largest)]!
  return [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255, pixel >>> 24]
}

it('is the surface at zero, blue below it and orange above', () => {
  expect(channels(0)).toEqual([255, 255, 255, 255])
  const [below, above] = [channels(-1), channels(1)]
  expect(below[2]).toBeGreaterThan(below[0]!)
  expect(above[0]).toBeGreaterThan(above[2]!)
})

it('gives every size a tint, the largest the strongest', () => {
  const reds = [0, -0.25, -0.5, -0.75, -1].map((value) => channels(value)[0]!)
  expect(reds).toEqual(reds.toSorted((a, b) => b - a))
  expect(new Set(reds).size).toBe(5)
  expect(channels(3, 6)).toEqual(channels(0.5))
})

it('shows what is not finite in a colour of its own, whatever the largest', () => {
  expect(channels(NaN)).toEqual(channels(-Infinity, 0))
  expect(channels(NaN)).not.toEqual(channels(0))
})
