import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ExportRequest } from '../../core/contract/exchange'
import { answerExchange } from '../exchange/thread/answerExchange'
import { trained } from '../exchange/exchange.testing'
import { makeFolder } from '../store/keptRun.testing'
import { createExchange } from './exchange'

let data: string
let offered: string[]
/** Where the person wants it; null to think better of it. */
let place: string | null

beforeEach(async () => {
  data = await makeFolder()
  offered = []
  place = join(data, 'out')
  await mkdir(join(data, 'runs'))
  await trained(join(data, 'runs'), {
    ...{ task: { name: 'adding', seqLen: 4 }, model: { cell: 'gru', hiddenSize: 2 } },
    train: { batch: 2, updates: 5, threads: 1 },
  })
})
afterEach(() => rm(data, { recursive: true, force: true }))

const exchange = () =>
  createExchange({
    ...{ data, version: '1.2.3', work: answerExchange },
    askWhere({ name }) {
      offered.push(name)
      return Promise.resolve(place)
    },
  })

const asked = (changes: Partial<ExportRequest> = {}): ExportRequest => ({
  ...{ runId: 'run', format: 'csv', name: 'My run', update: null, language: 'en' },
  chart: {
    chart: 'loss',
    theme: 'light',
    width: 800,
    height: 400,
    scale: 2,
    caption: '',
    hasSettings: false,
  },
  ...changes,
})

describe('a window’s export', () => {
  it('goes where the person says, under a name that every system takes', async () => {
    const written = await exchange().export(asked({ name: '../a/b: "c"\u202e' }))
    expect(written).toEqual({ ok: true, value: { path: place, told: [] } })
    expect(offered).toEqual(['a b c.csv'])
    expect((await readFile(place!, 'utf8')).split('\n')).toHaveLength(7)
  })

  it('replaces what the dialog has asked about', async () => {
    await exchange().export(asked())
    await exchange().export(asked({ format: 'svg' }))
    expect(await readFile(place!, 'utf8')).toContain('<svg')
    expect(offered).toEqual(['My run.csv', 'My run.svg'])
  })

  it('writes nothing where the person thinks better of it', async () => {
    place = null
    expect(await exchange().export(asked())).toEqual({ ok: true, value: { path: null, told: [] } })
    expect(await readdir(data)).toEqual(['runs'])
  })

  it('says in a reason why it cannot be', async () => {
    place = join(data, 'no', 'out')
    expect(await exchange().export(asked())).toMatchObject({
      ok: false,
      error: { reason: { code: 'noParentFolder' } },
    })
    expect(await exchange().export(asked({ runId: 'none' }))).toMatchObject({
      ok: false,
      error: { code: 'noSuchRun' },
    })
  })
})

describe('a window’s import', () => {
  const text = (content: string) => Buffer.from(content)

  it('takes an experiment in as a run that waits, called as the file is, and leaves no copy', async () => {
    const taken = await exchange().import(
      'mine.json',
      text('{"task":{"name":"echo"},"model":{"cell":"rnn"}}'),
    )
    if (!taken.ok) throw new Error(taken.error.message)
    const notes = join(data, 'runs', taken.value.runId, 'notes.json')
    expect(JSON.parse(await readFile(notes, 'utf8'))).toMatchObject({ name: 'mine' })
    expect((await readdir(data)).sort()).toEqual(['runs'])
  })

  it('takes back the zip of an export', async () => {
    await exchange().export(asked({ format: 'zip' }))
    const bytes = await readFile(place!)
    expect(await exchange().import('run.zip', bytes)).toEqual({
      ...{ ok: true, value: { runId: 'a-run', told: [] } },
    })
    expect(await exchange().import('run.zip', bytes)).toMatchObject({
      error: { reason: { code: 'keptAlready' } },
    })
  })

  it('takes back a run’s folder, file by file', async () => {
    const from = join(data, 'runs', 'run')
    const names = (await readdir(from, { recursive: true, withFileTypes: true })).filter((each) =>
      each.isFile(),
    )
    const known = names.filter(({ name }) => name !== 'lock')
    const files = await Promise.all(
      known.map(async ({ parentPath, name }) => ({
        path: relative(from, join(parentPath, name)),
        bytes: await readFile(join(parentPath, name)),
      })),
    )
    await rm(from, { recursive: true })
    const taken = await exchange().importFolder('my run', files)
    expect(taken).toEqual({ ok: true, value: { runId: 'a-run', told: [] } })
    const [folder] = await readdir(join(data, 'runs'))
    for (const { path, bytes } of files.filter(({ path: each }) => each.endsWith('.arrows'))) {
      expect(await readFile(join(data, 'runs', folder!, path))).toEqual(bytes)
    }
    expect(await exchange().importFolder('none', [{ path: 'notes.json', bytes: text('{}') }])).toMatchObject({
      error: { reason: { code: 'notARun' } },
    })
    expect((await readdir(data)).sort()).toEqual(['runs'])
  })

  it('refuses by the file’s own name, and leaves nothing', async () => {
    const refused = await exchange().import('/x/../evil\u001b.json', text('{"task":{"name":"pie"}}'))
    expect(refused).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/^\S*evil\S*\.json: /) },
    })
    expect(refused.ok || refused.error.message).not.toContain(data)
    expect(await exchange().import('model.pt', text('x'))).toMatchObject({
      error: { reason: { code: 'pickle' } },
    })
    expect((await readdir(data)).sort()).toEqual(['runs'])
    expect(await readdir(join(data, 'runs'))).toEqual(['run'])
  })
})
