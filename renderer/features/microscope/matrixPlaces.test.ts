import { expect, it } from 'vitest'
import type { Matrix } from '../../../core/explain/matrix'
import { placesOf } from './matrixPlaces'

const matrix = (rows: number, cols: number, more: Partial<Matrix> = {}): Matrix => ({
  id: 'm',
  key: 'm',
  name: { tex: 'm', text: 'm' },
  rows,
  cols,
  hasItems: false,
  madeIn: null,
  at: (row, col) => -(10 * row + col),
  ...more,
})

it('puts blocks of rows beside each other, under their names', () => {
  const places = placesOf(matrix(6, 2, { rowBlocks: ['r', 'z', 'n'] }), null)
  expect([places.numRows, places.numPlaces, places.blockPlaces]).toEqual([2, 6, 2])
  expect(places.heads).toEqual(['r', '1', 'z', '1', 'n', '1'])
  expect(places.elementAt({ row: 1, place: 4 })).toEqual({ row: 5, col: 0 })
  expect(places.valueAt({ row: 0, place: 3 })).toBe(-21)
  expect(places.largest).toBe(51)
})

it('finds every element at the place where it put it', () => {
  for (const [shown, item] of [
    [matrix(6, 2, { rowBlocks: ['r', 'z', 'n'] }), null],
    [matrix(3, 4), null],
    [matrix(3, 4, { hasItems: true }), 2],
  ] as const) {
    const { numRows, numPlaces, elementAt, placeOf } = placesOf(shown, item)
    for (let row = 0; row < numRows; row++) {
      for (let place = 0; place < numPlaces; place++) {
        const element = elementAt({ row, place })
        expect(placeOf(element.row, element.col)).toEqual({ row, place })
      }
    }
  }
})

it('shows one sequence of a state, its index above it, and a vector without', () => {
  const { numPlaces, heads, largest } = placesOf(matrix(3, 4, { hasItems: true }), 2)
  expect([numPlaces, heads, largest]).toEqual([1, ['2'], 22])
  expect(placesOf(matrix(3, 1), null).heads).toBeNull()
})

it('leaves NaN and infinity out of the largest number', () => {
  const values = [1, NaN, -Infinity]
  expect(placesOf(matrix(3, 1, { at: (row) => values[row]! }), null).largest).toBe(1)
})
