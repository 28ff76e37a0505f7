import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isProvided, providedData } from '../../core/data/table'
import type { DataReading } from '../../core/data/reading'
import { keepData } from './keep'
import { ensureData, provideBytes } from './provide'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unroll-数据 😀-'))
})
afterEach(() => rm(folder, { recursive: true }))

let made = 0
/** A text that no other test has read, and how an experiment names it. */
function freshText() {
  const bytes = new TextEncoder().encode(`text ${made++}`)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const reading: DataReading = { kind: 'text', sha256, file: 'my text.txt' }
  return { bytes, reading, sha256 }
}

async function putInto(data: string, { bytes, sha256 }: ReturnType<typeof freshText>) {
  await mkdir(join(data, 'data'), { recursive: true })
  await writeFile(join(data, 'data', sha256), bytes)
}

describe('data of a person’s own', () => {
  it('are read from the first folder that has them, once', async () => {
    const text = freshText()
    await putInto(folder, text)
    await ensureData(text.reading, [join(folder, 'elsewhere'), folder])
    expect(providedData(text.reading)).toMatchObject({ kind: 'text', encoding: 'utf-8' })
    await rm(join(folder, 'data'), { recursive: true })
    await ensureData({ ...text.reading, file: 'renamed.txt' }, [folder])
  })

  it('that lie nowhere are told of with where they were expected', async () => {
    const { reading, sha256 } = freshText()
    await expect(ensureData(reading, [folder])).rejects.toThrow(
      `the data of my text.txt are missing: expected them in ${join(folder, 'data')}, named ${sha256}`,
    )
  })

  it('that have changed are not read', async () => {
    const text = freshText()
    await putInto(folder, { ...text, bytes: new TextEncoder().encode('other') })
    await expect(ensureData(text.reading, [folder])).rejects.toThrow('has changed')
    expect(isProvided(text.reading)).toBe(false)
  })

  it('are copied whole, byte by byte, under their hash', async () => {
    const { bytes, reading, sha256 } = freshText()
    const source = join(folder, 'my text.txt')
    await writeFile(source, bytes)
    provideBytes(bytes, reading, source)
    await keepData(reading, join(folder, 'run'))
    await keepData(reading, join(folder, 'run'))
    expect(await readdir(join(folder, 'run', 'data'))).toEqual([sha256])
    expect(new Uint8Array(await readFile(join(folder, 'run', 'data', sha256)))).toEqual(bytes)
  })

  it('whose file has changed since it was read are not copied', async () => {
    const { bytes, reading } = freshText()
    const source = join(folder, 'my text.txt')
    await writeFile(source, bytes)
    provideBytes(bytes, reading, source)
    await writeFile(source, 'something else')
    const message = 'my text.txt has changed or gone since it was read: open it again'
    await expect(keepData(reading, join(folder, 'run'))).rejects.toThrow(message)
  })
})
