// @ts-check
// app.asar: the built app with what it reads beside itself, and nothing else.
import { createPackageFromFiles } from '@electron/asar'
import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BUNDLED_FILE } from './bundled.mjs'
import { drawIcons } from './icons.mjs'

/** What the app reads at run time, from the project's folder on. */
const CONTENTS = ['out', 'lessons', 'LICENSE']
const LEFT_OUT = /(?:\.map|\.stamp)$/
/** What Electron and the app read of package.json; scripts and development's packages are not theirs. */
const DESCRIPTION = ['name', 'productName', 'version', 'description', 'license', 'type', 'main']
/** Of the window, where a desktop does not find that of the menu. */
const WINDOW_ICON = 256

/**
 * Packs the app.
 * @param {string} root the project, built
 * @param {string} folder a new one, to which the app is copied first
 * @param {string} archive
 */
export async function packApp(root, folder, archive) {
  const isWanted = (/** @type {string} */ path) => !LEFT_OUT.test(path) && !path.endsWith(BUNDLED_FILE)
  for (const name of CONTENTS) {
    await cp(join(root, name), join(folder, name), { recursive: true, filter: isWanted })
  }
  const whole = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const description = Object.fromEntries(DESCRIPTION.map((key) => [key, whole[key]]))
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(description, null, 2)}\n`)
  const icon = (await drawIcons([WINDOW_ICON])).get(WINDOW_ICON)
  await writeFile(join(folder, 'icon.png'), icon ?? '')
  const files = (await readdir(folder, { recursive: true })).sort().map((name) => join(folder, name))
  await mkdir(dirname(archive), { recursive: true })
  // In an order of ours: the archive is the same whichever way the disk lists its files.
  await createPackageFromFiles(folder, archive, files, await metadataOf(files))
}

/** @param {readonly string[]} files */
async function metadataOf(files) {
  /** @type {Record<string, { type: 'file' | 'directory', stat: import('node:fs').Stats }>} */
  const metadata = {}
  for (const file of files) {
    const found = await stat(file)
    metadata[file] = { type: found.isDirectory() ? 'directory' : 'file', stat: found }
  }
  return metadata
}
