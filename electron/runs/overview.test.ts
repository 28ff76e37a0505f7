import { describe, expect, it } from 'vitest'
import { readOverview } from './overview'
import { createMemoryLog } from './runLog'

/** A log whose losses are given by their update, beside three flat columns. */
function logOf(length: number, lossOf: (update: number) => number) {
  const log = createMemoryLog()
  const loss = Float64Array.from({ length }, (_, update) => lossOf(update))
  const flat = () => new Float64Array(length).fill(1)
  log.append(0, { loss, gradNorm: flat(), gradNormClipped: flat(), lr: flat() })
  return log
}

describe('the overview of a log', () => {
  it('tells the first and the last update, and every spike with its update', () => {
    const spikes = new Map([
      [123_456, 99],
      [300_001, -5],
    ])
    const { length, updates, columns } = readOverview(
      logOf(450_000, (update) => spikes.get(update) ?? 1 / (1 + update)),
    )!
    expect([length, updates[0], updates.at(-1)]).toEqual([450_000, 0, 449_999])
    for (const [update, loss] of spikes) expect(columns.loss[updates.indexOf(update)]).toBe(loss)
    expect(columns.loss.at(-1)).toBe(1 / 450_000)
    expect([...updates]).toEqual([...new Set(updates)].sort((a, b) => a - b))
    expect(updates.length).toBeLessThan(10_000)
  })

  it('tells where values are not finite, beside the finite ones around them', () => {
    const { updates, columns } = readOverview(
      logOf(10_000, (update) => (update === 7001 ? NaN : update === 7002 ? Infinity : 2)),
    )!
    expect(columns.loss[updates.indexOf(7001)]).toBeNaN()
    expect(columns.loss.filter((value) => value === 2).length).toBeGreaterThan(1900)
  })

  it('has every column at the same updates, where any of them has something to tell', () => {
    const log = logOf(10_000, () => 1)
    const late = () => new Float64Array(2).fill(1)
    log.append(10_000, { loss: late(), gradNorm: late(), gradNormClipped: late(), lr: Float64Array.of(1, 3) })
    const { updates, columns } = readOverview(log)!
    expect(columns.lr[updates.indexOf(10_001)]).toBe(3)
    for (const column of Object.values(columns)) expect(column).toHaveLength(updates.length)
  })

  it('is none of a log of which a part cannot be read', () => {
    const log = logOf(300_000, () => 1)
    const read = (from: number, count: number) => log.read(from, from > 0 ? 0 : count)
    expect(readOverview({ first: 0, length: 300_000, read })).toBeNull()
  })
})
