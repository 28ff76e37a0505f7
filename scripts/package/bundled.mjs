// @ts-check
// A vite plugin that writes down which packages a build takes something from.
import { readFileSync } from 'node:fs'
import { join, sep } from 'node:path'

/** Beside what was built; not for the app itself. */
export const BUNDLED_FILE = 'bundled.json'

/** The folder of the package that a file belongs to. */
const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/

/**
 * @typedef {object} BundledPackage
 * @property {string} name
 * @property {string} version
 * @property {string} folder from the project's folder on, with forward slashes
 */

/**
 * @param {string} root the project's folder
 * @returns {import('vite').Plugin}
 */
export function recordBundled(root) {
  return {
    name: 'record-bundled',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle).flatMap((part) =>
        part.type === 'chunk' ? part.moduleIds : part.originalFileNames,
      )
      const packages = packagesOf(root, files)
      this.emitFile({
        type: 'asset',
        fileName: BUNDLED_FILE,
        source: `${JSON.stringify(packages, null, 2)}\n`,
      })
    },
  }
}

/**
 * The packages that files of a build come from, by name.
 * @param {string} root
 * @param {readonly string[]} files as vite names its modules and the originals of its assets
 * @param {(file: string) => string} [read]
 * @returns {BundledPackage[]}
 */
export function packagesOf(root, files, read = (file) => readFileSync(file, 'utf8')) {
  const folders = new Set()
  for (const file of files) {
    const plain = `/${file.replaceAll('\0', '').replaceAll(sep, '/')}`
    const found = PACKAGE.exec(plain)?.[0]
    if (found !== undefined) folders.add(found.slice(found.indexOf('/node_modules/') + 1))
  }
  return [...folders].sort().map((folder) => {
    const { name, version } = JSON.parse(read(join(root, folder, 'package.json')))
    return { name, version, folder }
  })
}
