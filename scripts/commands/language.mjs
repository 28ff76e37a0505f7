// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  cells,
  largestSize,
  MOST_PARAMETERS,
  numParameters,
  residualScale,
  sources,
  updates,
} from '../prove/language.mjs'
import { LANGUAGE, writePage } from '../prove/page.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { runEntry, say, SetupError } from '../setup/say.mjs'

const CLI = join(projectRoot, 'out', 'main', 'cli.js')
const SCRIPT = join(projectRoot, 'scripts', 'prove', 'language.py')
/** How far bits per character may lie apart, relatively. */
const BOUND = 0.01
/** @typedef {import('../prove/language.mjs').Result} Result */

const settings = { seqLen: 50, batch: 32, lr: 0.005, clip: 1, validation: 0.1 }

/**
 * Trains the language model of each cell here and in PyTorch, and compares bits per character; a line for
 * each, and the page docs/tasks.md anew. Python is `UNROLL_PYTHON`, else `python3`; where it has no PyTorch
 * that is said, and nothing is claimed.
 * @param {readonly string[]} wanted texts and cells @default all
 */
export function main(wanted) {
  return runEntry(async () => {
    if (!existsSync(CLI)) throw new SetupError('the app is not built yet: npm run build')
    const python = process.env.UNROLL_PYTHON || 'python3'
    const has = spawnSync(python, ['-c', 'import torch, safetensors'], { encoding: 'utf8' })
    if (has.status !== 0) {
      say(`${python} has no torch or no safetensors: the language model is NOT compared with PyTorch's`)
      return 1
    }
    const folder = mkdtempSync(join(tmpdir(), 'unroll-language-'))
    try {
      const shippedText = await textsIn(folder)
      let isFine = true
      for (const source of chosen(sources, wanted)) {
        for (const cell of chosen(cells, wanted)) {
          const result = compare(folder, python, source, cell, shippedText(source))
          isFine &&= apart(result) <= BOUND
          keep(result)
          writePage()
        }
      }
      return isFine ? 0 : 1
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}

/**
 * Those that are wanted; all where none is.
 * @template {string} T
 * @param {readonly T[]} all
 * @param {readonly string[]} wanted
 */
function chosen(all, wanted) {
  const some = all.filter((each) => wanted.includes(each))
  return some.length > 0 ? some : all
}

/**
 * Writes a result in the place of an earlier one, in the order of texts and cells.
 * @param {Result} result
 */
function keep(result) {
  /** @type {Result[]} */
  const known = existsSync(LANGUAGE) ? JSON.parse(readFileSync(LANGUAGE, 'utf8')) : []
  const results = sources.flatMap((source) =>
    cells.flatMap(
      (cell) => [result, ...known].find((each) => each.source === source && each.cell === cell) ?? [],
    ),
  )
  writeFileSync(LANGUAGE, `${JSON.stringify(results, null, 1)}\n`)
}

/**
 * How far bits per character lie apart, relatively.
 * @param {Pick<Result, 'bits' | 'torchBits'>} result
 */
const apart = ({ bits, torchBits }) => Math.abs(bits - torchBits) / torchBits

/**
 * The texts that come along, compiled as the app has them.
 * @param {string} folder
 * @returns {Promise<(source: string) => { ids: Uint16Array, characters: string[] }>}
 */
async function textsIn(folder) {
  const { build } = await import('vite')
  const entry = join(projectRoot, 'core', 'tasks', 'texts', 'shipped.ts')
  const outDir = join(folder, 'texts')
  await build({ configFile: false, logLevel: 'error', build: { ssr: entry, outDir } })
  const compiled = ['js', 'mjs'].map((ending) => join(outDir, `shipped.${ending}`)).find(existsSync)
  if (!compiled) throw new SetupError('the texts were not compiled')
  return (await import(pathToFileURL(compiled).href)).shippedText
}

/**
 * @param {string} folder
 * @param {string} python
 * @param {import('../prove/language.mjs').Source} source
 * @param {typeof cells[number]} cell
 * @param {{ ids: Uint16Array, characters: string[] }} text
 * @returns {Result}
 */
function compare(folder, python, source, cell, { ids, characters }) {
  const vocabulary = characters.length
  const hiddenSize = largestSize(cell, vocabulary, MOST_PARAMETERS[source])
  const file = (/** @type {string} */ name) => join(folder, `${source}-${cell}${name}`)
  const { seqLen, batch, lr, clip, validation } = settings
  const experiment = {
    task: { name: 'text', source, seqLen, validation },
    model: { cell, hiddenSize, ...(cell === 'residual' ? { residualScale } : {}) },
    optimizer: { lr },
    clip: { threshold: clip },
    train: { batch, updates, threads: 1 },
  }
  writeFileSync(file('.json'), JSON.stringify(experiment))
  const data = ['--data-dir', join(folder, 'data')]
  const out = unroll(['train', file('.json'), '--json', '--out', file('.run'), ...data])
  const losses = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === 'update')
    .map(({ loss }) => loss)
  for (const [name, update] of /** @type {const} */ ([
    ['before', 0],
    ['after', updates],
  ])) {
    const at = ['--update', String(update), '--out', file(`.${name}`)]
    unroll(['export', file('.run'), '--to', 'safetensors', ...at])
  }
  const job = {
    ...{ cell, hiddenSize, vocabulary, updates, losses, ids: [...ids], residualScale, ...settings },
    ...{ before: file('.before'), after: file('.after') },
  }
  writeFileSync(file('.job'), JSON.stringify(job))
  const ran = spawnSync(python, [SCRIPT, file('.job')], { encoding: 'utf8' })
  if (ran.status !== 0) throw new SetupError(`${python} ${SCRIPT}: ${ran.stderr.trim()}`)
  const found = JSON.parse(ran.stdout)
  say(
    `${apart(found) <= BOUND ? 'ok  ' : 'FAIL'} ${source} ${cell}: ${found.bits.toFixed(3)} bits, PyTorch ${found.torchBits.toFixed(3)}`,
  )
  return {
    source,
    cell,
    hiddenSize,
    parameters: numParameters(cell, hiddenSize, vocabulary),
    updates,
    ...found,
  }
}

/** @param {readonly string[]} args */
function unroll(args) {
  const ran = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (ran.status !== 0) throw new SetupError(`unroll ${args.join(' ')}: ${ran.stderr.trim()}`)
  return ran.stdout
}
