import { open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { showPath, showText } from '../../../core/text/foreign'
import { dataFolder, findRun } from '../../store/catalog'
import { reasonOf } from '../../store/files'
import type { StoredRun } from '../../store/runFolder'
import { openRunFolder } from '../../store/runFolder'
import { csvOf, jsonOf } from '../../store/summary'
import { ExitCode } from '../exitCode'
import { table } from '../options/help'
import { parseArguments } from '../options/parse'
import { UsageError } from '../usageError'
import type { Command } from './command'

const formats: Readonly<Record<string, (stored: StoredRun) => Generator<string>>> = {
  csv: csvOf,
  json: jsonOf,
}

const help = () => `Writes a run as a file that other programs read.

  unroll export RUN --to csv|json --out PATH

RUN is an id, or the beginning of one, or a run's folder.

${table([
  ['--to csv', 'a line an update, with numbers that read back to the same bits'],
  ['--to json', 'the experiment, the events and the log in one document; null stands for NaN and infinity'],
  ['--out PATH', 'the file, which is replaced if there is one'],
  ['--data-dir DIR', "the data folder [UNROLL_DATA, else the app's own]"],
  ['--help', 'this text'],
])}
`

export const exportRun: Command = {
  summary: 'write a run for other programs: RUN --to csv|json --out PATH',
  help,
  async run(args, io) {
    const accepts = { switches: ['help'], values: ['to', 'out', 'data-dir'] }
    const { files, values } = parseArguments('export', args, accepts)
    const [named, second] = files
    const [to, out] = [values.get('to'), values.get('out')]
    if (named === undefined || second !== undefined) {
      throw new UsageError(`export got ${files.length} runs: expected 1`)
    }
    const choices = Object.keys(formats).join(', ')
    if (to === undefined || !Object.hasOwn(formats, to)) {
      throw new UsageError(
        `--to is ${to === undefined ? 'missing' : showText(to)}: expected one of ${choices}`,
      )
    }
    if (out === undefined || out === '') throw new UsageError('--out is missing: expected the path of a file')
    const stored = await openRunFolder(await findRun(dataFolder(values.get('data-dir')), named))
    for (const problem of stored.problems) io.writeError(`unroll: ${problem}`)
    await writePieces(resolve(out), formats[to]!(stored))
    return ExitCode.fine
  },
}

/** Writes a file beside its place and renames it: what stood there before is replaced whole, or stays. */
async function writePieces(path: string, pieces: Iterable<string>): Promise<void> {
  // A pipe or a device is written as it is.
  const isFile = await stat(path).then(
    (found) => found.isFile() || found.isDirectory(),
    () => true,
  )
  const temporary = isFile ? join(dirname(path), `.${basename(path)}.new`) : path
  try {
    const file = await open(temporary, 'w')
    try {
      for (const piece of pieces) await file.write(piece)
    } finally {
      await file.close()
    }
    if (isFile) await rename(temporary, path)
  } catch (error) {
    if (isFile) await rm(temporary, { force: true }).catch(() => undefined)
    throw new UsageError(`cannot write ${showPath(path)}: ${reasonOf(error)}`)
  }
}
