import { expect, it } from 'vitest'
import type { LogColumns } from './arrowLog'
import { logHeader, mapColumns, readLog } from './arrowLog'
import { createLogBatches } from './logBatches'

const columnsOf = (first: number, length: number): LogColumns =>
  mapColumns((name) => Float64Array.from({ length }, (_, i) => first + i + name.length / 10))

it('cuts what comes in stretches of any length into batches of 1,000 updates and a rest', () => {
  const batches = createLogBatches(5)
  let first = 5
  for (const length of [1, 998, 3, 2500, 0, 400]) {
    batches.add(columnsOf(first, length))
    first += length
  }
  const taken = batches.take()
  expect(taken.map(({ rows }) => rows)).toEqual([1000, 1000, 1000, 902])
  const log = readLog(Buffer.concat([logHeader(), ...taken.map(({ bytes }) => bytes)]), 5)
  expect(log.problem).toBeNull()
  expect(log.columns).toEqual(columnsOf(5, 3902))
})

it('gives every update once, and goes on where it was', () => {
  const batches = createLogBatches(0)
  batches.add(columnsOf(0, 2))
  expect(batches.take().map(({ rows }) => rows)).toEqual([2])
  expect(batches.take()).toEqual([])
  batches.add(columnsOf(2, 1))
  const [batch] = batches.take()
  expect(readLog(Buffer.concat([logHeader(), batch!.bytes]), 2).columns).toEqual(columnsOf(2, 1))
})
