import { describeReason } from '../../../core/contract/reasons'
import type { KeptRun } from '../../../core/contract/kept'
import type { Group } from '../../../core/sweep/group'
import { showPath, showText } from '../../../core/text/foreign'
import { deletableIn, moveToBin, restoreFromBin } from '../../store/bin'
import { dataFolder, findBinned, findRun } from '../../store/catalog'
import { listRuns } from '../../store/catalogScan'
import { openRunFolder } from '../../store/runFolder'
import type { StoredSummary } from '../../store/summary'
import { summaryOf } from '../../store/summary'
import { ExitCode } from '../exitCode'
import type { Io } from '../io'
import { jsonLine } from '../jsonLine'
import { duration, jsonNumber, short } from '../numbers'
import { table } from '../options/help'
import type { Parsed } from '../options/parse'
import { parseArguments } from '../options/parse'
import { UsageError } from '../usageError'
import { version } from '../version'
import type { Command } from './command'

const help = () => `Says what runs there are, and what became of them.

  unroll runs list
  unroll runs show RUN
  unroll runs diff RUN RUN
  unroll runs delete RUN...
  unroll runs restore RUN...

RUN is an id, or the beginning of one, or a run's folder. What is deleted is moved into the data folder's bin, from
where restore brings it back into the data folder: there RUN is an id, or its beginning.

${table([
  ['--data-dir DIR', "the data folder [UNROLL_DATA, else the app's own]"],
  [
    '--json',
    'one JSON object a line: list, delete and restore print one a run, diff one a difference, show one',
  ],
  ['--help', 'this text'],
])}
`

export const runs: Command = {
  summary: 'what runs there are: list, show RUN, diff RUN RUN, delete RUN..., restore RUN... [--json]',
  help,
  async run(args, io) {
    const parsed = parseArguments('runs', args, { switches: ['json', 'help'], values: ['data-dir'] })
    const [verb = '', ...named] = parsed.files
    if (!Object.hasOwn(verbs, verb)) {
      const given = verb === '' ? 'nothing' : showText(verb)
      throw new UsageError(`runs is followed by ${given}: expected ${Object.keys(verbs).join(', ')}`)
    }
    const { least, most, act } = verbs[verb]!
    if (named.length < least || named.length > most) {
      throw new UsageError(`runs ${verb} got ${named.length} runs: expected ${countOf(least, most)}`)
    }
    await act({ parsed, io, data: dataFolder(parsed.values.get('data-dir')), named })
    return ExitCode.fine
  },
}

const countOf = (least: number, most: number) =>
  most === Infinity ? `at least ${least}` : least === most ? String(least) : `${least} to ${most}`

interface Asked {
  readonly parsed: Parsed
  readonly io: Io
  readonly data: string
  readonly named: readonly string[]
}

interface Verb {
  /** How many runs it takes. */
  readonly least: number
  readonly most: number
  act(asked: Asked): Promise<void>
}

const open = async (data: string, named: string) => openRunFolder(await findRun(data, named))

const verbs: Readonly<Record<string, Verb>> = {
  list: {
    ...{ least: 0, most: 0 },
    async act({ parsed, io, data }) {
      const found = await listRuns(data, version())
      const isJson = parsed.switches.has('json')
      const rows: string[][] = []
      for (const each of found) {
        if ('problem' in each) io.writeError(`unroll: ${each.problem}`)
        else if (isJson) io.write(jsonLine(forJson(listed(each))))
        else rows.push(rowOf(listed(each)))
      }
      if (isJson) return
      if (rows.length === 0) io.write(`no runs in ${showPath(data)}\n`)
      else io.write(columns([HEAD, ...rows]))
    },
  },
  show: {
    ...{ least: 1, most: 1 },
    async act({ parsed, io, data, named }) {
      const stored = await open(data, named[0]!)
      const { experiment, notes, events, checkpoints, run } = stored
      const problems = stored.problems.map(describeReason)
      const summary = summaryOf(stored)
      if (parsed.switches.has('json')) {
        const { parent, group } = run
        const parts = { notes, parent, group, experiment, events, checkpoints, problems }
        io.write(jsonLine({ ...forJson(summary), ...parts }))
        return
      }
      const lines: [string, string][] = [
        ...Object.entries(summary).map(([key, value]): [string, string] => [key, plain(value)]),
        ...(run.group ? [groupLine(run.group)] : []),
        ['checkpoints', checkpoints.join(', ') || 'none'],
        ...problems.map((problem): [string, string] => ['problem', problem]),
        ...flatten(experiment).map(([path, value]): [string, string] => [path, plain(value)]),
      ]
      io.write(`${table(lines)}\n`)
    },
  },
  diff: {
    ...{ least: 2, most: 2 },
    async act({ parsed, io, data, named }) {
      const stored = await Promise.all(named.map((each) => open(data, each)))
      const [first, second] = stored.map((each) => {
        const { status, updates, lastLoss, bestLoss } = summaryOf(each)
        const results = Object.entries({ status, updates, lastLoss, bestLoss })
        return new Map<string, unknown>([...flatten(each.experiment), ...results])
      }) as [Map<string, unknown>, Map<string, unknown>]
      const fields = [...new Set([...first.keys(), ...second.keys()])]
      const differing = fields.filter((field) => !Object.is(first.get(field), second.get(field)))
      if (parsed.switches.has('json')) {
        for (const field of differing) {
          const values = [first.get(field), second.get(field)].map((value) => valueForJson(value ?? null))
          io.write(jsonLine({ field, values }))
        }
        return
      }
      const ids = ['', ...stored.map(({ run }) => run.id)]
      const rows = differing.map((field) => [field, plain(first.get(field)), plain(second.get(field))])
      io.write(differing.length === 0 ? 'no difference\n' : columns([ids, ...rows]))
    },
  },
  delete: {
    ...{ least: 1, most: Infinity },
    async act({ parsed, io, data, named }) {
      const folders = await Promise.all(named.map((each) => findRun(data, each)))
      const all = await Promise.all([...new Set(folders)].map((folder) => deletableIn(data, folder)))
      const bins = await moveToBin(data, all)
      for (const [i, { folder }] of all.entries()) {
        const bin = bins[i]!
        if (parsed.switches.has('json')) io.write(jsonLine({ folder, bin }))
        else io.write(`${showPath(folder)} is moved to ${showPath(bin)}\n`)
      }
    },
  },
  restore: {
    ...{ least: 1, most: Infinity },
    async act({ parsed, io, data, named }) {
      const ids = await Promise.all(named.map((each) => findBinned(data, each)))
      for (const folder of await restoreFromBin(data, [...new Set(ids)])) {
        if (parsed.switches.has('json')) io.write(jsonLine({ folder }))
        else io.write(`${showPath(folder)} is back\n`)
      }
    },
  },
}

const groupLine = ({ kind, id, name }: Group): [string, string] => [
  'group',
  `${kind} ${name === '' ? id : `${showText(name)} (${id})`}`,
]

/** What the command line says of a run that is listed. */
function listed(run: KeptRun): StoredSummary & Pick<KeptRun, 'group'> {
  const { runId: id, folder, name, status, task, cell, numParameters, seed } = run
  const { updates, totalUpdates, lastLoss, bestLoss, seconds, created, group } = run
  return {
    ...{ id, folder, name, status, task, cell, numParameters, seed },
    ...{ updates, totalUpdates, lastLoss, bestLoss, seconds, created, group },
  }
}

const HEAD = [
  'id',
  'name',
  'status',
  'task',
  'cell',
  'parameters',
  'updates',
  'last loss',
  'best loss',
  'time',
]

const lossText = (loss: number) => (Number.isNaN(loss) ? '' : short(loss))

function rowOf(summary: StoredSummary): string[] {
  const { id, name, status, task, cell, numParameters, updates, totalUpdates, lastLoss, bestLoss, seconds } =
    summary
  return [
    ...[id, name, status, task, cell, String(numParameters), `${updates}/${totalUpdates}`],
    ...[lossText(lastLoss), lossText(bestLoss), duration(seconds)],
  ]
}

/** Rows of texts below each other, each column as wide as its widest. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => showText(row[i] ?? '').length)))
  const lines = rows.map((row) =>
    row
      .map((text, i) => showText(text).padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  return typeof value === 'number' ? String(value) : showText(String(value))
}

const valueForJson = (value: unknown) => (typeof value === 'number' ? jsonNumber(value) : value)

function forJson(summary: StoredSummary): Record<string, unknown> {
  return Object.fromEntries(Object.entries(summary).map(([key, value]) => [key, valueForJson(value)]))
}

/** Every setting by its path. */
function flatten(document: object, prefix = ''): [string, unknown][] {
  return Object.entries(document).flatMap(([key, value]: [string, unknown]): [string, unknown][] =>
    typeof value === 'object' && value !== null
      ? flatten(value, `${prefix}${key}.`)
      : [[`${prefix}${key}`, value]],
  )
}
