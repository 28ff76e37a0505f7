import { expect, it } from 'vitest'
import { pixels } from '../color/colorMap'
import { diverging } from '../color/divergingMap'
import { paintMatrix } from './heatMatrix'

it('a matrix is painted a step a column, clamped to its range, empty where there is no number', () => {
  const image = new Uint32Array(6).fill(7)
  paintMatrix(image, [-1, 1, -9, Infinity, NaN, 0], 3, 2, { min: -1, max: 1 }, pixels)
  const [low, high] = [pixels[0], pixels.at(-1)]
  expect([...image]).toEqual([low, low, 0, high, high, pixels[128]])
})

it('zero has the middle colour of a map of signed values', () => {
  const image = new Uint32Array(3)
  const map = diverging(false).pixels
  paintMatrix(image, [-2, 0, 2], 3, 1, { min: -2, max: 2 }, map)
  expect([...image]).toEqual([map[0], map[127], map.at(-1)])
})
