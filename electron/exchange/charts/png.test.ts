import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFolder } from '../../store/keptRun.testing'
import type { StoredRun } from '../../store/runFolder'
import { trained } from '../exchange.testing'
import { sourceOf } from '../exportRun'
import { words } from '../html/words'
import { png } from '../png'
import { chartOptions } from './chartOptions'
import { rasterize } from './rasterize'

let folder: string
let run: StoredRun

beforeAll(async () => {
  folder = await makeFolder()
  run = await trained(folder, {
    ...{ task: { name: 'adding', seqLen: 6 }, model: { cell: 'gru', hiddenSize: 3 } },
    train: { batch: 4, updates: 40, threads: 1 },
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function drawn(options: Record<string, string> = {}): Promise<Buffer> {
  const chart = chartOptions(new Map(Object.entries(options)))
  const pieces: Buffer[] = []
  for await (const piece of png.write(sourceOf(run, undefined, () => undefined, chart))) {
    pieces.push(Buffer.from(piece as Uint8Array))
  }
  return Buffer.concat(pieces)
}

/** Width and height, as a PNG's first chunk says them. */
const sizeOf = (bytes: Buffer) => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]

describe('png', () => {
  it('has two pixels for each of the size, or as many as the scale says', async () => {
    const twice = await drawn({ size: '640x360' })
    expect(twice.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
    expect(sizeOf(twice)).toEqual([1280, 720])
    expect(sizeOf(await drawn({ size: '640x360', scale: '3', chart: 'flow' }))).toEqual([1920, 1080])
  })

  it('grows by the lines below it', async () => {
    const [, plain] = sizeOf(await drawn({ scale: '1' }))
    const [, captioned] = sizeOf(await drawn({ scale: '1', caption: 'Seed 0', settings: '' }))
    expect(captioned! - plain!).toBe(2 * 16 + 8)
  })

  it('has a glyph for every sign of the words, and for Chinese, in fonts that come along', async () => {
    const picture = async (text: string) => {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" font-family="Inter, 'Noto Sans SC'"><text x="5" y="25">${text}</text></svg>`
      return Buffer.from(await rasterize(svg, 1)).toString('hex')
    }
    // A letter of Deseret, which none of the fonts has.
    const unknown = await picture('\u{10400}')
    const missing = []
    const signs = new Set(JSON.stringify(words).match(/[^\x00-\x7f\u4e00-\u9fff]/gu))
    for (const character of [...signs, '梯', '度']) {
      if ((await picture(character)) === unknown) missing.push(character)
    }
    expect(missing).toEqual([])
  })

  it('is the same to the bit however often it is drawn', async () => {
    expect(await drawn({ language: 'zh', theme: 'dark' })).toEqual(
      await drawn({ language: 'zh', theme: 'dark' }),
    )
  })
})
