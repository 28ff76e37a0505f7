import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/*
 * A vite plugin that compiles AssemblyScript at build time:
 *
 *     import { base64 } from './wasm/index.ts?assemblyscript'
 *     import { base64 } from './wasm/index.ts?assemblyscript=float64'
 *
 * gives the WebAssembly binary of that entry file, inlined; the second with the files of the folder `float64`
 * beside the entry in the place of their namesakes. Results are kept under node_modules/.cache by a hash of
 * all sources, so that only a change costs the second that the compiler takes.
 */

const SUFFIX = /\?assemblyscript(?:=(\w+))?$/
const CACHE = fileURLToPath(new URL('../node_modules/.cache/assemblyscript', import.meta.url))

const OPTIONS = [
  ...['--runtime', 'stub', '--noAssert', '-O3'],
  // Memory comes from outside, shared, so that it can grow under the views that look at it.
  ...[
    '--importMemory',
    '--importTable',
    '--noExportMemory',
    '--sharedMemory',
    '--initialMemory',
    '1',
    '--maximumMemory',
    '65536',
  ],
  ...['--enable', 'simd', '--enable', 'threads', '--enable', 'bulk-memory', '--disable', 'relaxed-simd'],
  // Vectors pass between the files of one module, which is all that this warning is about.
  ...['--disableWarning', '112'],
]

/** @returns {import('vite').Plugin} */
export function assemblyScript() {
  return {
    name: 'assemblyscript',
    enforce: 'pre',
    async load(id) {
      const suffix = SUFFIX.exec(id)
      if (!suffix) return null
      const entry = id.slice(0, suffix.index)
      const sources = await sourcesOf(entry, suffix[1])
      for (const file of sources.values()) this.addWatchFile(file)
      const binary = await compile(entry, suffix[1])
      return { code: `export const base64 = '${binary.toString('base64')}'`, moduleType: 'js' }
    },
  }
}

/**
 * The binary of an entry file, from the cache if nothing has changed. The files of the folder `variant`
 * beside it take the place of their namesakes.
 * @param {string} entry
 * @param {string} [variant]
 */
export async function compile(entry, variant) {
  const sources = await sourcesOf(entry, variant)
  const cached = join(CACHE, `${await hashOf(sources)}.wasm`)
  const known = await readFile(cached).catch(() => null)
  if (known !== null) return known
  const binary = await run(entry, sources)
  await mkdir(CACHE, { recursive: true })
  // A name of our own first: several builds may be at it at once.
  const draft = `${cached}.${process.pid}`
  await writeFile(draft, binary)
  await rename(draft, cached)
  return binary
}

/**
 * @param {string} entry
 * @param {ReadonlyMap<string, string>} sources
 */
async function run(entry, sources) {
  const { default: asc } = await import('assemblyscript/asc')
  /** @type {Buffer | null} */
  let binary = null
  const { error, stderr } = await asc.main([basename(entry), '--outFile', 'out.wasm', ...OPTIONS], {
    readFile: async (name) => {
      const file = sources.get(name)
      return file === undefined ? null : await readFile(file, 'utf8')
    },
    writeFile: (_name, contents) => {
      binary = Buffer.from(contents)
    },
  })
  if (error !== null || binary === null) throw new Error(`${entry} does not compile:\n${stderr.toString()}`)
  return binary
}

/**
 * The files beside an entry by name.
 * @param {string} entry
 * @param {string} [variant]
 * @returns {Promise<ReadonlyMap<string, string>>}
 */
async function sourcesOf(entry, variant) {
  const folder = dirname(entry)
  const folders = variant === undefined ? [folder] : [folder, join(folder, variant)]
  const files = await Promise.all(
    folders.map(async (each) =>
      (await readdir(each))
        .filter((name) => name.endsWith('.ts'))
        .sort()
        .map((name) => join(each, name)),
    ),
  )
  return new Map(files.flat().map((file) => [basename(file), file]))
}

/** @param {ReadonlyMap<string, string>} sources */
async function hashOf(sources) {
  const { version } = JSON.parse(
    await readFile(fileURLToPath(import.meta.resolve('assemblyscript/package.json')), 'utf8'),
  )
  const hash = createHash('sha256').update(JSON.stringify([version, OPTIONS]))
  for (const [name, file] of sources) hash.update(name).update(await readFile(file))
  return hash.digest('hex').slice(0, 24)
}
