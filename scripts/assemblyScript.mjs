import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/*
 * A vite plugin that compiles AssemblyScript at build time:
 *
 *     import { base64 } from './wasm/index.ts?assemblyscript'
 *
 * gives the WebAssembly binary of that entry file, inlined. Results are kept under node_modules/.cache by a
 * hash of all sources beside the entry, so that only a change costs the second that the compiler takes.
 */

const SUFFIX = '?assemblyscript'
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
      if (!id.endsWith(SUFFIX)) return null
      const entry = id.slice(0, -SUFFIX.length)
      for (const file of await sourcesBeside(entry)) this.addWatchFile(file)
      const binary = await compile(entry)
      return { code: `export const base64 = '${binary.toString('base64')}'`, moduleType: 'js' }
    },
  }
}

/**
 * The binary of an entry file, from the cache if nothing has changed.
 * @param {string} entry
 */
export async function compile(entry) {
  const cached = join(CACHE, `${await hashOf(entry)}.wasm`)
  const known = await readFile(cached).catch(() => null)
  if (known !== null) return known
  const binary = await run(entry)
  await mkdir(CACHE, { recursive: true })
  // A name of our own first: several builds may be at it at once.
  const draft = `${cached}.${process.pid}`
  await writeFile(draft, binary)
  await rename(draft, cached)
  return binary
}

/** @param {string} entry */
async function run(entry) {
  const { default: asc } = await import('assemblyscript/asc')
  /** @type {Buffer | null} */
  let binary = null
  const { error, stderr } = await asc.main(
    [basename(entry), '--baseDir', dirname(entry), '--outFile', 'out.wasm', ...OPTIONS],
    {
      writeFile: (_name, contents) => {
        binary = Buffer.from(contents)
      },
    },
  )
  if (error !== null || binary === null) throw new Error(`${entry} does not compile:\n${stderr.toString()}`)
  return binary
}

/** @param {string} entry */
async function sourcesBeside(entry) {
  const names = await readdir(dirname(entry))
  return names
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => join(dirname(entry), name))
}

/** @param {string} entry */
async function hashOf(entry) {
  const { version } = JSON.parse(
    await readFile(fileURLToPath(import.meta.resolve('assemblyscript/package.json')), 'utf8'),
  )
  const hash = createHash('sha256').update(JSON.stringify([version, OPTIONS]))
  for (const file of await sourcesBeside(entry)) hash.update(basename(file)).update(await readFile(file))
  return hash.digest('hex').slice(0, 24)
}
