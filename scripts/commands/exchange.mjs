// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePackages } from '../setup/packages.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { experiments } from '../prove/exchange.mjs'
import { runEntry, say, SetupError } from '../setup/say.mjs'

const CLI = join(projectRoot, 'out', 'main', 'cli.js')
const FORMATS = ['parquet', 'tensorboard', 'safetensors', 'onnx', 'numpy', 'pytorch', 'json']

/**
 * Trains small runs of every cell, exports them in every format, and lets Python read each: a line for each check,
 * one for each reader that is not there. Python is `UNROLL_PYTHON`, else `python3`.
 * @param {readonly string[]} names of experiments @default all
 */
export function main(names) {
  return runEntry(async () => {
    if (!existsSync(CLI)) throw new SetupError('the app is not built yet: npm run build')
    await ensurePackages(projectRoot)
    const chosen = experiments.filter(({ name }) => names.length === 0 || names.includes(name))
    if (chosen.length === 0) {
      throw new SetupError(`there are ${experiments.map(({ name }) => name).join(', ')}`)
    }
    const folder = mkdtempSync(join(tmpdir(), 'unroll-exchange-'))
    try {
      say(`exporting ${chosen.length} runs`)
      for (const each of chosen) exportAll(folder, each)
      return readAll(folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}

/**
 * @param {string} folder
 * @param {import('../prove/exchange.mjs').Experiment} experiment
 */
function exportAll(folder, { name, experiment, update }) {
  const file = join(folder, `${name}.experiment.json`)
  const run = join(folder, `${name}.run`)
  writeFileSync(file, JSON.stringify(experiment))
  const isDivergent = unroll(['train', file, '--out', run, '--data-dir', join(folder, 'data')]) === 3
  if (isDivergent) throw new SetupError(`the run ${name} diverges`)
  for (const to of FORMATS) {
    const at =
      update !== undefined && !['parquet', 'tensorboard'].includes(to) ? ['--update', String(update)] : []
    unroll(['export', run, '--to', to, '--out', join(folder, `${name}.${to}`), ...at])
  }
}

/**
 * Runs the command line; returns its exit code, unless that tells of wrong use.
 * @param {readonly string[]} args
 */
function unroll(args) {
  const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' })
  if (status !== 0 && status !== 3) throw new SetupError(`unroll ${args.join(' ')}: ${stderr.trim()}`)
  return status
}

/**
 * Says what Python finds in a folder of exports; returns the exit code.
 * @param {string} folder
 */
function readAll(folder) {
  const python = process.env.UNROLL_PYTHON || 'python3'
  const reader = join(projectRoot, 'scripts', 'prove', 'exchange.py')
  const read = spawnSync(python, [reader, folder], { encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (read.error) throw new SetupError(`${python} cannot be run: ${read.error.message}`)
  process.stdout.write(read.stdout)
  if (read.status !== 0) process.stderr.write(read.stderr)
  say(`${readdirSync(folder).filter((name) => name.endsWith('.run')).length} runs read`)
  return read.status ?? 1
}
