import { describe, expect, it } from 'vitest'
import { createBatchColumns } from './batchColumns'

describe('createBatchColumns', () => {
  it('hands over what was pushed, in order, and goes on counting updates', () => {
    const batches = createBatchColumns()
    batches.push(3, 30, 1, 0.1)
    batches.push(2, 20, 1, 0.05)
    expect(batches.length).toBe(2)
    expect(batches.take()).toEqual({
      firstUpdate: 0,
      columns: {
        loss: new Float64Array([3, 2]),
        gradNorm: new Float64Array([30, 20]),
        gradNormClipped: new Float64Array([1, 1]),
        lr: new Float64Array([0.1, 0.05]),
      },
    })
    batches.push(1, 10, 1, 0.1)
    const { firstUpdate, columns } = batches.take()
    expect(firstUpdate).toBe(2)
    expect([...columns.loss]).toEqual([1])
  })

  it('keeps NaN and infinity as they are', () => {
    const batches = createBatchColumns()
    batches.push(NaN, Infinity, -0, 0)
    const { columns } = batches.take()
    expect([columns.loss[0], columns.gradNorm[0], columns.gradNormClipped[0]]).toEqual([NaN, Infinity, -0])
  })

  it('grows past its first capacity without losing an update', () => {
    const batches = createBatchColumns()
    for (let i = 0; i < 5000; i++) batches.push(i, i, i, i)
    const { columns } = batches.take()
    expect(columns.loss.length).toBe(5000)
    for (const column of [columns.gradNormClipped, columns.lr])
      expect(column.every((value, i) => value === i)).toBe(true)
  })

  it('gives every batch buffers of its own, which hold no more than it', () => {
    const batches = createBatchColumns()
    batches.push(1, 1, 1, 1)
    const first = batches.take().columns
    batches.push(2, 2, 2, 2)
    expect([...first.loss]).toEqual([1])
    expect(first.loss.buffer.byteLength).toBe(Float64Array.BYTES_PER_ELEMENT)
    expect([...batches.take().columns.loss]).toEqual([2])
  })
})
