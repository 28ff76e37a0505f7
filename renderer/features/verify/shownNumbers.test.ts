import { describe, expect, it } from 'vitest'
import { elementName, exact, placeOf, shapeText } from './shownNumbers'

describe('numbers that are compared', () => {
  it('are named by their place, as numpy prints it', () => {
    expect([0, 5, 23].map((n) => placeOf(n, [2, 3, 4]))).toEqual([
      [0, 0, 0],
      [0, 1, 1],
      [1, 2, 3],
    ])
    expect([elementName('dW', [2, 1]), elementName('loss', [])]).toEqual(['dW[2, 1]', 'loss'])
    expect(shapeText([5, 10])).toBe('(5, 10)')
  })

  it('keep every digit', () => {
    expect([exact(-0.1), exact(1.25e-12)]).toEqual(['−0.1', '1.25e−12'])
  })
})
