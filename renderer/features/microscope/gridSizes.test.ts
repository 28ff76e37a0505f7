import { expect, it } from 'vitest'
import {
  cellSizeOf,
  cellsInSight,
  chooseSizes,
  DOTS,
  indexStride,
  LARGEST,
  NARROW,
  sizeBy,
  SMALL,
  TINY,
  WIDE,
} from './gridSizes'

const square = (n: number) => ({ rows: n, cols: n })
const vector = (n: number) => ({ rows: n, cols: 1 })
/** As in dh_t of an LSTM: a result, and four times a matrix and a vector. */
const lstm = (n: number) => [vector(n), ...[1, 2, 3, 4].flatMap(() => [square(n), vector(n)])]
const laptop = { width: 1180, height: 390 }
const desktop = { width: 1800, height: 620 }

it('writes numbers of four digits where they fit, in several lines if need be', () => {
  expect(chooseSizes([vector(16), vector(16)], laptop)).toEqual({ sizes: [WIDE, WIDE], isDense: false })
  expect(chooseSizes(lstm(8), desktop)).toEqual({ sizes: lstm(8).map(() => WIDE), isDense: false })
})

it('writes numbers of three digits where that saves them all', () => {
  const { sizes, isDense } = chooseSizes([square(16), square(16)], { width: 1400, height: 390 })
  expect([sizes, isDense]).toEqual([[NARROW, NARROW], false])
})

it('keeps the numbers of an LSTM of 8 units on a laptop, in dense rows', () => {
  expect(chooseSizes(lstm(8), laptop)).toEqual({ sizes: lstm(8).map(() => NARROW), isDense: true })
})

it('brings the 25 matrices of a stacked LSTM of two directions beside each other, with few rows', () => {
  const above = Array.from({ length: 8 }, () => [{ rows: 8, cols: 16 }, vector(8)])
  const all = [vector(8), ...above.flat(), ...lstm(8).slice(1)]
  const { sizes, isDense } = chooseSizes(all, { width: 1162, height: 345 })
  expect(all).toHaveLength(25)
  expect(isDense).toBe(true)
  // The last one has room for its numbers.
  expect(sizes).toEqual(all.map(({ cols }, i) => (cols === 1 || i === 23 ? NARROW : SMALL)))
})

it('reduces the widest operands to colour, the result last, single columns never', () => {
  const { sizes } = chooseSizes(lstm(16), laptop)
  expect(sizes).toEqual([NARROW, SMALL, NARROW, SMALL, NARROW, SMALL, NARROW, SMALL, NARROW])
  expect(chooseSizes([square(16), square(16), square(16), vector(16)], laptop).sizes).toEqual([
    NARROW,
    SMALL,
    SMALL,
    NARROW,
  ])
})

it('puts columns of numbers into dense rows before they scroll', () => {
  expect(chooseSizes([vector(16), vector(16)], { width: 1180, height: 300 }).isDense).toBe(true)
  // The rows that are saved leave one matrix room for its numbers.
  expect(chooseSizes(lstm(16), { width: 1270, height: 350 })).toEqual({
    sizes: [NARROW, SMALL, NARROW, SMALL, NARROW, SMALL, NARROW, NARROW, NARROW],
    isDense: true,
  })
  expect(chooseSizes([vector(64), square(64), vector(64)], laptop).isDense).toBe(false)
})

it('shows a matrix that is wider than the screen as colours, whole', () => {
  expect(chooseSizes([{ rows: 16, cols: 64 }], laptop).sizes).toEqual([SMALL])
})

it('leaves room for the word that marks the result, which is wider than a column', () => {
  const shown = [vector(12), square(12)]
  expect(chooseSizes(shown, { width: 540, height: 300 }).sizes).toEqual([NARROW, NARROW])
  expect(chooseSizes([square(12), vector(12)], { width: 530, height: 300 }).sizes).toEqual([NARROW, NARROW])
  expect(chooseSizes(shown, { width: 530, height: 300 })).toEqual({ sizes: [NARROW, NARROW], isDense: true })
})

it('makes an overview where only that brings all beside each other', () => {
  const three = [square(64), square(64), square(64)]

  expect(chooseSizes(three, { ...laptop, width: 1040 }).sizes).toEqual([TINY, TINY, TINY])
  expect(chooseSizes(three, { ...laptop, width: 700 }).sizes).toEqual([DOTS, DOTS, DOTS])
})

it('shows each whole where nothing brings all beside each other', () => {
  expect(chooseSizes(lstm(64), laptop).sizes.filter((size) => size !== NARROW)).toEqual(Array(4).fill(TINY))
  expect(chooseSizes(lstm(128), laptop).sizes.filter((size) => size !== NARROW)).toEqual(Array(4).fill(DOTS))
})

it('zooms from dots to all digits and no further', () => {
  expect(sizeBy(SMALL, 1)).toBe(NARROW)
  expect(sizeBy(DOTS, -1)).toBe(DOTS)
  expect(sizeBy(WIDE, 100)).toBe(LARGEST)
  for (const isDense of [false, true]) {
    const ladder = Array.from({ length: LARGEST + 1 }, (_, size) => cellSizeOf(size, isDense))
    expect(ladder.at(-1)!.text).toBe('full')
    expect(ladder).toEqual(ladder.toSorted((a, b) => a.width - b.width || a.height - b.height))
  }
})

it('writes as many indices as there is room for', () => {
  expect([40, 20, 7, 3].map((cell) => indexStride(cell, 16))).toEqual([1, 1, 5, 10])
})

it('knows which cells are in sight, whatever the size of the matrix', () => {
  expect(cellsInSight(0, 100, 20, 4)).toEqual({ from: 0, to: 4 })
  expect(cellsInSight(2010, 100, 20, 1000)).toEqual({ from: 100, to: 106 })
  expect(cellsInSight(0, -8, 20, 1000)).toEqual({ from: 0, to: 0 })
})
