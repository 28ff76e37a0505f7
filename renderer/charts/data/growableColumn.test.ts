import { expect, it } from 'vitest'
import { GrowableColumn } from './growableColumn'

it('a column keeps its values while it grows, and has none outside of them', () => {
  const column = new GrowableColumn()
  for (let i = 0; i < 3000; i++) column.push(i)
  column.append(Float64Array.of(7, 8, 9), 1)
  expect(column.length).toBe(3002)
  expect([0, 1023, 1024, 2999, 3000, 3001].map((i) => column.at(i))).toEqual([0, 1023, 1024, 2999, 8, 9])
  column.clear()
  column.push(5)
  expect([-1, 0, 1].map((i) => column.at(i))).toEqual([NaN, 5, NaN])
})

it('can begin behind 0, with nothing before', () => {
  const column = new GrowableColumn(3)
  expect([column.first, column.length, column.count]).toEqual([3, 3, 0])
  column.append(Float64Array.of(7, 8, 9), 1)
  expect([column.at(2), column.at(3), column.at(4), column.at(5)]).toEqual([NaN, 8, 9, NaN])
  expect([column.length, column.count]).toEqual([5, 2])
  column.clear()
  expect([column.length, column.count]).toEqual([3, 0])
})
