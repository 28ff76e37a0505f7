import { reason } from '../../core/contract/reasons'
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Observation } from '../../core/contract/observation'
import { observationOf } from '../runs/observation.testing'
import {
  appendObservations,
  createDiagnosticsSchedule,
  cutDiagnostics,
  openDiagnostics,
} from './diagnosticsFile'
import { readDiagnostics } from './diagnosticsLog'
import { withFolder } from './keptRun.testing'

const flowAt = (update: number, steps = 5): Observation => {
  const layers = [{ name: 'l0', h: new Float64Array(steps).fill(update / 3), c: null, unclipped: null }]
  return { ...observationOf(update, []), flow: { layers } }
}
const flows = (...updates: number[]) => updates.map((update) => flowAt(update))
const updatesOf = (observations: readonly Observation[]) => observations.map(({ update }) => update)

it('a run has what was appended, and one without the file nothing', () =>
  withFolder(async (folder) => {
    expect(await openDiagnostics(folder)).toEqual({ observations: [], position: 0, problem: null })
    expect(await appendObservations(folder, 0, [observationOf(0, ['memory'])])).toBe(0)
    expect(await readdir(folder)).toEqual([])
    const first = await appendObservations(folder, 0, flows(0, 1))
    const position = await appendObservations(folder, first, flows(4))
    expect(await openDiagnostics(folder)).toEqual({ observations: flows(0, 1, 4), position, problem: null })
  }))

it('what a crash left half-written is told of, and overwritten', () =>
  withFolder(async (folder) => {
    const path = join(folder, 'diagnostics.arrows')
    const position = await appendObservations(folder, 0, flows(0, 1))
    await appendFile(path, new Uint8Array(77))
    expect(await openDiagnostics(folder)).toEqual({
      ...{ observations: flows(0, 1), position },
      problem: reason('inFile', { path, why: reason('damagedDiagnostics', { byte: position, n: 2 }) }),
    })
    await appendObservations(folder, position, flows(2))
    expect(await openDiagnostics(folder)).toMatchObject({ observations: flows(0, 1, 2), problem: null })
  }))

it('is cut to the updates that are not made again, at the end of a batch or within one', () =>
  withFolder(async (folder) => {
    let position = 0
    for (const batch of [flows(0, 1, 2), flows(3, 6), flows(9)]) {
      position = await appendObservations(folder, position, batch)
    }
    const whole = await readFile(join(folder, 'diagnostics.arrows'))
    for (const [updates, left] of [
      [10, [0, 1, 2, 3, 6, 9]],
      [9, [0, 1, 2, 3, 6]],
      [5, [0, 1, 2, 3]],
      [3, [0, 1, 2]],
      [1, [0]],
      [0, []],
    ] as const) {
      await writeFile(join(folder, 'diagnostics.arrows'), whole)
      const cut = await cutDiagnostics(folder, updates)
      const file = await readFile(join(folder, 'diagnostics.arrows'))
      expect([updatesOf(cut.observations), cut.position]).toEqual([left, file.length])
      expect(readDiagnostics(file)).toMatchObject({ observations: flows(...left), problem: null })
      await appendObservations(folder, cut.position, flows(20))
      expect(updatesOf((await openDiagnostics(folder)).observations)).toEqual([...left, 20])
    }
  }))

it('all of the first updates are written, and of the later ones ever fewer', () => {
  const isDue = createDiagnosticsSchedule()
  const written = Array.from({ length: 100_000 }, (_, update) => flowAt(update)).filter(isDue)
  expect(updatesOf(written.slice(0, 1074))).toEqual(Array.from({ length: 1074 }, (_, i) => i))
  expect(written.length).toBeLessThan(1074 + 512 * Math.log2(100))
  expect(written.length).toBeGreaterThan(1074 + 512 * 5)
  expect(written.at(-1)!.update).toBeGreaterThan(99_800)
  expect(isDue(observationOf(100_001, ['memory']))).toBe(false)

  // A run that is gone on with has them as far apart as it had.
  const goesOn = createDiagnosticsSchedule(written)
  const more = Array.from({ length: 1280 }, (_, i) => flowAt(100_000 + i)).filter(goesOn)
  expect(more.length).toBeLessThanOrEqual(10)
})

it('fewer are written where they are large', () => {
  const isDue = createDiagnosticsSchedule()
  const large = Array.from({ length: 600 }, (_, i) => flowAt(50 + i, 20_000)).filter(isDue)
  expect(large.length).toBeLessThan(104 + 52 * 3)
})
