// @ts-check
import { rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { buildNow, ensureBuild } from './build.mjs'
import { temporaryFolder, writeFiles } from './setup.testing.mjs'

/** A project and a builder that leaves the two entries. */
function project() {
  const root = temporaryFolder()
  writeFiles(root, { 'core/a.ts': '1', 'renderer/index.html': '', 'package.json': '{}' })
  const build = vi.fn(async () => {
    writeFiles(root, { 'out/main/main.js': '', 'out/main/cli.js': '' })
    return 0
  })
  return { root, build }
}

test('an app that is built is not built again', async () => {
  const { root, build } = project()
  await ensureBuild(root, build)
  await ensureBuild(root, build)
  expect(build).toHaveBeenCalledOnce()
})

test.each([
  ['a changed source', { 'core/a.ts': '2 ' }],
  ['a new source', { 'electron/main/b.ts': '' }],
])('%s is built', async (_name, files) => {
  const { root, build } = project()
  await ensureBuild(root, build)
  writeFiles(root, files)
  await ensureBuild(root, build)
  expect(build).toHaveBeenCalledTimes(2)
})

test('a source with another time is built, for a change may keep the size', async () => {
  const { root, build } = project()
  await ensureBuild(root, build)
  utimesSync(join(root, 'core/a.ts'), 1, 1)
  await ensureBuild(root, build)
  expect(build).toHaveBeenCalledTimes(2)
})

test('a changed test is no reason to build', async () => {
  const { root, build } = project()
  await ensureBuild(root, build)
  writeFiles(root, { 'core/a.test.ts': '' })
  await ensureBuild(root, build)
  expect(build).toHaveBeenCalledOnce()
})

test('a deleted result is built again', async () => {
  const { root, build } = project()
  await ensureBuild(root, build)
  rmSync(join(root, 'out/main/cli.js'))
  await ensureBuild(root, build)
  expect(build).toHaveBeenCalledTimes(2)
})

test('a failed build is told and does not count as built', async () => {
  const { root, build } = project()
  await expect(buildNow(root, async () => 3)).rejects.toThrow('the build failed with code 3')
  await ensureBuild(root, build)
  expect(build).toHaveBeenCalledOnce()
})
