import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { LogColumns } from './arrowLog'
import { goOn, keepRun, smallExperiment, withFolder } from './keptRun.testing'
import { createKeptRuns } from './keptRuns'
import { FORMAT } from './migrations'
import { checkpointsIn, openRunFolder } from './runFolder'

/*
 * Folders as older versions of the app wrote them: their documents stand here as they were; log and
 * checkpoints have never changed.
 */

const UPDATES = 60

const run = {
  id: 'old',
  app: '0.1.0',
  engine: '0.1.0',
  created: '2026-01-02T03:04:05.000Z',
  data: null,
  parent: null,
}
const notes = { name: 'first try', color: null, tags: ['hw'], text: 'a note' }
const experiment = {
  task: { name: 'adding', seqLen: 6 },
  model: { cell: 'gru', hiddenSize: 3 },
  optimizer: { name: 'adam', schedule: 'cosine', lr: 0.02 },
  clip: { mode: 'norm', threshold: 0.5 },
  train: { batch: 4, updates: UPDATES, threads: 1, dtype: 'float64', seed: 0 },
}

/** By the version of their layout. */
const folders: Readonly<Record<number, Readonly<Record<string, object>>>> = {
  1: { 'run.json': { format: 1, ...run }, 'experiment.json': experiment, 'notes.json': notes },
  2: {
    'run.json': {
      ...{ format: 2, ...run },
      group: { kind: 'sweep', id: 's', name: 'rates', fields: { 'optimizer.lr': 0.02 } },
    },
    'experiment.json': experiment,
    'notes.json': { ...notes, isArchived: true },
  },
}

/** A run of this version that was killed in the middle, with the documents of an older one. */
async function writeOlder(folder: string, format: number): Promise<void> {
  const { over } = await keepRun(folder, smallExperiment({ updates: UPDATES }))
  await over()
  const middle = (await checkpointsIn(folder)).filter((update) => update < UPDATES).at(-1) ?? 0
  for (const update of await checkpointsIn(folder)) {
    if (update > middle) await rm(join(folder, 'checkpoints', `${update}.safetensors`))
  }
  await rm(join(folder, 'diagnostics.arrows'), { force: true })
  await writeFile(join(folder, 'events.jsonl'), `{"type":"resumed","update":0}\n`)
  for (const [name, document] of Object.entries(folders[format]!)) {
    await writeFile(join(folder, name), JSON.stringify(document))
  }
}

it('there is a folder here of every older version', () => {
  expect(Object.keys(folders)).toEqual(Array.from({ length: FORMAT - 1 }, (_, i) => String(i + 1)))
})

for (const format of Object.keys(folders).map(Number)) {
  it(`a run that version ${format} of the layout wrote is listed with what was said of it, and goes on to the same bits`, () =>
    withFolder(async (data) => {
      const folder = join(data, 'runs', 'old')
      const { over } = await keepRun(join(data, 'whole'), smallExperiment({ updates: UPDATES }))
      await over()
      await writeOlder(folder, format)
      const before = await readFile(join(folder, 'run.json'), 'utf8')

      const kept = createKeptRuns(data, { version: '9', changed: () => undefined })
      expect(await kept.list()).toMatchObject({
        value: { runs: [{ runId: 'old', name: 'first try', color: null, tags: ['hw'], problems: [] }] },
      })
      await kept.dispose()

      const resumed = await goOn(folder)
      await resumed.over()
      expect([resumed.problems, resumed.run.state.status]).toEqual([[], 'done'])
      const [{ log }, { log: whole }] = [
        await openRunFolder(folder),
        await openRunFolder(join(data, 'whole')),
      ]
      const bits = ({ loss, gradNorm, lr }: LogColumns) => [loss, gradNorm, lr].map((column) => [...column])
      expect(bits(log.columns)).toEqual(bits(whole.columns))
      expect(await readFile(join(folder, 'run.json'), 'utf8')).toBe(before)
    }))
}
