import { expect, it } from 'vitest'
import { unitDirection } from './unitDirection'

const plane = {
  center: new Float64Array(3),
  axes: [Float64Array.from([0.6, 0.3, 0]), Float64Array.from([0, 0.1, -0.2])] as const,
  shares: [0.7, 0.2] as const,
}

it('units lead as far as they move the point, the strongest to four fifths of the plot', () => {
  expect(unitDirection(plane, 0, { a: 2, b: 2 })).toEqual({ a: 1.6, b: 0 })
  const second = unitDirection(plane, 1, { a: 2, b: 2 })!
  expect([second.a, second.b].map((value) => Number(value.toFixed(9)))).toEqual([0.8, 0.266666667])
  expect(unitDirection(plane, 3, { a: 2, b: 2 })).toBeNull()
})
