import { describe, expect, it } from 'vitest'
import { LossReader } from './lossFacts'
import { GrowableColumn } from './growableColumn'

function columnOf(values: readonly number[]): GrowableColumn {
  const column = new GrowableColumn()
  column.append(Float64Array.from(values))
  return column
}

const constant = (n: number, value: number) => Array.from({ length: n }, () => value)
const read = (...values: readonly number[]) => new LossReader(0.5).read(columnOf(values))

describe('LossReader', () => {
  it('says since when the smoothed loss has been below half the baseline', () => {
    const { learning, learnsSince } = read(...constant(100, 1), ...constant(100, 0.05))
    expect(learning).toBe('learns')
    expect(learnsSince).toBeGreaterThan(100)
    expect(learnsSince).toBeLessThan(120)
  })

  it('does not take a dip below the baseline for learning, however long it lasts', () => {
    const dipping = Array.from({ length: 500 }, (_, i) => 0.48 + 0.02 * Math.sin(i))
    expect(read(...dipping)).toMatchObject({ learning: 'notYet', learnsSince: null, learnsBelow: 0.25 })
  })

  it('does not count one lucky batch', () => {
    const values = Array.from({ length: 100 }, (_, i) => (i === 50 ? 0.01 : 1))
    expect(read(...values)).toMatchObject({ learning: 'notYet', learnsSince: null })
  })

  it('says that the loss is above it again once it was below', () => {
    expect(read(...constant(50, 0.1), ...constant(100, 2))).toMatchObject({
      learning: 'again',
      learnsSince: null,
    })
    const back = read(...constant(50, 0.1), ...constant(100, 2), ...constant(100, 0.1))
    expect(back.learning).toBe('learns')
    expect(back.learnsSince).toBeGreaterThan(150)
  })

  it('calls a task solved below a twentieth of the baseline', () => {
    expect(read(...constant(50, 0.0251)).learning).toBe('learns')
    expect(read(...constant(50, 0.0249))).toMatchObject({ learning: 'solved', solvedBelow: 0.025 })
  })

  it('calls a task that has a goal of its own solved there', () => {
    const reader = new LossReader(0.5, 0, 1 / 5)
    expect(reader.read(columnOf(constant(50, 0.099)))).toMatchObject({
      ...{ learning: 'solved', solvedBelow: 0.1, solvedAt: 1 / 5 },
    })
  })

  it('measures both from the floor that no network goes below', () => {
    const limits = { baseline: 1, floor: 0.6, learnsBelow: 0.8, solvedBelow: 0.62 }
    const above = (value: number) => new LossReader(1, 0.6).read(columnOf(constant(50, value)))
    expect(above(0.81)).toMatchObject({ ...limits, learning: 'notYet' })
    expect(above(0.79).learning).toBe('learns')
    expect(above(0.621).learning).toBe('learns')
    expect(above(0.619).learning).toBe('solved')
  })

  it('does not call a loss that grows beyond all bounds anything but not learned', () => {
    expect(read(...Array.from({ length: 50 }, (_, i) => 10 ** i)).learning).toBe('notYet')
  })

  it('says nothing before there is a number', () => {
    expect(read().learning).toBe('untold')
    expect(read(NaN).learning).toBe('untold')
  })

  it('counts what is not finite and goes on reading', () => {
    const column = columnOf([1, NaN, Infinity])
    const reader = new LossReader(0.5)
    expect(reader.read(column)).toMatchObject({ first: 1, numNonFinite: 2, firstNonFinite: 1 })
    column.push(0.8)
    expect(reader.read(column)).toMatchObject({ numUpdates: 4, numNonFinite: 2 })
  })
})

it('reads a curve that begins behind update 0', () => {
  const column = new GrowableColumn(50)
  const reader = new LossReader(1)
  expect(reader.read(column)).toMatchObject({ numUpdates: 0, firstUpdate: 50, learning: 'untold' })
  column.append(Float64Array.of(0.3, 0.2))
  expect(reader.read(column)).toMatchObject({
    ...{ numUpdates: 2, firstUpdate: 50, first: 0.3, learnsSince: 50 },
    ...{ numNonFinite: 0, firstNonFinite: null },
  })
})
