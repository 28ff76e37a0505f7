import { describe, expect, it } from 'vitest'
import { histogramCapacity, HistogramHistory, rebin } from './histogramHistory'

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
const range = { min: -1, max: 1 }

describe('histograms over updates', () => {
  it('are brought to common bins without losing a value', () => {
    expect([...rebin({ min: -1, max: 1, counts: [1, 3] }, 4, range)]).toEqual([0.125, 0.125, 0.375, 0.375])
    expect(sum(rebin({ min: -0.37, max: 2.9, counts: [5, 0, 7, 1, 2] }, 7, range))).toBeCloseTo(1, 12)
  })

  it('put what lies beyond the range at its ends', () => {
    expect([...rebin({ min: 5, max: 6, counts: [1] }, 2, range)]).toEqual([0, 1])
    expect([...rebin({ min: -6, max: -5, counts: [1] }, 2, range)]).toEqual([1, 0])
  })

  it('of values that are all the same fill one bin, of no values none', () => {
    expect([...rebin({ min: 0.1, max: 0.1, counts: [4] }, 4, range)]).toEqual([0, 0, 1, 0])
    expect([...rebin({ min: 0, max: 1, counts: [0, 0] }, 2, range)]).toEqual([0, 0])
  })

  it('are kept in bounded memory, evenly spread', () => {
    const history = new HistogramHistory()
    for (let update = 0; update < 5000; update++) history.add(update, { min: 0, max: 1, counts: [1, 1] })
    expect(history.length).toBeLessThanOrEqual(1024)
    expect(history.length).toBeGreaterThan(512)
  })

  it('have an axis around zero that one wild update does not stretch', () => {
    const history = new HistogramHistory()
    for (let update = 0; update < 20; update++) {
      const reach = update === 0 ? 900 : 0.4
      history.add(update, { min: -reach, max: reach, counts: [1] })
    }
    expect(history.range()).toEqual({ min: -0.5, max: 0.5 })
    expect(history.heat(2, history.range()).at(5, 0)).toBeCloseTo(Math.log10(0.5), 6)
  })

  it('show a gap where nobody watched', () => {
    const history = new HistogramHistory()
    history.add(0, { min: 0, max: 1, counts: [1] })
    history.add(50, { min: 0, max: 1, counts: [1] }, 50)
    history.add(60, { min: 0, max: 1, counts: [1] }, 50)
    const heat = history.heat(2, range)
    expect([0, 1].map((column) => heat.end(column))).toEqual([1, 60])
  })

  it('take older ones in between, and none twice', () => {
    const history = new HistogramHistory()
    for (const update of [0, 30, 10, 20, 20, 30])
      history.add(update, { min: 0, max: 1, counts: [update + 1, 1] })
    const heat = history.heat(2, { min: -1, max: 1 })
    expect([0, 1, 2, 3].map((column) => heat.update(column))).toEqual([0, 10, 20, 30])
    expect(history.length).toBe(4)
  })

  it('are fewer where there are many parameters', () => {
    expect(histogramCapacity(12)).toBe(1024)
    expect(histogramCapacity(132)).toBeLessThan(512)
    expect(histogramCapacity(1e6)).toBe(128)
  })
})
