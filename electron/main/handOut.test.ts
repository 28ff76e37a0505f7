import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { trained } from '../exchange/exchange.testing'
import { answerExchange } from '../exchange/thread/answerExchange'
import { readZip } from '../exchange/zip.testing'
import { makeFolder } from '../store/keptRun.testing'
import { createHandOut, type HandOut } from './handOut'

let data: string
let temporary: string
let dragged: { windowId: number; file: string }[]
let pictures: Buffer[]
let handOut: HandOut

beforeEach(async () => {
  data = await makeFolder()
  temporary = await makeFolder()
  dragged = []
  pictures = []
  await mkdir(join(data, 'runs'))
  await trained(join(data, 'runs'), {
    ...{ task: { name: 'adding', seqLen: 4 }, model: { cell: 'rnn', hiddenSize: 2 } },
    train: { batch: 2, updates: 5, threads: 1 },
  })
  handOut = createHandOut({
    ...{ data, temporary, work: answerExchange },
    startDrag: (windowId, file) => void dragged.push({ windowId, file }),
    copyPicture: (png) => Promise.resolve(void pictures.push(png)),
  })
})
afterEach(async () => {
  await rm(data, { recursive: true, force: true })
  await rm(temporary, { recursive: true, force: true })
})

it('a run is dragged as a finished zip that has its name, and nothing stays behind', async () => {
  expect(await handOut.pack({ runId: 'run', name: 'a/b: c' })).toEqual({ ok: true, value: { told: [] } })
  expect(handOut.drag('run', 7)).toEqual({ ok: true, value: {} })
  const [{ windowId, file }] = dragged as [{ windowId: number; file: string }]
  expect([windowId, basename(file)]).toEqual([7, 'a b c.zip'])
  const names = (await readZip(await readFile(file))).map(({ name }) => name)
  expect(names).toContain('a-run/run.json')
  await handOut.dispose()
  expect(await readdir(temporary)).toEqual([])
})

it('what was not packed is not dragged, and a run that is not there is not packed', async () => {
  expect(handOut.drag('run', 7)).toMatchObject({ ok: false, error: { reason: { code: 'notPacked' } } })
  expect(await handOut.pack({ runId: 'none', name: 'x' })).toMatchObject({
    error: { reason: { code: 'noRun' } },
  })
  expect(dragged).toEqual([])
})

it('a chart is copied as a PNG of two pixels for each of its size', async () => {
  const look = { theme: 'dark', language: 'zh' } as const
  expect(await handOut.copyChart({ runId: 'run', chart: 'loss', ...look })).toMatchObject({ ok: true })
  const [png] = pictures as [Buffer]
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1600, 800])
  expect(await handOut.copyChart({ runId: 'run', chart: 'gates', ...look })).toMatchObject({
    error: { reason: { code: 'noGatesToDraw' } },
  })
  expect(pictures).toHaveLength(1)
})

it('a temporary folder that takes nothing is told of', async () => {
  await rm(temporary, { recursive: true })
  expect(await handOut.pack({ runId: 'run', name: 'x' })).toMatchObject({
    error: { reason: { code: 'cannotWrite' } },
  })
})
