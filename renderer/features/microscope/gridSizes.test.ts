import { expect, it } from 'vitest'
import {
  cellSizeOf,
  cellsInSight,
  chooseSizes,
  DOTS,
  HUGE,
  indexStride,
  LARGE,
  LARGEST,
  MEDIUM,
  NUMBERS,
  sizeBy,
  SMALL,
  TINY,
} from './gridSizes'

const shown = (rows: number, cols: number, numChars = 6) => ({ rows, cols, numChars })
const square = (n: number) => shown(n, n, 7)
const vector = (n: number) => shown(n, 1, 8)
/** As in dh_t of an LSTM: a result, and four times a matrix and a vector. */
const lstm = (n: number) => [vector(n), ...[1, 2, 3, 4].flatMap(() => [square(n), vector(n)])]
const laptop = { width: 830, height: 400 }
const desktop = { width: 1290, height: 660 }

it('writes numbers as large as there is room for, in several lines if need be', () => {
  const two = [vector(16), vector(16)]
  expect(chooseSizes(two, desktop)).toEqual({ sizes: [HUGE, HUGE], isDense: false })
  expect(chooseSizes([vector(12), vector(12)], laptop).sizes).toEqual([LARGE, LARGE])
  expect(chooseSizes(two, laptop)).toEqual({ sizes: [NUMBERS, NUMBERS], isDense: false })
  expect(chooseSizes(lstm(8), desktop)).toEqual({ sizes: lstm(8).map(() => NUMBERS), isDense: false })
})

it('keeps the numbers of an LSTM of 5 units on a laptop', () => {
  expect(Math.min(...chooseSizes(lstm(5), laptop).sizes)).toBeGreaterThanOrEqual(NUMBERS)
})

it('makes cells as wide as the longest number of their matrix', () => {
  const fitting = { width: 500, height: 270 }
  expect(chooseSizes([shown(10, 10, 5)], fitting).sizes).toEqual([NUMBERS])
  expect(chooseSizes([shown(10, 10, 9)], fitting).sizes).toEqual([MEDIUM])
})

it('brings the 25 matrices of a stacked LSTM of two directions beside each other, with few rows', () => {
  const above = Array.from({ length: 8 }, () => [shown(8, 16), vector(8)])
  const all = [vector(8), ...above.flat(), ...lstm(8).slice(1)]
  const { sizes, isDense } = chooseSizes(all, { width: 1162, height: 345 })
  expect(all).toHaveLength(25)
  expect(isDense).toBe(true)
  expect(sizes).toEqual(all.map(({ cols }) => (cols === 1 ? NUMBERS : SMALL)))
})

it('reduces the widest operands to colour, the result last, single columns never', () => {
  const { sizes } = chooseSizes(lstm(16), laptop)
  expect(sizes).toEqual([NUMBERS, SMALL, NUMBERS, SMALL, NUMBERS, SMALL, NUMBERS, SMALL, NUMBERS])
  expect(chooseSizes([square(12), square(12), square(12), vector(12)], laptop).sizes).toEqual([
    NUMBERS,
    SMALL,
    SMALL,
    NUMBERS,
  ])
})

it('puts columns of numbers into dense rows before they scroll', () => {
  expect(chooseSizes([vector(16), vector(16)], { ...laptop, height: 300 }).isDense).toBe(true)
  expect(chooseSizes([vector(64), square(64), vector(64)], laptop).isDense).toBe(false)
})

it('shows a matrix that is wider than the screen as colours, whole', () => {
  expect(chooseSizes([shown(16, 64)], laptop).sizes).toEqual([SMALL])
})

it('leaves room for the word that marks the result, which is wider than a column', () => {
  const two = [vector(12), shown(12, 12, 5)]
  expect(chooseSizes(two, { width: 574, height: 300 }).isDense).toBe(false)
  expect(chooseSizes(two.toReversed(), { width: 560, height: 300 }).isDense).toBe(false)
  expect(chooseSizes(two, { width: 560, height: 300 }).isDense).toBe(true)
})

it('makes an overview where only that brings all beside each other', () => {
  const three = [square(64), square(64), square(64)]
  expect(chooseSizes(three, { width: 1040, height: 390 }).sizes).toEqual([TINY, TINY, TINY])
  expect(chooseSizes(three, { width: 700, height: 390 }).sizes).toEqual([DOTS, DOTS, DOTS])
})

it('shows each whole where nothing brings all beside each other', () => {
  const reduced = (n: number) => chooseSizes(lstm(n), laptop).sizes.filter((size) => size !== NUMBERS)
  expect(reduced(64)).toEqual(Array(4).fill(TINY))
  expect(reduced(128)).toEqual(Array(4).fill(DOTS))
})

it('zooms from dots to all digits and no further', () => {
  expect(sizeBy(MEDIUM, 1)).toBe(NUMBERS)
  expect(sizeBy(DOTS, -1)).toBe(DOTS)
  expect(sizeBy(NUMBERS, 100)).toBe(LARGEST)
  for (const isDense of [false, true]) {
    const ladder = Array.from({ length: LARGEST + 1 }, (_, size) => cellSizeOf(size, isDense, 9))
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
