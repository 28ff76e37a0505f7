import { expect, it } from 'vitest'
import {
  cellSizes,
  chooseSizes,
  indexStride,
  NARROW,
  sizeBy,
  SMALL,
  TINY,
  visibleCells,
  WIDE,
} from './gridSizes'

const square = (n: number) => ({ rows: n, cols: n })
const vector = (n: number) => ({ rows: n, cols: 1 })
/** As in dh_t of an LSTM: a result, and four times a matrix and a vector. */
const lstm = (n: number) => [vector(n), ...[1, 2, 3, 4].flatMap(() => [square(n), vector(n)])]
const laptop = { width: 1180, height: 390 }
const desktop = { width: 1800, height: 620 }

it('writes numbers of four digits where they fit, in several lines if need be', () => {
  expect(chooseSizes([vector(16), vector(16)], laptop)).toEqual([WIDE, WIDE])
  expect(chooseSizes(lstm(8), desktop)).toEqual(lstm(8).map(() => WIDE))
})

it('writes numbers of three digits where that saves them all', () => {
  expect(chooseSizes([square(16), square(16)], { width: 1400, height: 390 })).toEqual([NARROW, NARROW])
})

it('reduces the widest operands to colour, the result last, single columns never', () => {
  const sizes = chooseSizes(lstm(16), laptop)
  expect(sizes).toEqual([NARROW, SMALL, NARROW, SMALL, NARROW, SMALL, NARROW, SMALL, NARROW])
  expect(chooseSizes([square(16), square(16), square(16), vector(16)], laptop)).toEqual([
    NARROW,
    SMALL,
    SMALL,
    NARROW,
  ])
})

it('leaves room for the word that marks the result, which is wider than a column', () => {
  // All but the title of the result would fit with the last matrix as numbers.
  const sizes = chooseSizes(lstm(12), { width: 1166, height: 390 })
  expect(sizes).toEqual([NARROW, SMALL, NARROW, SMALL, NARROW, SMALL, NARROW, SMALL, NARROW])
})

it('makes an overview where only that brings all beside each other', () => {
  const three = [square(64), square(64), square(64)]
  expect(chooseSizes(three, { ...laptop, width: 1500 })).toEqual([SMALL, SMALL, SMALL])
  expect(chooseSizes(three, laptop)).toEqual([TINY, TINY, TINY])
  expect(chooseSizes(three, { ...laptop, width: 500 })).toEqual([SMALL, SMALL, SMALL])
})

it('zooms from colours to all digits and no further', () => {
  expect(sizeBy(SMALL, 1)).toBe(NARROW)
  expect(sizeBy(TINY, -1)).toBe(TINY)
  expect(cellSizes[sizeBy(WIDE, 100)]!.text).toBe('full')
  expect(cellSizes.map(({ width }) => width)).toEqual(
    cellSizes.map(({ width }) => width).toSorted((a, b) => a - b),
  )
})

it('writes as many indices as there is room for', () => {
  expect([40, 20, 7, 3].map((cell) => indexStride(cell, 16))).toEqual([1, 1, 5, 10])
})

it('draws what is in sight and a little more, whatever the size of the matrix', () => {
  expect(visibleCells(0, 100, 20, 5)).toEqual([0, 1, 2, 3, 4])
  const some = visibleCells(2000, 100, 20, 1000)
  expect([some[0], some.at(-1)]).toEqual([96, 108])
})
