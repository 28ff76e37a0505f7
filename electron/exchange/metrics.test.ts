import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import protobuf from 'protobufjs/minimal'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rm } from 'node:fs/promises'
import { crc32c } from '../../core/formats/crc32c'
import type { LogColumns } from '../store/arrowLog'
import { logColumnNames, mapColumns } from '../store/arrowLog'
import { makeFolder } from '../store/keptRun.testing'
import type { StoredRun } from '../store/runFolder'
import { csv, csvOf } from './csv'
import { bytesOf, filesOf, trained } from './exchange.testing'
import { json } from './json'
import { parquet } from './parquet'
import { tensorboard } from './tensorboard'

let folder: string
let run: StoredRun

beforeAll(async () => {
  folder = await makeFolder()
  run = await trained(folder, {
    task: { name: 'adding', seqLen: 6 },
    model: { cell: 'gru', hiddenSize: 3 },
    train: { batch: 4, updates: 40, threads: 1 },
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The run with these losses in its log, and as many updates. */
function withLosses(losses: readonly number[]): StoredRun {
  const columns: LogColumns = mapColumns((name) =>
    name === 'loss' ? Float64Array.from(losses) : run.log.columns[name].slice(0, losses.length),
  )
  return { ...run, log: { ...run.log, columns, length: losses.length } }
}

const odd = [0.1 + 0.2, NaN, Infinity, -Infinity, -0, 5e-324]

describe('parquet', () => {
  it('holds every update with the same bits, and the experiment', async () => {
    const { buffer } = new Uint8Array(await bytesOf(parquet, run))
    const rows = await parquetReadObjects({ file: buffer })
    expect(rows.map(({ update }) => update as number)).toEqual(Array.from({ length: 40 }, (_, i) => i))
    for (const name of logColumnNames) {
      expect(rows.map((row) => row[name] as number)).toEqual([...run.log.columns[name]])
    }
    const metadata = parquetMetadata(buffer).key_value_metadata
    expect(JSON.parse(metadata!.find(({ key }) => key === 'experiment')!.value!)).toEqual(run.experiment)
  })

  it('keeps NaN, infinities and the smallest numbers', async () => {
    const { buffer } = new Uint8Array(await bytesOf(parquet, withLosses(odd)))
    const rows = await parquetReadObjects({ file: buffer })
    rows.forEach(({ loss }, i) => expect(loss).toBe(odd[i]))
  })

  it('is a file without rows where there is no update', async () => {
    const { buffer } = new Uint8Array(await bytesOf(parquet, withLosses([])))
    expect(await parquetReadObjects({ file: buffer })).toEqual([])
    expect(
      parquetMetadata(buffer)
        .schema.map(({ name }) => name)
        .slice(1),
    ).toEqual(['update', ...logColumnNames])
  })
})

interface Event {
  wallTime: number
  step: number
  version: string | null
  scalars: Record<string, number>
}

/** Reads a file of events by its format alone, and its checksums. */
function readEvents(file: Buffer): Event[] {
  const unmask = (value: number) => {
    const turned = (value - 0xa282ead8) >>> 0
    return ((turned >>> 17) | (turned << 15)) >>> 0
  }
  const events: Event[] = []
  for (let at = 0; at < file.length;) {
    const length = Number(file.readBigUInt64LE(at))
    expect(unmask(file.readUInt32LE(at + 8))).toBe(crc32c(file.subarray(at, at + 8)))
    const data = file.subarray(at + 12, at + 12 + length)
    expect(unmask(file.readUInt32LE(at + 12 + length))).toBe(crc32c(data))
    events.push(readEvent(data))
    at += 16 + length
  }
  return events
}

function readEvent(data: Uint8Array): Event {
  const reader = protobuf.Reader.create(data)
  const event: Event = { wallTime: NaN, step: 0, version: null, scalars: {} }
  while (reader.pos < reader.len) {
    const tag = reader.uint32()
    if (tag >>> 3 === 1) event.wallTime = reader.double()
    else if (tag >>> 3 === 2) event.step = Number(reader.int64())
    else if (tag >>> 3 === 3) event.version = reader.string()
    else {
      const end = reader.uint32() + reader.pos
      while (reader.pos < end) {
        reader.uint32()
        const endOfValue = reader.uint32() + reader.pos
        let name = ''
        while (reader.pos < endOfValue) {
          if (reader.uint32() >>> 3 === 1) name = reader.string()
          else event.scalars[name] = reader.float()
        }
      }
    }
  }
  return event
}

describe('tensorboard', () => {
  it('is an event file by its name, whose records are whole, first the version, then an event an update', async () => {
    const files = await filesOf(tensorboard, run)
    const [[name, file]] = [...files] as [[string, Buffer]]
    expect(files.size).toBe(1)
    expect(name).toMatch(/^events\.out\.tfevents\.\d{10}\.a-run$/)
    const [version, ...events] = readEvents(file)
    expect(version).toMatchObject({ version: 'brain.Event:2', scalars: {} })
    expect(events.map(({ step }) => step)).toEqual(Array.from({ length: 40 }, (_, i) => i))
    for (const column of logColumnNames) {
      expect(events.map(({ scalars }) => scalars[column])).toEqual([
        ...Float32Array.from(run.log.columns[column]),
      ])
    }
    const seconds = (events.at(-1)!.wallTime - version!.wallTime) * 1000
    expect(seconds).toBeCloseTo(
      run.log.columns.ms.reduce((sum, ms) => sum + ms, 0),
      1,
    )
  })

  it('keeps NaN and infinities', async () => {
    const [file] = (await filesOf(tensorboard, withLosses(odd))).values()
    const [, ...events] = readEvents(file!)
    events.forEach(({ scalars }, i) => expect(scalars['loss']).toBe(Math.fround(odd[i]!)))
  })
})

describe('csv and json', () => {
  it('of what is not finite say so, and null', async () => {
    const lines = (await bytesOf(csv, withLosses(odd))).toString().trimEnd().split('\n')
    const texts = lines.slice(1).map((line) => line.split(',')[1])
    expect(texts).toEqual(['0.30000000000000004', 'NaN', 'Infinity', '-Infinity', '-0', '5e-324'])
    const document = JSON.parse((await bytesOf(json, withLosses(odd))).toString()) as typeof run
    expect((document.log as unknown as LogColumns).loss).toEqual([odd[0], null, null, null, -0, 5e-324])
  })

  it('csv comes in pieces, however long a run is', () => {
    const numbers = Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i))
    const log = { ...run.log, columns: mapColumns(() => numbers), length: 100_000 }
    const pieces = [...csvOf({ log })]
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(2_000_000)
    expect(pieces.join('').split('\n')).toHaveLength(100_002)
  })
})
