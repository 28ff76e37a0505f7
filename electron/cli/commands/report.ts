import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { MOST_REPORT_BYTES, type ReportedRun, type Rerun } from '../../../core/contract/reports'
import { reason } from '../../../core/contract/reasons'
import { parseExperiment } from '../../../core/experiment/parse'
import { secondsOf } from '../../../core/lessons/cost'
import { showPath, showText } from '../../../core/text/foreign'
import { ExchangeError } from '../../exchange/exchangeError'
import { readReport } from '../../exchange/report/readReport'
import { reportTable, standing, tally, type ReportFile } from '../../exchange/report/reportTable'
import { rerun } from '../../exchange/report/rerun'
import { writeOutputFile } from '../../exchange/writeOutput'
import { fileReason, readBytes } from '../../store/files'
import { StoreError } from '../../store/storeError'
import { ExitCode } from '../exitCode'
import type { Io } from '../io'
import { jsonLine } from '../jsonLine'
import { longTraining } from '../longTraining'
import { table } from '../options/help'
import { parseArguments } from '../options/parse'
import { UsageError } from '../usageError'
import { version } from '../version'
import type { Command } from './command'

const help = () => `Reads what learners hand in, and trains its runs again.

  unroll report FILE.html|FOLDER... [OPTIONS]

Of each report: who it is by, what was predicted and met, and whether its numbers follow from its seeds, to the same
bits. A page that unroll export --to html writes is a report of its run. Nothing in a page is run.

${table([
  ['--csv FILE', 'writes the table: a line a report, two columns a question'],
  ['--no-rerun', 'trains nothing again'],
  ['--force', 'replaces FILE'],
  ['--json', 'one JSON object a report'],
  ['--help', 'this text'],
])}

Exit code: 0 all is as it was written, 1 something is not, 2 a file cannot be read.
`

export const report: Command = {
  summary: 'read what learners hand in, and train its runs again: FILE.html|FOLDER... [--csv FILE]',
  help,
  async run(args, io) {
    const { switches, values, files } = parseArguments('report', args, {
      switches: ['json', 'help', 'no-rerun', 'force'],
      values: ['csv'],
    })
    if (files.length === 0) throw new UsageError('report needs a file or a folder; see unroll report --help')
    const pages = (await Promise.all(files.map(pagesIn))).flat()
    const done: ReportFile[] = []
    for (const path of pages) {
      const each = await look(path, !switches.has('no-rerun'), io)
      done.push(each)
      tell(each, io, switches.has('json'))
    }
    const csv = values.get('csv')
    if (csv !== undefined) await writeOutputFile(csv, [reportTable(done)], { force: switches.has('force') })
    if (done.some((each) => 'problem' in each)) return ExitCode.usage
    return done.every(isAsWritten) ? ExitCode.fine : ExitCode.failed
  },
}

const isAsWritten = (each: ReportFile) =>
  'read' in each && ['same', 'unproved', 'unchecked'].includes(standing(each.read, each.reruns))

/** The pages of a folder by their names, or the one that a path names. */
async function pagesIn(path: string): Promise<string[]> {
  const found = await stat(path).catch((error: unknown) => {
    throw new UsageError(
      new ExchangeError(reason('cannotRead', { path: showPath(path), why: fileReason(error) })).message,
    )
  })
  if (!found.isDirectory()) return [path]
  const names = (await readdir(path)).filter((name) => /\.html?$/i.test(name)).sort()
  if (names.length === 0) throw new ExchangeError(reason('noReports', { path: showPath(path) }))
  return names.map((name) => join(path, name))
}

async function look(path: string, trainsAgain: boolean, io: Io): Promise<ReportFile> {
  const file = basename(path)
  try {
    const read = readReport(file, await readBytes(path, MOST_REPORT_BYTES), version())
    const reruns: Rerun[] = []
    for (const run of trainsAgain ? read.report.runs : []) {
      tellIfLong(file, run, io)
      reruns.push((await rerun(run)).rerun)
    }
    return { file, read, reruns: trainsAgain ? reruns : null }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    return { file, problem: error.message }
  }
}

/** Whoever wrote a page may ask for hours of training. */
function tellIfLong(file: string, { name, proof }: ReportedRun, io: Io): void {
  const parsed = proof && parseExperiment(proof.experiment)
  if (!proof || !parsed?.ok) return
  const { train } = parsed.value
  const updates = Math.min(proof.made, train.updates)
  const time = longTraining(secondsOf({ ...parsed.value, train: { ...train, updates } }))
  if (time === null) return
  io.writeError(
    `unroll: ${showText(file, 200)}: training ${showText(name, 200)} again takes about ${time}; --no-rerun leaves it out`,
  )
}

function tell(each: ReportFile, io: Io, isJson: boolean): void {
  if (!('read' in each)) {
    if (isJson) io.write(jsonLine({ file: each.file, problem: each.problem }))
    io.writeError(`unroll: ${each.problem}`)
    return
  }
  const { report: its, isEdited, isForeignPage } = each.read
  const predictions = tally(its, ['predict', 'choice'])
  const checks = tally(its, ['check'])
  const { file, reruns } = each
  if (isJson) {
    const lesson = its.lesson?.id ?? null
    const who = { file, learner: its.learner, lesson, at: its.at }
    io.write(jsonLine({ ...who, predictions, checks, isEdited, isForeignPage, reruns }))
    return
  }
  const of = its.lesson ? its.lesson.title : `${its.runs.length} run`
  const answered = its.lesson
    ? `; ${predictions.right} of ${predictions.all} answers right, ${checks.right} of ${checks.all} checks met`
    : ''
  const lines = [
    `${showText(file, 200)}: ${showText(its.learner ?? '–', 100)}, ${showText(of, 200)}${answered}`,
    ...(isEdited ? ['  EDITED: its data are not those that were written'] : []),
    ...(isForeignPage ? ['  CHANGED: the page holds what its data do not make, such as a script'] : []),
    ...(reruns ?? []).map((run) => `  ${rerunText(run)}`),
  ]
  io.write(`${lines.join('\n')}\n`)
}

function rerunText(run: Rerun): string {
  const name = showText(run.name, 200)
  if (run.outcome === 'same') return `${name}: trained again to the same bits`
  if (run.outcome === 'unproved') return `${name}: cannot be trained again here: ${run.why}`
  if (run.column === 'made')
    return `${name}: DIFFERS: it says ${run.shown} updates, and ends after ${run.trained} when it is trained again`
  if (run.column === 'bits')
    return `${name}: DIFFERS: what it says of all its bits does not follow from its seed`
  return `${name}: DIFFERS: ${run.column} of update ${run.update! + 1} is ${run.shown ?? 'not finite'} in the report, and ${run.trained ?? 'not finite'} from its seed`
}
