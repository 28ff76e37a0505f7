import { expect, it } from 'vitest'
import type { Matrix } from '../../../core/explain/matrix'
import { matrixId, matrixKey } from '../../../core/explain/matrixRef'
import { layOutGrid } from './gridLayout'

const matrix = (rows: number, cols: number, more: Partial<Matrix> = {}): Matrix => ({
  ref: { kind: 'loss' },
  id: matrixId({ kind: 'loss' }),
  key: matrixKey({ kind: 'loss' }),
  name: { tex: 'm', text: 'm' },
  rows,
  cols,
  hasItems: false,
  madeIn: null,
  at: (row, col) => -(10 * row + col),
  ...more,
})

it('puts blocks of rows beside each other, under their names', () => {
  const layout = layOutGrid(matrix(6, 2, { rowBlocks: ['r', 'z', 'n'] }), null)
  expect([layout.numRows, layout.numColumns, layout.blockColumns]).toEqual([2, 6, 2])
  expect(layout.heads).toEqual(['r', '1', 'z', '1', 'n', '1'])
  expect(layout.elementAt({ row: 1, column: 4 })).toEqual({ row: 5, col: 0 })
  expect(layout.valueAt({ row: 0, column: 3 })).toBe(-21)
  expect(layout.largest).toBe(51)
})

it('finds every element in the cell where it put it', () => {
  for (const [shown, item] of [
    [matrix(6, 2, { rowBlocks: ['r', 'z', 'n'] }), null],
    [matrix(3, 4), null],
    [matrix(3, 4, { hasItems: true }), 2],
  ] as const) {
    const { numRows, numColumns, elementAt, cellOf } = layOutGrid(shown, item)
    for (let row = 0; row < numRows; row++) {
      for (let column = 0; column < numColumns; column++) {
        const element = elementAt({ row, column })
        expect(cellOf(element.row, element.col)).toEqual({ row, column })
      }
    }
  }
})

it('shows one sequence of a state, its index above it, and a vector without', () => {
  const { numColumns, heads, largest } = layOutGrid(matrix(3, 4, { hasItems: true }), 2)
  expect([numColumns, heads, largest]).toEqual([1, ['2'], 22])
  expect(layOutGrid(matrix(3, 1), null).heads).toBeNull()
})

it('leaves NaN and infinity out of the largest number', () => {
  const values = [1, NaN, -Infinity]
  expect(layOutGrid(matrix(3, 1, { at: (row) => values[row]! }), null).largest).toBe(1)
})
