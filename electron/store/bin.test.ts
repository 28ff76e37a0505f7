import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deletableIn, deletableOf, moveToBin, restoreFromBin } from './bin'
import { findBinned, linkRun } from './catalog'
import { makeFolder, smallExperiment } from './keptRun.testing'
import { takeLock } from './lock'
import { createRunFolder } from './runFolder'

let data = ''
beforeEach(async () => {
  data = await makeFolder()
})
afterEach(() => rm(data, { recursive: true }))

async function makeRun(id: string, folder = join(data, 'runs', id)): Promise<string> {
  await mkdir(join(data, 'runs'), { recursive: true })
  await (await createRunFolder(folder, { id, experiment: smallExperiment(), version: '1' })).release()
  return folder
}

const remove = async (...ids: string[]) =>
  moveToBin(data, await Promise.all(ids.map((id) => deletableOf(data, id))))
const inRuns = () => readdir(join(data, 'runs'))
const inBin = () => readdir(join(data, 'bin')).catch(() => [])

describe('what is deleted', () => {
  it('lies in the bin, and comes back whole', async () => {
    for (const id of ['a', 'b', 'c']) await makeRun(id)
    await writeFile(join(data, 'runs', 'a', 'note'), 'mine')
    expect(await remove('a', 'b')).toEqual([join(data, 'bin', 'a'), join(data, 'bin', 'b')])
    expect([await inRuns(), await inBin()]).toEqual([['c'], ['a', 'b']])
    expect(await readdir(join(data, 'bin', 'a'))).not.toContain('lock')
    expect(await restoreFromBin(data, ['a'])).toEqual([join(data, 'runs', 'a')])
    expect([await inRuns(), await inBin()]).toEqual([['a', 'c'], ['b']])
    expect(await readFile(join(data, 'runs', 'a', 'note'), 'utf8')).toBe('mine')
  })

  it('comes back into the catalog where it lay elsewhere', async () => {
    await linkRun(data, 'a', await makeRun('a', join(data, 'elsewhere')))
    await remove('a')
    expect([await inRuns(), (await readdir(data)).sort()]).toEqual([[], ['bin', 'runs']])
    await restoreFromBin(data, ['a'])
    expect(await readdir(join(data, 'runs', 'a'))).toContain('run.json')
  })

  it('is a folder that cannot be opened too, but of a link to what is no run only the link', async () => {
    await makeRun('damaged')
    await writeFile(join(data, 'runs', 'damaged', 'run.json'), '{')
    await mkdir(join(data, 'runs', 'none'))
    await writeFile(join(data, 'runs', 'none', 'lock'), 'of a bicycle')
    await mkdir(join(data, 'home'))
    await symlink(join(data, 'home'), join(data, 'runs', 'link'))
    await remove('damaged', 'none', 'link')
    expect([await inRuns(), await inBin()]).toEqual([[], ['damaged', 'link', 'none']])
    expect(await readFile(join(data, 'bin', 'none', 'lock'), 'utf8')).toBe('of a bicycle')
    expect(await readdir(data)).toContain('home')
    await restoreFromBin(data, ['link'])
    expect(await inRuns()).toEqual(['link'])
  })

  it('does not take the place of another of the same id that was deleted before', async () => {
    await makeRun('a')
    await writeFile(join(data, 'runs', 'a', 'note'), 'the first')
    await remove('a')
    await makeRun('a')
    await remove('a')
    expect(await inBin()).toEqual(['a', 'a.2'])
    expect(await readFile(join(data, 'bin', 'a.2', 'note'), 'utf8')).toBe('the first')
  })
})

describe('nothing is moved', () => {
  it('where one of several is being trained, by whomever', async () => {
    for (const id of ['a', 'b']) await makeRun(id)
    const lock = await takeLock(join(data, 'runs', 'b'))
    await expect(remove('a', 'b')).rejects.toMatchObject({
      ...{ code: 'inUse', message: expect.stringContaining(join(data, 'runs', 'b')) },
    })
    expect([await inRuns(), await inBin()]).toEqual([['a', 'b'], []])
    expect(await readdir(join(data, 'runs', 'a'))).not.toContain('lock')
    await lock.release()
  })

  it('where one of several is not there any more', async () => {
    for (const id of ['a', 'b', 'c']) await makeRun(id)
    await linkRun(data, 'd', await makeRun('d', join(data, 'elsewhere')))
    const all = await Promise.all(['d', 'a', 'b', 'c'].map((id) => deletableOf(data, id)))
    await rename(join(data, 'runs', 'b'), join(data, 'b'))
    await expect(moveToBin(data, all)).rejects.toThrow(
      `cannot move ${join(data, 'runs', 'b')} into ${join(data, 'bin')}: there is no such file`,
    )
    expect([await inRuns(), await inBin()]).toEqual([['a', 'c', 'd'], []])
    expect(await readdir(join(data, 'runs', 'd'))).not.toContain('lock')
  })

  it('where it was deleted before, or its place is taken', async () => {
    await makeRun('a')
    await makeRun('b')
    await remove('a', 'b')
    await expect(deletableOf(data, 'a')).rejects.toMatchObject({ code: 'noSuchRun' })
    await makeRun('a')
    await expect(restoreFromBin(data, ['b', 'a'])).rejects.toMatchObject({
      ...{
        code: 'invalidRequest',
        message: 'there is a run a already: delete it before its other is restored',
      },
    })
    await expect(restoreFromBin(data, ['b', 'c'])).rejects.toMatchObject({
      ...{ code: 'noSuchRun', message: 'there is no run c in the bin' },
    })
    expect([await inRuns(), await inBin()]).toEqual([['a'], ['a', 'b']])
  })
})

it('a folder is deleted under the name that it has in the catalog, else its own', async () => {
  const linked = await makeRun('a', join(data, 'some where'))
  await symlink(linked, join(data, 'runs', 'b'))
  expect(await deletableIn(data, linked)).toEqual({ id: 'b', folder: linked, link: join(data, 'runs', 'b') })
  const own = await makeRun('c')
  expect(await deletableIn(data, own)).toEqual({ id: 'c', folder: own, link: null })
  const other = await makeRun('d', join(data, 'an other'))
  expect(await deletableIn(data, other)).toEqual({ id: 'd', folder: other, link: null })
  await writeFile(join(other, 'run.json'), '{')
  expect(await deletableIn(data, other)).toEqual({ id: 'an-other', folder: other, link: null })
})

it('a run in the bin is found by the beginning of its id', async () => {
  for (const id of ['2026-a', '2026-b']) await makeRun(id)
  await remove('2026-a', '2026-b')
  expect(await findBinned(data, '2026-b')).toBe('2026-b')
  await expect(findBinned(data, '2026')).rejects.toThrow(
    '2026 may be 2 runs: 2026-a, 2026-b; name more of the id',
  )
  await expect(findBinned(data, '../runs')).rejects.toThrow(
    'there is no run ../runs in the bin: expected an id in',
  )
})
