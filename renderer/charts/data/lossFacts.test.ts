import { describe, expect, it } from 'vitest'
import { LossReader } from './lossFacts'
import { GrowableColumn } from './growableColumn'

function columnOf(values: readonly number[]): GrowableColumn {
  const column = new GrowableColumn()
  column.append(Float64Array.from(values))
  return column
}

describe('LossReader', () => {
  it('says since when the smoothed loss has been below the baseline', () => {
    const values = Array.from({ length: 200 }, (_, i) => (i < 100 ? 1 : 0.01))
    const { crossedAt } = new LossReader(0.5).read(columnOf(values))
    expect(crossedAt).toBeGreaterThan(100)
    expect(crossedAt).toBeLessThan(110)
  })

  it('does not count one lucky batch as crossing', () => {
    const values = Array.from({ length: 100 }, (_, i) => (i === 50 ? 0.4 : 1))
    expect(new LossReader(0.5).read(columnOf(values)).crossedAt).toBeNull()
  })

  it('takes a crossing back when the loss rises again', () => {
    const values = [...Array.from({ length: 50 }, () => 0.1), ...Array.from({ length: 100 }, () => 2)]
    expect(new LossReader(0.5).read(columnOf(values)).crossedAt).toBeNull()
  })

  it('counts what is not finite and goes on reading', () => {
    const column = columnOf([1, NaN, Infinity])
    const reader = new LossReader(0.5)
    expect(reader.read(column)).toMatchObject({ first: 1, numNonFinite: 2, firstNonFinite: 1 })
    column.push(0.8)
    expect(reader.read(column)).toMatchObject({ numUpdates: 4, numNonFinite: 2 })
  })
})
