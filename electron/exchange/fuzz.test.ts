import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseExperiment } from '../../core/experiment/parse'
import { FormatError } from '../../core/formats/formatError'
import { readJson } from '../../core/formats/json'
import { readSafetensors } from '../../core/formats/safetensors'
import { parseLesson } from '../../core/lessons/parse'
import { DataError } from '../data/dataError'
import { readBytes } from '../data/read'
import { makeFolder } from '../store/keptRun.testing'
import { StoreError } from '../store/storeError'
import { bytesOf, trained } from './exchange.testing'
import { importFile } from './importFile'
import { changes, fuzzing, mutate, report } from './mutate.testing'
import { safetensors } from './safetensors'
import { zip } from './zip'

const experiment = { task: { name: 'adding', seqLen: 6 }, model: { cell: 'gru', hiddenSize: 3 } } as const
const training = { train: { batch: 4, updates: 20, threads: 1 } }

const TABLE = Buffer.from(
  'date,price,count\n2024-01-01,1.5,3\n2024-01-02,2.5,\n2024-01-03,"3,5",7\n'.repeat(9),
)

const auto = 'auto' as const
const asSeries = { kind: 'series' as const, encoding: auto, separator: auto, decimal: auto, header: auto }

let parent: string
let run: string
const files: Record<'tensors' | 'zip' | 'lesson', Uint8Array> = {
  tensors: new Uint8Array(),
  zip: new Uint8Array(),
  lesson: new Uint8Array(),
}

beforeAll(async () => {
  parent = await makeFolder()
  const stored = await trained(parent, { ...experiment, ...training })
  run = stored.folder
  files.tensors = await bytesOf(safetensors, stored)
  files.zip = await bytesOf(zip, stored)
  const lessons = join(import.meta.dirname, '../../lessons')
  const [first = ''] = (await readdir(lessons)).filter((name) => /^\d+-[^.]+\.lesson\.md$/.test(name)).sort()
  files.lesson = await readFile(join(lessons, first))
})
afterAll(() => rm(parent, { recursive: true, force: true }))

/** Reads damaged files; what is refused has to be refused in words. */
async function damage(
  what: string,
  given: ReturnType<typeof fuzzing>,
  good: Uint8Array,
  read: (bytes: Buffer) => unknown,
): Promise<void> {
  const before = process.memoryUsage().heapUsed
  let slowest = 0
  const property = fc.asyncProperty(changes, async (all) => {
    const began = performance.now()
    try {
      await read(mutate(good, all))
    } catch (error) {
      const isTold = [FormatError, StoreError, DataError].some((kind) => error instanceof kind)
      if (!isTold) throw error
      if ((error as Error).message.length > 5000) throw new Error('the message is too long', { cause: error })
    }
    slowest = Math.max(slowest, performance.now() - began)
  })
  await fc.assert(property, { numRuns: given.numRuns, seed: given.seed })
  report(what, given, slowest)
  expect(slowest).toBeLessThan(given.mostMs)
  expect((process.memoryUsage().heapUsed - before) / 1e6).toBeLessThan(given.mostGrowth)
}

describe('a damaged file is read, or refused in words, at once and within bounds:', () => {
  // Shares of all that `npm run prove:fuzz` asks for: most for what is read fastest.
  const many = fuzzing(200, 0.3)
  const tables = fuzzing(100, 0.24)
  const lessons = fuzzing(40, 0.08)
  const zips = fuzzing(25, 0.05)
  const folders = fuzzing(6, 0.0075, 1000)

  it(
    'an experiment',
    () =>
      damage('experiments', many, Buffer.from(JSON.stringify({ ...experiment, ...training })), (bytes) =>
        parseExperiment(readJson(bytes)),
      ),
    many.timeout,
  )

  it(
    'weights in safetensors',
    () => damage('safetensors', many, files.tensors, readSafetensors),
    many.timeout,
  )

  it('a table', () => damage('tables', tables, TABLE, (bytes) => readBytes(bytes, asSeries)), tables.timeout)

  it(
    'a lesson',
    () => damage('lessons', lessons, files.lesson, (bytes) => parseLesson(bytes.toString('utf8'))),
    lessons.timeout,
  )

  it(
    'a run as a zip',
    () =>
      damage('zips', zips, files.zip, (bytes) =>
        inFolder(async (folder) => {
          await writeFile(join(folder, 'run.unroll.zip'), bytes)
          await take(folder, 'run.unroll.zip')
        }),
      ),
    zips.timeout,
  )

  it.each(['run.json', 'experiment.json', 'log.arrows', 'events.jsonl'])(
    'a run as a folder, its %s',
    async (name) => {
      const good = await readFile(join(run, name))
      await damage(`folders with a damaged ${name}`, folders, good, (bytes) =>
        inFolder(async (folder) => {
          await cp(run, join(folder, 'run'), { recursive: true })
          await writeFile(join(folder, 'run', name), bytes)
          await take(folder, 'run')
        }),
      )
    },
    folders.timeout,
  )
})

let numFolders = 0

/** Does something in a folder of its own, which is gone afterwards. */
async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = join(parent, `folder-${numFolders++}`)
  await mkdir(folder)
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

function take(folder: string, name: string) {
  const data = join(folder, 'data')
  return importFile(join(folder, name), { data, version: '1', tell: () => undefined })
}
