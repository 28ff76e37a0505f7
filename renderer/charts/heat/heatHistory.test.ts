import { describe, expect, it } from 'vitest'
import { capacityFor, HeatHistory } from './heatHistory'

function filled(count: number, capacity: number, rows = 2): HeatHistory {
  const history = new HeatHistory(rows, capacity)
  for (let update = 0; update < count; update++) {
    history.add(
      update,
      Array.from({ length: rows }, (_, row) => update + row / 10),
    )
  }
  return history
}
const updates = (history: HeatHistory) =>
  Array.from({ length: history.length }, (_, column) => history.update(column))

describe('a history of columns', () => {
  it('keeps every column while there is room', () => {
    const history = filled(5, 8)
    expect(updates(history)).toEqual([0, 1, 2, 3, 4])
    expect(history.at(3, 1)).toBeCloseTo(3.1, 5)
    expect(history.stride).toBe(1)
  })

  it('drops every second one when full and then takes them half as often', () => {
    expect(updates(filled(8, 8))).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    const history = filled(13, 8)
    expect(updates(history)).toEqual([0, 2, 4, 6, 8, 10, 12])
    expect(history.stride).toBe(2)
    expect(history.generation).toBe(1)
    expect(updates(filled(40, 8))).toEqual([0, 8, 16, 24, 32])
  })

  it('holds 500 steps of 100,000 updates in a few megabytes, evenly spread', () => {
    const history = new HeatHistory(500)
    const column = new Float64Array(500).fill(-3)
    for (let update = 0; update < 100_000; update++) history.add(update, column)
    expect(history.bytes).toBeLessThan(9e6)
    expect(history.length).toBeGreaterThan(2000)
    const gaps = updates(history).map((update, i, all) => update - (all[i - 1] ?? -history.stride))
    expect(new Set(gaps)).toEqual(new Set([history.stride]))
  })

  it('lets many histories share the memory', () => {
    expect(capacityFor(500)).toBe(4096)
    expect(capacityFor(500, 32) * 500 * 4 * 32).toBeLessThan(40e6)
    expect(capacityFor(20)).toBe(4096)
    expect(capacityFor(1e6)).toBe(64)
  })

  it('says how far a column reaches: to the next, or over its own update where that began after it', () => {
    const history = new HeatHistory(1, 8)
    history.add(0, [1])
    history.add(10, [1])
    history.add(500, [1], 500)
    history.add(510, [1], 500)
    expect([0, 1, 2, 3].map((column) => history.end(column))).toEqual([10, 11, 510, 511])
  })

  it('has gaps where no column stands, be it at first or later', () => {
    const history = new HeatHistory(1, 8)
    expect(history.hasGaps).toBe(false)
    history.add(0, [1])
    history.add(10, [1])
    expect(history.hasGaps).toBe(false)
    history.add(500, [1], 500)
    expect(history.hasGaps).toBe(true)
    const late = new HeatHistory(1, 8)
    late.add(1, [1])
    expect(late.hasGaps).toBe(true)
  })

  it('has a gap also where the column behind it is dropped', () => {
    const history = new HeatHistory(1, 4)
    for (const update of [0, 1]) history.add(update, [1])
    for (const update of [100, 101, 102, 103]) history.add(update, [1], 100)
    expect(updates(history)).toEqual([0, 100, 102])
    expect([0, 1].map((column) => history.end(column))).toEqual([1, 102])
  })

  it('takes older columns in between, which close a gap as far as they reach', () => {
    const history = filled(2, 16)
    for (const update of [500, 501]) history.add(update, [7, 7], 500)
    const { generation } = history
    for (const update of [100, 300, 200]) history.add(update, [update, 2], 100)
    expect(updates(history)).toEqual([0, 1, 100, 200, 300, 500, 501])
    expect(
      [0, 1, 2, 3].map((i) => history.at(3, 0) === 200 && history.at(5, 1) === 7 && history.end(i)),
    ).toEqual([1, 2, 200, 300])
    expect(history.end(4)).toBe(301)
    expect(history.generation).toBeGreaterThan(generation)
  })

  it('takes older columns however rarely it takes new ones, and halves where there is no room', () => {
    const history = filled(40, 8)
    expect(updates(history)).toEqual([0, 8, 16, 24, 32])
    for (const update of [17, 18, 19]) history.add(update, [1, 1])
    expect(updates(history)).toEqual([0, 8, 16, 17, 18, 19, 24, 32])
    history.add(20, [1, 1])
    expect(updates(history)).toEqual([0, 16, 18, 20, 24])
  })

  it('knows whether a column is of an update between two places', () => {
    const history = new HeatHistory(1, 8)
    for (const update of [5, 10]) history.add(update, [1])
    expect(
      [
        [0, 5],
        [0, 5.5],
        [5.9, 6],
        [6, 10],
        [10, 11],
        [11, 99],
      ].map(([start, end]) => history.hasBetween(start!, end!)),
    ).toEqual([false, true, true, false, true, false])
  })

  it('finds the column that stands at an update', () => {
    const history = new HeatHistory(1, 8)
    for (const update of [5, 10, 20]) history.add(update, [1])
    expect([0, 5, 9, 10, 99].map((update) => history.indexAt(update))).toEqual([-1, 0, 0, 1, 2])
  })

  it('counts finite values only for its extremes, and forgets none', () => {
    const history = new HeatHistory(3, 2)
    history.add(0, [-Infinity, NaN, -4])
    history.add(1, [2, Infinity, 1])
    history.add(2, [0, 0, 0])
    expect([history.min, history.max]).toEqual([-4, 2])
  })

  it('ignores what it has seen already', () => {
    const history = filled(3, 8)
    history.add(2, [9, 9])
    history.add(1, [9, 9])
    expect(updates(history)).toEqual([0, 1, 2])
    expect(history.max).toBeCloseTo(2.1)
  })
})
