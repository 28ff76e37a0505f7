// @ts-check
// The licences of everything that comes along: what the app was built from, and its runtime.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BUNDLED_FILE } from './bundled.mjs'

/** Beside the page: the window of the licences shows it. */
export const LICENCES_FILE = join('out', 'renderer', 'licences.txt')

const BUILDS = ['main', 'preload', 'renderer']
const LICENCE_NAME = /^(licen[cs]e|copying)([-.].*)?$/i
/**
 * In the kernels there is some of its standard library, which no build sees: they are compiled by themselves.
 */
const COMPILED_IN = ['assemblyscript']

/**
 * @typedef {object} Notice
 * @property {string} name
 * @property {string} version
 * @property {string} licence its SPDX identifier
 * @property {string} text the licence as the package has it
 */

/**
 * The packages in the built app, by name, each once.
 * @param {string} root
 * @returns {import('./bundled.mjs').BundledPackage[]}
 */
export function bundledPackages(root) {
  const recorded = BUILDS.flatMap((build) => {
    const file = join(root, 'out', build, BUNDLED_FILE)
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
  })
  const compiled = COMPILED_IN.map((name) => {
    const folder = `node_modules/${name}`
    return { name, version: packageJson(root, folder).version, folder }
  })
  const byFolder = new Map([...recorded, ...compiled].map((found) => [found.folder, found]))
  const once = new Map([...byFolder.values()].map((found) => [`${found.name}@${found.version}`, found]))
  return [...once.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/**
 * @param {string} root
 * @param {readonly import('./bundled.mjs').BundledPackage[]} packages
 * @returns {Notice[]}
 * @throws {Error} for a package that has no licence: it must not be shipped.
 */
export function noticesOf(root, packages) {
  return packages.map(({ name, version, folder }) => {
    const { license, repository } = packageJson(root, folder)
    const files = readdirSync(join(root, folder)).filter((file) => LICENCE_NAME.test(file))
    const texts = files.sort().map((file) => readFileSync(join(root, folder, file), 'utf8').trim())
    if (typeof license !== 'string') throw new Error(`${folder} has no licence`)
    if (texts.length === 0) texts.push(`${sourceOf(license)}\nSource: ${repository?.url ?? repository}`)
    return { name, version, licence: license, text: texts.join('\n\n') }
  })
}

/** Where the text of a licence stands that a package names without having it. @param {string} licence */
function sourceOf(licence) {
  return `${licence}: https://spdx.org/licenses/${licence}.html`
}

/** Writes the notices of what was just built. @param {string} root */
export function writeNotices(root) {
  const notices = noticesOf(root, bundledPackages(root))
  writeFileSync(join(root, LICENCES_FILE), noticesText(notices))
}

/**
 * The notices as one text, for the package.
 * @param {readonly Notice[]} notices
 */
export function noticesText(notices) {
  const rule = '-'.repeat(78)
  const parts = notices.map(
    ({ name, version, licence, text }) => `${rule}\n${name} ${version} (${licence})\n${rule}\n\n${text}\n`,
  )
  return `Unroll contains the packages below, each under its own licence. The licence of Electron is in the\nfile LICENSE.electron.txt; those of Chromium, Node.js and what they contain in LICENSES.chromium.html.\n\n${parts.join('\n')}`
}

/** @param {string} root @param {string} folder */
function packageJson(root, folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
}
