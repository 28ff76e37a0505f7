// @ts-check
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { downloadOfficial, findPinned, rememberedFailure } from './runtime-official.mjs'
import { temporaryFolder, writeFiles } from './setup.testing.mjs'

/** A project whose `electron` package has this installer. @param {string} installer */
function project(installer) {
  const folder = temporaryFolder()
  const electron = { 'package.json': { version: '45.0.0' }, 'install.js': installer }
  writeFiles(join(folder, 'node_modules', 'electron'), electron)
  return { root: folder, cache: join(folder, 'cache') }
}

const FAILS = `
  const fs = require('fs'), os = require('os'), path = require('path')
  fs.writeFileSync(path.join(os.tmpdir(), 'half'), 'x')
  fs.writeFileSync(path.join(__dirname, 'temporary'), os.tmpdir())
  console.error('TypeError: fetch failed\\n    at somewhere')
  process.exit(1)`

const SUCCEEDS = `
  const fs = require('fs'), path = require('path')
  fs.mkdirSync(path.join(__dirname, 'dist'))
  fs.writeFileSync(path.join(__dirname, 'dist', 'electron'), '')
  fs.writeFileSync(path.join(__dirname, 'path.txt'), 'electron')`

test('a failed download is told in a few words and remembered', async () => {
  const { root, cache } = project(FAILS)
  expect(await downloadOfficial(root, cache)).toBe('fetch failed')
  expect(rememberedFailure(cache, '45.0.0')).toBe('fetch failed')
  expect(findPinned(root)).toBeNull()
})

test('a failed download leaves no temporary file', async () => {
  const { root, cache } = project(FAILS)
  const electron = join(root, 'node_modules', 'electron')
  await downloadOfficial(root, cache)
  expect(() => readdirSync(readFileSync(join(electron, 'temporary'), 'utf8'))).toThrow('ENOENT')
})

test('a download that works is found, and an older failure forgotten', async () => {
  const { root, cache } = project(SUCCEEDS)
  writeFiles(cache, { 'official-download-failed.json': { version: '45.0.0', at: Date.now(), reason: 'x' } })
  expect(await downloadOfficial(root, cache)).toBeNull()
  expect(findPinned(root)).toBe(join(root, 'node_modules', 'electron', 'dist'))
  expect(rememberedFailure(cache, '45.0.0')).toBeNull()
})

test('an installer that says it worked but left nothing counts as failed', async () => {
  const { root, cache } = project('')
  expect(await downloadOfficial(root, cache)).toBe('the installer left no binary')
})
