import type { Reason } from '../../../core/contract/reasons'
import { describeReason } from '../../../core/contract/reasons'
import { showText } from '../../../core/text/foreign'
import { chartNames, exportFormatNames, weightFormatNames } from '../../../core/contract/exchange'
import { chartOptions } from '../../exchange/charts/chartOptions'
import type { ExportFormat, ExportOption } from '../../exchange/exportFormat'
import { exportFormats } from '../../exchange/exportFormats'
import { exportRun as writeRun, sourceOf } from '../../exchange/exportRun'
import { dataFolder, findRun } from '../../store/catalog'
import type { StoredRun } from '../../store/runFolder'
import { openRunFolder } from '../../store/runFolder'
import { ExitCode } from '../exitCode'
import type { Io } from '../io'
import { readWhole } from '../numbers'
import { table } from '../options/help'
import type { Parsed } from '../options/parse'
import { parseArguments } from '../options/parse'
import { UsageError } from '../usageError'
import type { Command } from './command'

const OPTIONS = ['update', 'chart', 'size', 'scale', 'theme', 'language', 'caption'] as const
type Values = Parsed['values']

const help = () => `Writes a run as a file or folder that other programs read.

  unroll export RUN --to FORMAT --out PATH

RUN is an id, or the beginning of one, or a run's folder. Nothing half-written is ever found at PATH.

${table(Object.entries(exportFormats).map(([name, { summary }]) => [`--to ${name}`, summary]))}

${table([
  ['--out PATH', 'the file or folder; one that is there already is refused'],
  ['--force', 'replace what is there; of folders only one that an export has written'],
  [
    '--update N',
    `the weights after N updates, any that were made [the newest checkpoint's]: ${weightFormatNames.join(', ')}`,
  ],
  ['--chart NAME', `what an svg or png shows: ${chartNames.join(', ')} [loss]`],
  ['--size WxH', 'its width and height [800x400]'],
  ['--scale N', 'pixels of a png for each of its size: 1, 2, 3 or 4 [2]'],
  ['--theme NAME', 'light or dark [light]'],
  ['--language NAME', 'en or zh [en]'],
  ['--caption TEXT', 'a text below the chart'],
  ['--settings', 'below the chart, the settings that are not the defaults'],
  ['--data-dir DIR', "the data folder [UNROLL_DATA, else the app's own]"],
  ['--help', 'this text'],
])}
`

export const exportRun: Command = {
  summary: 'write a run for other programs: RUN --to FORMAT --out PATH',
  help,
  async run(args, io) {
    const accepts = { switches: ['help', 'force', 'settings'], values: ['to', 'out', ...OPTIONS, 'data-dir'] }
    const parsed = parseArguments('export', args, accepts)
    const { files, values, switches } = parsed
    const asked: Values = switches.has('settings') ? new Map([...values, ['settings', '']]) : values
    const [named, second] = files
    if (named === undefined || second !== undefined) {
      throw new UsageError(`export got ${files.length} runs: expected 1`)
    }
    const format = formatNamed(values.get('to'))
    const out = values.get('out')
    const isPrinted = out === undefined && format.makes === 'file' && format.isPrintable === true
    if (!isPrinted && !out) throw new UsageError(`--out is missing: expected the path of a ${format.makes}`)
    const update = updateIn(values, format)
    for (const option of [...OPTIONS, 'settings'] as const) optionFor(asked, format, option)
    const chart = chartOptions(asked)
    const stored = await openRunFolder(await findRun(dataFolder(values.get('data-dir')), named))
    for (const problem of stored.problems) io.writeError(`unroll: ${describeReason(problem)}`)
    const tell = (what: Reason) => io.writeError(`unroll: ${describeReason(what)}`)
    if (out) await writeRun(stored, format, { out, force: switches.has('force'), update, chart, tell })
    else await print(io, stored, format)
    return ExitCode.fine
  },
}

function formatNamed(to: string | undefined): ExportFormat {
  const found = exportFormatNames.find((name) => name === to)
  if (found) return exportFormats[found]
  const value = to === undefined ? 'missing' : showText(to)
  throw new UsageError(`--to is ${value}: expected one of ${exportFormatNames.join(', ')}`)
}

/** What `--update` says, if anything. */
function updateIn(values: Values, format: ExportFormat): number | undefined {
  const text = optionFor(values, format, 'update')
  if (text === undefined) return undefined
  return readWhole('update', text, [0, Number.MAX_SAFE_INTEGER], 'a number of updates, from 0')
}

/** What stands behind an option that not every format knows. */
function optionFor(values: Values, { options }: ExportFormat, option: ExportOption): string | undefined {
  const text = values.get(option)
  if (text === undefined || options.includes(option)) return text
  throw new UsageError(`--${option} is of no use with --to ${values.get('to')}`)
}

async function print(io: Io, stored: StoredRun, format: ExportFormat): Promise<void> {
  if (format.makes === 'folder') return
  const source = sourceOf(stored, undefined, () => undefined)
  for await (const piece of format.write(source)) io.write(String(piece))
}
