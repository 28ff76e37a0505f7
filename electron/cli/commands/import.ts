import { describeReason } from '../../../core/contract/reasons'
import { counted } from '../../../core/text/counted'
import { dataFolder } from '../../store/catalog'
import { openRunFolder } from '../../store/runFolder'
import { importFile } from '../../exchange/importFile'
import { ExitCode } from '../exitCode'
import { jsonLine } from '../jsonLine'
import { readExperiment } from '../options/experiment'
import { table } from '../options/help'
import { parseArguments } from '../options/parse'
import { UsageError } from '../usageError'
import { version } from '../version'
import type { Command } from './command'

const help = () => `Takes a run into the catalog, where the window and the other commands find it.

  unroll import FILE [--experiment E.json]

FILE is one of

${table([
  ['a run', 'its folder, or the zip that export --to zip writes'],
  ['an experiment', 'as export --to experiment writes it: a paused run that has made no update'],
  [
    'weights',
    'W.safetensors of an nn.RNN, GRU or LSTM with a Linear layer, under any names: a paused run that begins from them',
  ],
])}

${table([
  ['--experiment E.json', "what weights are trained on [the file's own, else a task of their sizes]"],
  ['--json', 'one JSON object: id, folder, status, updates'],
  ['--data-dir DIR', "the data folder [UNROLL_DATA, else the app's own]"],
  ['--help', 'this text'],
])}

PyTorch's own files, .pt and .pth, are refused: opening one runs whatever program it holds.
`

export const importRun: Command = {
  summary: 'take a run, an experiment or PyTorch weights into the catalog: FILE [--experiment E.json]',
  help,
  async run(args, io) {
    const accepts = { switches: ['help', 'json'], values: ['experiment', 'data-dir'] }
    const { files, values, switches } = parseArguments('import', args, accepts)
    const [file, second] = files
    if (file === undefined || second !== undefined) {
      throw new UsageError(`import got ${files.length} files: expected 1`)
    }
    const given = values.get('experiment')
    const experiment =
      given === undefined
        ? undefined
        : readExperiment({ switches: new Set(), flags: new Map(), values: new Map(), files: [given] })
    const { id, folder } = await importFile(file, {
      ...{ data: dataFolder(values.get('data-dir')), version: version(), experiment },
      tell: (what) => io.writeError(`unroll: ${describeReason(what)}`),
    })
    const { status, log } = await openRunFolder(folder)
    if (switches.has('json')) io.write(jsonLine({ id, folder, status, updates: log.length }))
    else io.write(`run ${id} is in the catalog, ${status} after ${counted(log.length, 'update')}\n`)
    return ExitCode.fine
  },
}
