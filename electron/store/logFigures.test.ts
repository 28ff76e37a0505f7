import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { damagedFrom, logBatch, logHeader, mapColumns, readLog } from './arrowLog'
import { withFolder } from './keptRun.testing'
import { addUpdates, noFigures, readFigures, smoothedLoss } from './logFigures'

/** Updates from `first` on, whose losses are no line. */
const columnsOf = (first: number, length: number) =>
  mapColumns((name) =>
    Float64Array.from({ length }, (_, i) =>
      name === 'ms' ? 0.1 : Math.cos(first + i) + 1 / (first + i + 1),
    ),
  )

function logOf(lengths: readonly number[]): Uint8Array {
  let first = 0
  const batches = lengths.map((length) => {
    first += length
    return logBatch(first - length, columnsOf(first - length, length))
  })
  return new Uint8Array(Buffer.concat([logHeader(), ...batches]))
}

const figuresOf = (bytes: Uint8Array) => {
  const { columns, problem } = readLog(bytes)
  return { ...addUpdates(noFigures, columns, bytes.length), problem }
}

it('the figures of a log are those of all its updates, however it is read', () =>
  withFolder(async (folder) => {
    const path = join(folder, 'log.arrows')
    // Batches end within, at and behind the megabyte that is read at a time.
    for (const lengths of [[], [1], [3, 1000, 7], [40_000], Array.from({ length: 60 }, () => 1000)]) {
      const bytes = logOf(lengths)
      await writeFile(path, bytes)
      expect(await readFigures(path)).toEqual(figuresOf(bytes))
    }
  }))

it('of a log that has grown only the rest is read', () =>
  withFolder(async (folder) => {
    const path = join(folder, 'log.arrows')
    await writeFile(path, logOf([500, 20]))
    const before = await readFigures(path)
    const grown = logOf([500, 20, 300, 1])
    // Nobody looks at what was there before.
    await writeFile(path, grown.slice().fill(0, 0, before.bytes))
    expect(await readFigures(path, before)).toEqual(figuresOf(grown))
  }))

it('what is damaged is told of, with the updates before it', () =>
  withFolder(async (folder) => {
    const path = join(folder, 'log.arrows')
    const bytes = logOf([5, 7])
    for (const cut of [bytes.length - 1, bytes.length - 600, 20, 0]) {
      await writeFile(path, bytes.subarray(0, cut))
      const { updates, problem } = await readFigures(path)
      const log = readLog(bytes.subarray(0, cut))
      expect([updates, problem]).toEqual([log.length, log.problem])
      expect(problem).not.toBeNull()
    }
    await writeFile(path, Buffer.concat([bytes, new Uint8Array(3_000_000)]))
    expect(await readFigures(path)).toMatchObject({
      ...{ updates: 12, problem: damagedFrom(bytes.length, 12) },
    })
    await expect(readFigures(join(folder, 'none'))).rejects.toThrow('none: there is no such file')
  }))

it('the task counts as solved since the smoothed loss has stayed below the limit', () => {
  const figuresWith = (losses: readonly number[]) => {
    const columns = mapColumns(() => Float64Array.from(losses))
    return addUpdates(noFigures, columns, 0, 0.5)
  }
  const fell = figuresWith([1, 0.4, 0.4, 0.4, 0.1, 0.1])
  // (0.6561 + 0.4 · 2.439 + 0.1) / 4.0951 is below it, (0.729 + 0.4 · 2.71) / 3.439 is not.
  expect(fell.solvedSince).toBe(4)
  // One that is not finite is skipped; one that is large undoes it.
  expect(figuresWith([0.1, NaN, 0.1]).solvedSince).toBe(0)
  expect(figuresWith([0.1, 0.1, 100]).solvedSince).toBeNull()
  // In parts as in one.
  const half = figuresWith([1, 0.4, 0.4])
  const rest = mapColumns(() => Float64Array.of(0.4, 0.1, 0.1))
  expect(addUpdates(half, rest, 0, 0.5)).toEqual(fell)
  expect(smoothedLoss(noFigures)).toBeNaN()
  expect(smoothedLoss(figuresWith([3]))).toBeCloseTo(3, 12)
})
