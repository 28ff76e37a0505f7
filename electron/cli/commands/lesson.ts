import { availableParallelism } from 'node:os'
import { secondsOf } from '../../../core/lessons/cost'
import { runsOf } from '../../../core/lessons/parse'
import { experimentOf } from '../../../core/lessons/runs'
import { showPath } from '../../../core/text/foreign'
import { CancelledError, checkLesson } from '../../lessons/checkLesson'
import {
  LessonFolderError,
  readLessonFiles,
  readLessonFolder,
  type FileProblem,
  type LessonFiles,
} from '../../lessons/lessonFiles'
import { ExitCode } from '../exitCode'
import type { Interrupt, Io } from '../io'
import { readWhole } from '../numbers'
import { table } from '../options/help'
import type { Parsed } from '../options/parse'
import { parseArguments } from '../options/parse'
import { longTraining } from '../longTraining'
import { shippedLessons } from '../shippedLessons'
import { UsageError } from '../usageError'
import type { Command } from './command'
import { createLessonOutput } from './lessonOutput'
import { writeLessonReport } from './lessonReport'

const SEEDS = [0, 1, 2, 3, 4]
const MOST_PROBLEMS = 20

const help =
  () => `Lists the lessons, proves one by playing every step of it, or writes what was done in one to be handed in.

  unroll lesson list [--json] [--dir DIR]
  unroll lesson check FILE [--json] [--seeds 0,1,2,3,4]
  unroll lesson report ID --learner NAME --out FILE.html

list --json prints one array: {"id", "title", "languages", "files", "minutes"} of each lesson, its own file first.

check trains the runs of FILE without a window, each with every seed, and says of each check on how many of them it
holds, of each prediction what the runs really did, and which steps are not translated or have changed since.
A translation lies beside the file: first.lesson.md, first.zh-CN.lesson.md.

report writes one page with the answers, predictions, checks, runs, charts and seeds of the lesson ID, as the window
kept them; unroll report reads it and trains its runs again.

${table([
  ['--dir DIR', 'the folder of lessons [those that come along]'],
  ['--learner NAME', 'who hands it in'],
  ['--out FILE', 'the page; one that is there already is refused'],
  ['--force', 'replaces it'],
  ['--language NAME', "en or zh-CN [the lesson's own]"],
  ['--data-dir DIR', "the data folder [UNROLL_DATA, else the app's own]"],
  ['--seeds LIST', 'what to play with [0,1,2,3,4]'],
  ['--json', 'for programs: check prints one JSON object a line'],
  ['--help', 'this text'],
])}

Exit code: 0 everything holds, 1 a check or an answer does not, 2 wrong use or a file that is refused, with its lines.
`

export const lesson: Command = {
  summary: 'list the lessons, prove one, or hand one in: list [--json] | check FILE | report ID',
  help,
  async run(args, io, spawn) {
    const parsed = parseArguments('lesson', args, {
      switches: ['json', 'help', 'force'],
      values: ['dir', 'seeds', 'learner', 'out', 'language', 'data-dir'],
    })
    const [verb, file, more] = parsed.files
    if (verb === 'list') {
      if (file !== undefined) throw new UsageError(`lesson list takes no file, got ${showPath(file)}`)
      return list(parsed, io)
    }
    if (verb === 'report') return writeLessonReport(parsed, io)
    if (verb !== 'check') {
      throw new UsageError(
        `lesson ${verb === undefined ? 'needs' : `knows no ${showPath(verb)}: expected`} list, check or report`,
      )
    }
    if (file === undefined || more !== undefined) {
      throw new UsageError(`lesson check got ${parsed.files.length - 1} files: expected 1`)
    }
    const read = await readLessonFiles(file)
    if (!read.ok) throw new UsageError(describe(read.problems))
    return check(read.value, parsed, io, spawn)
  },
}

async function list({ values, switches }: Parsed, io: Io): Promise<ExitCode> {
  const folder = values.get('dir') ?? shippedLessons()
  const { lessons, problems } = await readLessonFolder(folder).catch((error: unknown) => {
    throw error instanceof LessonFolderError ? new UsageError(error.message) : error
  })
  if (switches.has('json')) {
    const entries = lessons.map(({ lesson: { id, title, minutes, languages }, files }) => ({
      ...{ id, title, languages, files, minutes },
    }))
    io.write(`${JSON.stringify(entries)}\n`)
  } else {
    const rows = lessons.map(({ lesson: { id, title, minutes, languages } }): [string, string] => [
      id,
      `${title} (${minutes} min; ${languages.join(', ')})`,
    ])
    io.write(rows.length === 0 ? `no lessons in ${showPath(folder)}\n` : `${table(rows)}\n`)
  }
  if (problems.length === 0) return ExitCode.fine
  for (const line of describe(problems).split('\n')) io.writeError(`unroll: ${line}`)
  return ExitCode.usage
}

async function check(
  files: LessonFiles,
  parsed: Parsed,
  io: Io,
  spawn: Parameters<Command['run']>[2],
): Promise<ExitCode> {
  const seeds = seedsIn(parsed)
  tellLongRuns(files, io)
  const output = createLessonOutput(io, files, {
    isJson: parsed.switches.has('json'),
    numSeeds: seeds.length,
  })
  let signal: Interrupt | null = null
  const stopListening = io.onInterrupt((received) => (signal ??= received))
  try {
    await checkLesson(files.lesson, {
      ...{ seeds, spawn, atOnce: availableParallelism(), told: output.outcome },
      isCancelled: () => signal !== null,
    })
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error
    io.writeError(`unroll: ended by ${signal!}`)
    return signal === 'SIGINT' ? ExitCode.interrupted : ExitCode.terminated
  } finally {
    stopListening()
  }
  output.end()
  return output.allHold ? ExitCode.fine : ExitCode.failed
}

function seedsIn({ values }: Parsed): readonly number[] {
  const text = values.get('seeds')
  if (text === undefined) return SEEDS
  const most = 2 ** 32 - 1
  const seeds = text
    .split(',')
    .map((each) => readWhole('seeds', each, [0, most], 'whole numbers such as 0,1,2'))
  return [...new Set(seeds)]
}

/** Says which runs take longer than anybody would expect of a lesson. */
function tellLongRuns({ lesson: { steps }, lesson: its }: LessonFiles, io: Io): void {
  if (steps.length === 0) return
  const runs = runsOf(its)
  for (const { id } of runs) {
    const time = longTraining(secondsOf(experimentOf(runs, id, { seed: 0 })))
    if (time === null) continue
    io.writeError(`unroll: all updates of the run ${id} take about ${time}, once for every seed`)
  }
}

/** A line for each problem: file, line, what is wrong. */
function describe(problems: readonly FileProblem[]): string {
  const told = problems.slice(0, MOST_PROBLEMS).map(({ file, line, text }) => {
    return `${showPath(file)}${line > 0 ? `:${line}` : ''}: ${text}`
  })
  const numMore = problems.length - told.length
  return [...told, ...(numMore > 0 ? [`and ${numMore} more`] : [])].join('\n')
}
