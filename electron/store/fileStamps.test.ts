import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { changedFolders, folderStamp } from './fileStamps'
import { withFolder } from './keptRun.testing'

afterEach(() => void vi.restoreAllMocks())

it.each([
  ['quick', 0],
  ['slow', 10],
])('of many folders on a %s disk those are found that have changed or are gone', (_, ms) =>
  withFolder(async (folder) => {
    const paths = Array.from({ length: 100 }, (_, i) => join(folder, String(i)))
    await Promise.all(paths.map((path) => mkdir(path)))
    const folders = await Promise.all(paths.map(async (path) => ({ path, was: await folderStamp(path) })))
    expect([...(await changedFolders(folders))]).toEqual([])
    const before = await stat(paths[90]!)
    await rm(paths[3]!, { recursive: true })
    await rm(paths[80]!, { recursive: true })
    await vi.waitFor(async () => {
      await writeFile(join(paths[90]!, 'lock'), '')
      await rm(join(paths[90]!, 'lock'))
      expect((await stat(paths[90]!)).ctimeMs).not.toBe(before.ctimeMs)
    })
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (now += ms))
    expect([...(await changedFolders(folders))].sort()).toEqual([paths[3], paths[80], paths[90]].sort())
    expect([...(await changedFolders([]))]).toEqual([])
  }),
)
