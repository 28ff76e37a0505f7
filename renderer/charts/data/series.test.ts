import { expect, it } from 'vitest'
import { appendBatch, emptyColumns } from './series'

it('a batch adds what is new in it, and is not taken where updates are missing before it', () => {
  const columns = emptyColumns()
  const batch = (firstUpdate: number, ...values: number[]) => {
    const column = Float64Array.from(values)
    return {
      runId: 'run-1',
      firstUpdate,
      columns: { loss: column, gradNorm: column, gradNormClipped: column, lr: column },
    }
  }
  expect(appendBatch(columns, batch(0, 10, 11, 12))).toBe(true)
  expect(appendBatch(columns, batch(1, 11, 12, 13))).toBe(true)
  expect(appendBatch(columns, batch(5, 15))).toBe(false)
  expect(appendBatch(columns, batch(4, 14))).toBe(true)
  expect([...columns.loss.view()]).toEqual([10, 11, 12, 13, 14])
  expect([...columns.gradNormClipped.view()]).toEqual([10, 11, 12, 13, 14])
})
