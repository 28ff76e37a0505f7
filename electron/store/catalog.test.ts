import { mkdir, readdir, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataFolder, defaultDataFolder, deleteRun, findRun, linkRun, listRuns, newRunId } from './catalog'
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
  it('is what lies in the data folder: runs, and links to runs that lie elsewhere', () =>
    withFolder(async (folder) => {
      const data = join(folder, 'data')
      expect(await listRuns(data)).toEqual([])
      await makeRun(join(data, 'runs', 'two'), 'two')
      await linkRun(data, 'one', await makeRun(join(folder, 'elsewhere'), 'one'))
      await mkdir(join(data, 'runs', 'xx'))
      await symlink(join(folder, 'gone'), join(data, 'runs', 'yy'))
      expect(await listRuns(data)).toMatchObject([
        { folder: join(folder, 'elsewhere'), run: { id: 'one' } },
        { folder: join(data, 'runs', 'two'), run: { id: 'two' } },
        { id: 'xx', problem: `${join(data, 'runs', 'xx')} is not a run: it has no run.json` },
      ])
    }))

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
        await expect(findRun(data, named)).rejects.toThrow("expected a run's folder, or an id in")
      }
      await rename(linked, join(folder, 'moved'))
      await expect(findRun(data, '2026-b')).rejects.toThrow('the folder of run 2026-b is gone')
    }))

  it('keeps what is deleted in its bin, from where it can be moved back', () =>
    withFolder(async (folder) => {
      const data = join(folder, 'data')
      const own = await makeRun(join(data, 'runs', 'one'), 'one')
      const linked = await makeRun(join(folder, 'x'), 'two')
      await linkRun(data, 'two', linked)
      expect(await deleteRun(data, own)).toBe(join(data, 'bin', 'one'))
      expect(await deleteRun(data, linked)).toBe(join(data, 'bin', 'two'))
      expect(await readdir(join(data, 'runs'))).toEqual([])
      expect(await listRuns(data)).toEqual([])
      await rename(join(data, 'bin', 'two'), join(data, 'runs', 'two'))
      expect(await listRuns(data)).toMatchObject([{ run: { id: 'two' } }])
    }))

  it('does not delete what is being trained', () =>
    withFolder(async (folder) => {
      const run = join(folder, 'run')
      const lock = await createRunFolder(run, { id: 'one', experiment: smallExperiment(), version: '1' })
      await expect(deleteRun(folder, run)).rejects.toThrow(`is being trained by process ${process.pid}`)
      await lock.release()
      await rm(join(run, 'run.json'))
      expect(await deleteRun(folder, run)).toBe(join(folder, 'bin', 'run'))
    }))
})
