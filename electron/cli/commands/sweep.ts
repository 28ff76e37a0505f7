import { describeReason } from '../../../core/contract/reasons'
import { availableParallelism, totalmem } from 'node:os'
import { basename } from 'node:path'
import { describeProblems } from '../../../core/experiment/problemText'
import { parseSweep } from '../../../core/sweep/parse'
import { taskNames } from '../../../core/tasks/registry'
import { showPath } from '../../../core/text/foreign'
import { dataFolder } from '../../store/catalog'
import { trialsAtOnce } from '../../sweep/atOnce'
import { createKeptTrials } from '../../sweep/keptTrials'
import { createLocalQueue } from '../../sweep/localQueue'
import { createMemoryTrials } from '../../sweep/memoryTrials'
import { namedTrials, runSweep } from '../../sweep/runSweep'
import type { TrialTrainer } from '../../sweep/trialTrainer'
import type { Thread, WorkerStart } from '../../worker/messages'
import { ExitCode } from '../exitCode'
import type { Interrupt, Io } from '../io'
import { readWhole } from '../numbers'
import { table } from '../options/help'
import type { Parsed } from '../options/parse'
import { parseArguments } from '../options/parse'
import { readJsonFile } from '../readJsonFile'
import { UsageError } from '../usageError'
import { version } from '../version'
import type { Command } from './command'
import { createSweepOutput } from './sweepOutput'

/** More threads than any machine of one person has. */
const MOST_THREADS = 256

const help = () => `Trains many experiments, which differ in some fields, and says how each went.

  unroll sweep FILE [OPTIONS]

FILE is JSON: an experiment, and what is tried in which of its fields.

  {"experiment": {"task": {"name": "${taskNames[0]}"}, "model": {"cell": "gru"}},
   "search": {"strategy": "grid", "fields": {"optimizer.lr": [0.001, 0.01], "model.hiddenSize": [16, 32]}}}

strategy: grid tries every combination of lists; random and sobol try as many as "trials" says, of lists and of ranges
such as {"min": 0.0001, "max": 0.1, "scale": "log"}; random draws from "seed", sobol fills the ranges evenly.

Every trial is a run of its own, whose id is the hash of its experiment. A sweep that is begun again takes trials that
have ended from where they are kept, and goes on with the others, to the same bits.

${table([
  ['--out DIR', "keep the trials in DIR, each in a folder by its id [the data folder's runs]"],
  ['--data-dir DIR', "the data folder, which lists what is kept [UNROLL_DATA, else the app's own]"],
  ['--no-keep', 'keep nothing but what is printed'],
  ['--threads N', `threads that compute, 1 to ${MOST_THREADS} [as many as processors]; a trial takes one,`],
  ['', 'or as many as its train.threads says'],
  [
    '--json',
    'one JSON object a line: a trial, in the order of the trials, when it and all before it have ended',
  ],
  ['--help', 'this text'],
])}

Exit code: 0 every trial has ended, also by diverging, 1 the training of one broke down, 2 wrong use, 130 after Ctrl-C
(SIGINT), 143 after SIGTERM.
`

export const sweep: Command = {
  summary: 'train many experiments that differ in some fields: FILE [--out DIR] [--threads N] [--json]',
  help,
  async run(args, io, spawn) {
    const accepts = { switches: ['json', 'help'], flags: ['keep'], values: ['out', 'data-dir', 'threads'] }
    const parsed = parseArguments('sweep', args, accepts)
    const file = fileOf(parsed)
    const found = parseSweep(readJsonFile(file))
    if (!found.ok) throw new UsageError(`${showPath(file)}: ${describeProblems(found)}`)
    const threads = threadsIn(parsed)
    const trainer = trainerOf(parsed, io, spawn)
    const trials = namedTrials(found.value.trials)
    const most = trialsAtOnce(trials, { threads, memory: totalmem() })
    const name = basename(file).replace(/\.json$/i, '')

    let signal: Interrupt | null = null
    const output = createSweepOutput(io, {
      ...{ sweep: found.value, trials, name: name.slice(0, 200), atOnce: most },
      ...{ isJson: parsed.switches.has('json'), data: parsed.values.get('data-dir') ?? null },
      isKept: parsed.flags.get('keep') !== false,
      now: () => performance.now(),
    })
    output.begin()
    const running = runSweep(found.value, trials, {
      name: name.slice(0, 200),
      listener: output,
      queue: (listener) => createLocalQueue({ most, trainer, listener }),
    })
    const stopListening = io.onInterrupt((received) => {
      signal ??= received
      running.stop(received)
    })
    io.onClosed(() => running.stop('the end of its output'))
    try {
      await running.finished
    } finally {
      output.end(signal !== null)
      // One Ctrl-C can come twice, from the terminal and from npm: the second must not cut off the words.
      if (signal === null) stopListening()
    }
    if (signal === null) return output.numFailed > 0 ? ExitCode.failed : ExitCode.fine
    const kept =
      parsed.flags.get('keep') === false
        ? 'of what was being trained nothing is kept'
        : 'it is kept: the same command goes on'
    io.writeError(
      `unroll: ended by ${signal as Interrupt} after ${output.numEnded} of ${trials.length} trials; ${kept}`,
    )
    return signal === 'SIGINT' ? ExitCode.interrupted : ExitCode.terminated
  },
}

function fileOf({ files }: Parsed): string {
  const [file, second] = files
  if (file === undefined) throw new UsageError('sweep needs a file; see unroll sweep --help')
  if (second === undefined) return file
  throw new UsageError(`expected one sweep, got ${showPath(file)} and ${showPath(second)}`)
}

function threadsIn({ values }: Parsed): number {
  const text = values.get('threads')
  if (text === undefined) return availableParallelism()
  return readWhole('threads', text, [1, MOST_THREADS], `a whole number from 1 to ${MOST_THREADS}`)
}

function trainerOf({ values, flags }: Parsed, io: Io, spawn: (start: WorkerStart) => Thread): TrialTrainer {
  const [out, data] = [values.get('out'), values.get('data-dir')]
  if (flags.get('keep') === false) {
    const named = out === undefined ? (data === undefined ? null : '--data-dir') : '--out'
    if (named !== null) throw new UsageError(`${named} is of no use with --no-keep`)
    return createMemoryTrials(spawn)
  }
  if (out === '') throw new UsageError('--out is empty: expected the path of a folder')
  return createKeptTrials(spawn, {
    ...{ data: dataFolder(data), version: version() },
    ...(out === undefined ? {} : { out }),
    tell: (why) => io.writeError(`unroll: ${describeReason(why)}`),
  })
}
