import { expect, it } from 'vitest'
import { drawnTable, flatSeries, isFlat, NUM_DRAWN, withStroke } from './drawnSeries'

it('is bent by strokes in either direction, and stays within its range', () => {
  const up = withStroke(flatSeries(), { row: 2, value: 0 }, { row: 6, value: 1 })
  expect([...up.subarray(1, 8)]).toEqual([0, 0, 0.25, 0.5, 0.75, 1, 0])
  expect(withStroke(flatSeries(), { row: 6, value: 1 }, { row: 2, value: 0 })).toEqual(up)
  expect(withStroke(up, { row: 9, value: 5 }, { row: 9, value: 5 })[9]).toBe(1)
  expect([isFlat(flatSeries()), isFlat(up)]).toEqual([true, false])
})

it('is a table of one column with a row for each value', () => {
  const lines = drawnTable(
    withStroke(flatSeries(), { row: 0, value: 0.12345 }, { row: 0, value: 0.12345 }),
  ).split('\n')
  expect(lines).toHaveLength(1 + NUM_DRAWN)
  expect(lines.slice(0, 3)).toEqual(['value', '0.123', '0'])
})
