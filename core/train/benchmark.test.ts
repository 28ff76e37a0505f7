import { expect, it } from 'vitest'
import { benchCells, benchShapes, createWorkload, measure, median } from './benchmark'

const tiny = { seqLen: 3, batch: 2, inputSize: 2, hiddenSize: 4, outputSize: 3 }

it('measures the four agreed shapes', () => {
  const rows = benchShapes.map(({ seqLen, batch, inputSize, hiddenSize, outputSize }) =>
    [seqLen, batch, inputSize, hiddenSize, outputSize].join(' '),
  )
  expect(rows).toEqual(['20 16 8 32 8', '50 32 16 64 16', '100 64 32 128 32', '100 64 64 256 64'])
})

it('counts the operations of the products, worked by hand for the smallest LSTM', () => {
  // 320 rows; 128 gate units: 128*8 forward and weights, 128*32 in all three, 32*8 in all three; two each.
  const perRow = 2 * 128 * 8 + 3 * 128 * 32 + 3 * 32 * 8
  expect(createWorkload('lstm', benchShapes[0], 'float64').operations).toBe(2 * 320 * perRow)
})

it.each(benchCells)('times updates of %s in rounds and reports least, middle and most', (cell) => {
  let clock = 0
  let updates = 0
  const { operations, update } = createWorkload(cell, tiny, 'float32')
  const counted = () => {
    updates++
    clock += updates % 2 === 0 ? 10 : 30
    return update()
  }
  const now = () => (clock += 0.001)
  const { msPerUpdate, gflops, peaks } = measure(
    { operations, loss: 0, update: counted },
    { now, durationMs: 400 },
  )
  expect(updates).toBeGreaterThan(15)
  expect(msPerUpdate.min).toBeGreaterThanOrEqual(10)
  expect(msPerUpdate.median).toBeGreaterThanOrEqual(msPerUpdate.min)
  expect(msPerUpdate.max).toBeGreaterThanOrEqual(msPerUpdate.median)
  expect(gflops).toBeCloseTo(operations / msPerUpdate.median / 1e6, 12)
  expect(peaks.float32.length).toBeGreaterThanOrEqual(5)
})

it('takes the middle of an odd number of values, and the mean of the two middle ones of an even number', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
})
