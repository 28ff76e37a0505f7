import { readdir, rename, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataFolder, defaultDataFolder, findRun, folderOf, linkRun, newRunId } from './catalog'
import { smallExperiment, withFolder } from './keptRun.testing'
import { createRunFolder } from './runFolder'

/** A run that nobody trains. */
async function makeRun(folder: string, id: string): Promise<string> {
  const lock = await createRunFolder(folder, { id, experiment: smallExperiment(), version: '1' })
  await lock.release()
  return folder
}

it("the data folder is the option's, else the environment's, else the app's own", () => {
  expect(dataFolder('/a', { UNROLL_DATA: '/b' })).toBe('/a')
  expect(dataFolder(undefined, { UNROLL_DATA: '/b' })).toBe('/b')
  expect(dataFolder('', {}, '/own')).toBe('/own')
  expect(dataFolder(undefined, { UNROLL_DATA: '', XDG_CONFIG_HOME: '/c' })).toMatch(/Unroll$/)
  expect(defaultDataFolder({ XDG_CONFIG_HOME: '/c' }, 'linux', '/home/x')).toBe(join('/c', 'Unroll'))
  expect(defaultDataFolder({}, 'linux', '/home/x')).toBe(join('/home/x', '.config', 'Unroll'))
  expect(defaultDataFolder({}, 'darwin', '/Users/x')).toBe(
    join('/Users/x', 'Library', 'Application Support', 'Unroll'),
  )
  expect(defaultDataFolder({ APPDATA: 'R' }, 'win32', 'x')).toBe(join('R', 'Unroll'))
})

it('ids are ordered by when their runs were made', () => {
  expect(newRunId(new Date('2026-03-04T05:06:07.890Z'), 'abcdef')).toBe('20260304-050607-abcd')
})

describe('the catalog', () => {
  it('finds a run by its folder, its id, and the beginning of its id', () =>
    withFolder(async (folder) => {
      const data = join(folder, 'data')
      const own = await makeRun(join(data, 'runs', '2026-a'), '2026-a')
      const linked = await makeRun(join(folder, 'x'), '2026-b')
      await linkRun(data, '2026-b', linked)
      expect(await findRun(data, linked)).toBe(linked)
      expect(await findRun(data, '2026-a')).toBe(own)
      expect(await findRun(data, '2026-b')).toBe(linked)
      await expect(findRun(data, '2026-')).rejects.toThrow('2026- may be 2 runs: 2026-a, 2026-b; name more')
      for (const named of ['nothing', '', '../x', folder, 'a'.repeat(300), 'a\u001b[2Jb']) {
        await expect(findRun(data, named)).rejects.toThrow('expected the folder of a run, or an id in')
      }
      await rename(linked, join(folder, 'moved'))
      await expect(findRun(data, '2026-b')).rejects.toThrow('the folder of run 2026-b is gone')
    }))

  it('has a run once that is kept in the folder of runs itself', () =>
    withFolder(async (folder) => {
      const data = join(folder, 'data')
      const named = await makeRun(join(data, 'runs', 'mine'), '2026-c')
      await linkRun(data, '2026-c', named)
      expect(await readdir(join(data, 'runs'))).toEqual(['mine'])
    }))

  it('finds by its id alone what a window asks for, and makes no path of what is no id', () =>
    withFolder(async (folder) => {
      const data = join(folder, 'data')
      await makeRun(join(data, 'runs', 'one'), 'one')
      expect(await folderOf(data, 'one')).toBe(join(data, 'runs', 'one'))
      await symlink(join(folder, 'gone'), join(data, 'runs', 'two'))
      await expect(folderOf(data, 'on')).rejects.toMatchObject({
        ...{ code: 'noSuchRun', message: 'there is no run on' },
      })
      await expect(folderOf(data, 'two')).rejects.toThrow('the folder of run two is gone')
      for (const id of [
        '',
        '.',
        '..',
        '../data/runs/one',
        'a/b',
        'a\\b',
        'x'.repeat(300),
        'ein Lauf',
        'a\0',
      ]) {
        await expect(folderOf(data, id)).rejects.toMatchObject({
          ...{
            code: 'invalidRequest',
            message: expect.stringContaining('is no id of a run: expected 1 to 100'),
          },
        })
      }
    }))
})
