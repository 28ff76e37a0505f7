import { describeReason } from '../../core/contract/reasons'
import { appendFile, mkdtemp, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Observation } from '../../core/contract/observation'
import type { FolderChange } from '../runs/keeping'
import { logBatch, logHeader, mapColumns } from './arrowLog'
import { appendObservations } from './diagnosticsFile'
import type { RunEvent } from './documents'
import { createFileLog } from './fileLog'
import { replaceFile } from './files'
import type { FolderReader } from './folderReader'
import { createFolderReader } from './folderReader'
import { elsewhere, lockElsewhere, smallExperiment } from './keptRun.testing'
import { createRunFolder } from './runFolder'
import { observationOf } from '../runs/observation.testing'

let parent = ''
let folder = ''
let told: string[] = []
let log: ReturnType<typeof createFileLog>
let reader: FolderReader

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'unroll-reader-'))
  folder = join(parent, 'run')
  told = []
  const made = { id: 'a', experiment: smallExperiment({ updates: 40 }), version: '1' }
  await (await createRunFolder(folder, made)).release()
  await lockElsewhere(folder)
  log = createFileLog(path('log.arrows'))
  reader = createFolderReader(folder, log, (why) => told.push(describeReason(why)))
  await reader.look()
})
afterEach(() => rm(parent, { recursive: true }))

const path = (name: string) => join(folder, name)

/** The batch of so many updates from one on; of a loss that another run would not have where it is `other`. */
const batch = (first: number, updates: number, other = 0) =>
  logBatch(
    first,
    mapColumns(() => Float64Array.from({ length: updates }, (_, i) => first + i + other)),
  )
const train = (...of: Parameters<typeof batch>) => appendFile(path('log.arrows'), batch(...of))
const event = (event: RunEvent) => appendFile(path('events.jsonl'), `${JSON.stringify(event)}\n`)

const flowAt = (update: number): Observation => {
  const layers = [{ name: 'l0', h: new Float64Array(2).fill(update), c: null, unclipped: null }]
  return { ...observationOf(update, []), flow: { layers } }
}

async function look(): Promise<FolderChange> {
  const change = await reader.look()
  if (!change) throw new Error('nothing has changed')
  return change
}
const losses = () => [...log.read(0, Infinity).loss]

describe('whoever reads on in a folder that another process writes', () => {
  it('hears of every update once, and of nothing where nothing is new', async () => {
    expect(await reader.look()).toBeNull()
    await train(0, 3)
    expect(await look()).toMatchObject({
      ...{ trainedBy: elsewhere, state: { status: 'running', update: 3 }, isCut: false },
      batch: { firstUpdate: 0, columns: { loss: Float64Array.of(0, 1, 2) } },
      figures: { msPerUpdate: 2, numClipped: 0 },
    })
    await train(3, 1)
    await train(4, 2)
    expect((await look()).batch).toMatchObject({
      firstUpdate: 3,
      columns: { loss: Float64Array.of(3, 4, 5) },
    })
    expect(await reader.look()).toBeNull()
    expect(losses()).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('reads a long log as far as it goes', async () => {
    for (let first = 0; first < 60_000; first += 1000) await train(first, 1000)
    expect((await look()).batch?.columns.loss).toHaveLength(60_000)
    expect(log.read(59_990, 20).loss).toHaveLength(10)
  })

  it('waits for the end of a batch that is being written', async () => {
    const bytes = batch(2, 3)
    await train(0, 2)
    await appendFile(path('log.arrows'), bytes.subarray(0, 100))
    expect((await look()).state).toEqual({ status: 'running', update: 2 })
    await appendFile(path('log.arrows'), bytes.subarray(100))
    expect((await look()).batch).toMatchObject({ firstUpdate: 2 })
    expect([losses(), told]).toEqual([[0, 1, 2, 3, 4], []])
  })

  it('says where a log is damaged, once, and shows what stands before it', async () => {
    await train(0, 2)
    await appendFile(path('log.arrows'), 'no batch')
    await look()
    expect(told).toEqual([])
    for (let i = 0; i < 2; i++) {
      await train(2, 1)
      expect((await look()).batch).toBeNull()
    }
    expect(told).toHaveLength(1)
    expect(told[0]).toContain(`${path('log.arrows')}: it is damaged from byte`)
    expect(losses()).toEqual([0, 1])
  })

  it('hears of what was tuned, and of what was observed, once', async () => {
    await train(0, 2)
    const tuned = { update: 1, field: 'optimizer.lr' as const, from: 0.02, to: 0.1 }
    await event({ type: 'tuned', ...tuned })
    const end = await appendObservations(folder, 0, [flowAt(0), flowAt(1)])
    const change = await look()
    expect([change.tuningEvents, change.isCut]).toEqual([[tuned], false])
    expect(change.observations.map(({ update }) => update)).toEqual([0, 1])
    await train(2, 1)
    await appendObservations(folder, end, [flowAt(2)])
    expect((await look()).observations.map(({ update }) => update)).toEqual([2])
    expect(await reader.look()).toBeNull()
  })

  it.each([
    ['to nothing', 0, [{ type: 'resumed', update: 0 }]],
    ['and made longer again before anybody looked', 6, [{ type: 'resumed', update: 1 }]],
    ['by a step back', 1, [{ type: 'paused', update: 1, by: 'person' }]],
  ] as const)('hears that it was cut %s, and reads it anew', async (_, updates, events) => {
    await train(0, 2)
    await train(2, 2)
    await look()
    await writeFile(path('log.arrows'), logHeader())
    if (updates > 0) await train(0, updates, 100)
    await replaceFile(path('events.jsonl'), events.map((each) => `${JSON.stringify(each)}\n`).join(''))
    expect(await look()).toMatchObject({ isCut: true, batch: null, state: { update: updates } })
    expect(losses()).toEqual(Array.from({ length: updates }, (_, i) => 100 + i))
    await train(updates, 1)
    expect(await look()).toMatchObject({ isCut: false, batch: { firstUpdate: updates } })
  })

  it('hears that it was cut before its events say so', async () => {
    await train(0, 2)
    await train(2, 2)
    await look()
    await truncate(path('log.arrows'), logHeader().length + batch(0, 2).length)
    expect(await look()).toMatchObject({ isCut: true, state: { status: 'running', update: 2 } })
  })

  it('hears how it ended, and of the last updates with that', async () => {
    await train(0, 2)
    await look()
    await train(2, 1)
    await event({ type: 'stopped', update: 3, by: 'SIGINT' })
    await rm(path('lock'))
    expect(await look()).toMatchObject({
      ...{ trainedBy: null, state: { status: 'stopped', update: 3 }, batch: { firstUpdate: 2 } },
    })
    expect(await reader.look()).toBeNull()
  })

  it('takes a run whose process has died for one that waits to be gone on with', async () => {
    await train(0, 2)
    await writeFile(path('lock'), JSON.stringify({ ...elsewhere, host: 'gone', boot: null }))
    expect(await look()).toMatchObject({ trainedBy: null, state: { status: 'paused', update: 2 } })
  })

  it('says that its folder is gone, keeps what was read, and reads it when it is there again', async () => {
    await train(0, 2)
    await look()
    const away = join(parent, 'away')
    await rename(folder, away)
    for (let i = 0; i < 2; i++) {
      expect(await look()).toMatchObject({ trainedBy: null, state: { status: 'paused', update: 2 } })
    }
    expect(told).toEqual([`the folder of a run is gone: ${folder}; what was read of it stays on the screen`])
    expect(log.length).toBe(2)
    await rename(away, folder)
    expect(await look()).toMatchObject({ trainedBy: elsewhere, state: { status: 'running', update: 2 } })
  })

  it('writes nothing into it', async () => {
    const all = async () =>
      Promise.all(
        ['.', ...(await readdir(folder))].map(async (name) => [name, (await stat(path(name))).ctimeMs]),
      )
    await train(0, 2)
    await event({ type: 'resumed', update: 2 })
    const before = await all()
    await look()
    await createFolderReader(folder, createFileLog(path('log.arrows')), () => undefined).look()
    expect(await all()).toEqual(before)
  })

  it('knows what this process has written, and hears of what others do with it', async () => {
    await train(0, 2)
    await look()
    await rm(path('lock'))
    await train(2, 2)
    log.append(2, { ...mapColumns(() => Float64Array.of(2, 3)) })
    log.wrote([{ updates: 4, bytes: log.end.bytes + batch(2, 2).length }])
    await reader.settle()
    expect(await reader.look()).toBeNull()
    await lockElsewhere(folder)
    await event({ type: 'resumed', update: 4 })
    await train(4, 1)
    expect(await look()).toMatchObject({ isCut: false, trainedBy: elsewhere, batch: { firstUpdate: 4 } })
    expect(losses()).toEqual([0, 1, 2, 3, 4])
  })
})
