import { appendFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { columnNames, type Columns } from '../../core/contract/run'
import type { LogEnd } from './arrowLog'
import { logBatch, logHeader } from './arrowLog'
import { createFileLog } from './fileLog'
import { withFolder } from './keptRun.testing'

/** Updates whose every number says which it is. */
function columnsOf(first: number, count: number): Columns {
  const column = (offset: number) => Float64Array.from({ length: count }, (_, i) => first + i + offset)
  return Object.fromEntries(columnNames.map((name, i) => [name, column(i / 8)])) as unknown as Columns
}

/** A log with batches of 3, 4 and 2 updates in its file, and 5 that are not written. */
async function setUp(folder: string) {
  const path = join(folder, 'log.arrows')
  await writeFile(path, logHeader())
  const ends: LogEnd[] = []
  let bytes = logHeader().length
  for (const [first, count] of [
    [0, 3],
    [3, 4],
    [7, 2],
  ] as const) {
    const batch = logBatch(first, { ...columnsOf(first, count), ms: new Float64Array(count) })
    await appendFile(path, batch)
    bytes += batch.length
    ends.push({ updates: first + count, bytes })
  }
  const log = createFileLog(path, ends.slice(0, 1))
  log.append(3, columnsOf(3, 4))
  log.append(7, columnsOf(7, 2))
  log.append(9, columnsOf(9, 5))
  log.wrote(ends.slice(1))
  return { path, log, ends }
}

describe('a log in a file', () => {
  it('reads any stretch, from the file and from what is not written yet', () =>
    withFolder(async (folder) => {
      const { log } = await setUp(folder)
      expect(log.length).toBe(14)
      for (let from = 0; from <= 14; from++) {
        for (let count = 0; count <= 15; count++) {
          expect(log.read(from, count)).toEqual(columnsOf(from, Math.min(count, 14 - from)))
        }
      }
    }))

  it('takes only the next update', () =>
    withFolder(async (folder) => {
      const { log } = await setUp(folder)
      expect(() => log.append(13, columnsOf(13, 1))).toThrow('expected update 14 next in the log, got 13')
    }))

  it('gives what can be read, and no gaps, where its file is cut', () =>
    withFolder(async (folder) => {
      const { log, path, ends } = await setUp(folder)
      await truncate(path, ends[1]!.bytes - 8)
      expect(log.read(1, 13)).toEqual(columnsOf(1, 2))
      expect(log.read(5, 13)).toEqual(columnsOf(5, 0))
      expect(log.read(9, 13)).toEqual(columnsOf(9, 5))
    }))
})
