// @ts-check
// The app as a folder that runs where it lies: the runtime under the product's name, with the app in it.
import {
  chmod,
  copyFile,
  cp,
  lutimes,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { packApp } from './appArchive.mjs'
import { desktopEntry } from './desktop.mjs'
import { fusesOf, readFuses, setFuses } from './fuses.mjs'
import { drawIcons, ICON_DRAWING } from './icons.mjs'
import { LICENCES_FILE } from './notices.mjs'
import { chromiumLocales, iconSizes, product } from './product.mjs'

/** Of the runtime: its own first program, and notes of whoever fetched it. */
const NOT_SHIPPED = ['resources/default_app.asar', 'version', 'unroll-recipe']

/**
 * Makes the folder.
 * @param {object} parts
 * @param {string} parts.root the project, built
 * @param {string} parts.runtime the folder of an Electron for Linux
 * @param {string} parts.folder where it is to lie; replaced
 * @param {import('./fuses.mjs').Flavour} parts.flavour
 */
export async function makeAppFolder({ root, runtime, folder, flavour }) {
  await rm(folder, { recursive: true, force: true })
  await cp(runtime, folder, { recursive: true })
  for (const name of NOT_SHIPPED) await rm(join(folder, name), { force: true })
  await keepLocales(join(folder, 'locales'))
  await rename(join(folder, 'electron'), join(folder, product.id))
  await rename(join(folder, 'LICENSE'), join(folder, 'LICENSE.electron.txt'))
  await copyFile(join(root, 'LICENSE'), join(folder, 'LICENSE'))
  await copyFile(join(root, LICENCES_FILE), join(folder, 'LICENSES.packages.txt'))

  const staging = await mkdtemp(`${folder}.app-`)
  await packApp(root, staging, join(folder, 'resources', 'app.asar'))
  await rm(staging, { recursive: true })

  await mkdir(join(folder, 'bin'))
  await copyFile(join(root, 'scripts', 'package', 'commandLine.sh'), join(folder, 'bin', product.id))
  await makeShare(join(folder, 'share'), product.id)
  await applyFuses(join(folder, product.id), flavour)
}

/** Sets the fuses and makes sure that they are so. @param {string} binary @param {import('./fuses.mjs').Flavour} flavour */
export async function applyFuses(binary, flavour) {
  await setFuses(binary, fusesOf(flavour))
  const [wanted, read] = [fusesOf(flavour), await readFuses(binary)]
  for (const [name, value] of Object.entries(wanted)) {
    if (read[/** @type {keyof typeof read} */ (name)] !== value) {
      throw new Error(`the fuse ${name} of ${binary} is not ${value}`)
    }
  }
}

/** What a desktop reads, as it lies below /usr/share. @param {string} share @param {string} executable */
export async function makeShare(share, executable) {
  const icons = join(share, 'icons', 'hicolor')
  const drawn = await drawIcons(iconSizes)
  for (const [size, png] of drawn) await put(join(icons, `${size}x${size}`, 'apps'), `${product.id}.png`, png)
  await put(join(icons, 'scalable', 'apps'), `${product.id}.svg`, await readFile(ICON_DRAWING))
  await put(join(share, 'applications'), `${product.id}.desktop`, desktopEntry(executable))
}

/**
 * The same times and rights everywhere, so that an archive depends on contents alone.
 * @param {string} folder
 * @param {number} time seconds since 1970
 */
export async function settleFiles(folder, time) {
  const names = await readdir(folder, { recursive: true })
  for (const path of [...names.map((name) => join(folder, name)), folder]) {
    const found = await stat(path)
    const runs = found.isDirectory() || isProgram(path)
    await chmod(path, path.endsWith('chrome-sandbox') ? 0o4755 : runs ? 0o755 : 0o644)
    await lutimes(path, time, time)
  }
}

/** @param {string} path */
function isProgram(path) {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return [product.id, 'chrome_crashpad_handler'].includes(name) || /\.so(\.\d+)*$/.test(name)
}

/** @param {string} folder */
async function keepLocales(folder) {
  for (const file of await readdir(folder)) {
    if (!chromiumLocales.includes(file.replace(/\.pak$/, ''))) await rm(join(folder, file))
  }
}

/** @param {string} folder @param {string} name @param {string | Uint8Array} content */
async function put(folder, name, content) {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, name), content)
}
