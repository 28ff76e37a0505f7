import { basename } from 'node:path'
import { describeProblems } from '../../../core/experiment/problemText'
import { parseSweep } from '../../../core/sweep/parse'
import { taskNames } from '../../../core/tasks/registry'
import { showPath, showText } from '../../../core/text/foreign'
import { sweepId } from '../../sweep/hash'
import { namedTrials, runSweep } from '../../sweep/runSweep'
import { ExitCode } from '../exitCode'
import type { Interrupt } from '../io'
import { table } from '../options/help'
import type { Parsed } from '../options/parse'
import { parseArguments } from '../options/parse'
import { queueRows } from '../options/queue'
import { MOST_THREADS } from '../options/threads'
import { readJsonFile } from '../readJsonFile'
import { UsageError } from '../usageError'
import type { Command } from './command'
import { createSweepOutput } from './sweepOutput'
import { isKept, sweepPlace } from './sweepPlace'

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
  ...queueRows,
  ['--shared DIR', 'with --queue: the data folder that workers with the same option train in'],
  ['--first', 'with --queue: before all trials that wait there'],
  ['--withdraw', 'with --queue: take the trials back that the workers have not ended, and train none'],
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
    const accepts = {
      switches: ['json', 'first', 'withdraw', 'help'],
      flags: ['keep'],
      values: ['out', 'data-dir', 'threads', 'queue', 'shared'],
    }
    const parsed = parseArguments('sweep', args, accepts)
    const file = fileOf(parsed)
    const found = parseSweep(readJsonFile(file))
    if (!found.ok) throw new UsageError(`${showPath(file)}: ${describeProblems(found)}`)
    const trials = namedTrials(found.value.trials)
    const name = basename(file)
      .replace(/\.json$/i, '')
      .slice(0, 200)
    const place = await sweepPlace(parsed, { id: sweepId(found.value), name, trials }, io, spawn)
    if (parsed.switches.has('withdraw') && place.withdraw) {
      await place.withdraw().finally(() => place.close())
      io.writeError(
        `unroll: ${showText(name)} is withdrawn from the queue; the same command without --withdraw goes on`,
      )
      return ExitCode.fine
    }

    let signal: Interrupt | null = null
    const output = createSweepOutput(io, {
      ...{ sweep: found.value, trials, name, where: place.where },
      ...{ isJson: parsed.switches.has('json'), data: parsed.values.get('data-dir') ?? null },
      isKept: isKept(parsed),
      now: () => performance.now(),
    })
    output.begin()
    const running = runSweep(found.value, trials, {
      name,
      listener: output,
      queue: (listener) => place.open(listener),
    })
    const stopListening = io.onInterrupt((received) => {
      signal ??= received
      running.stop(received)
    })
    io.onClosed(() => running.stop('the end of its output'))
    try {
      await running.finished
    } finally {
      place.close()
      output.end(signal !== null)
      // One Ctrl-C can come twice, from the terminal and from npm: the second must not cut off the words.
      if (signal === null) stopListening()
    }
    if (signal === null) return output.numFailed > 0 ? ExitCode.failed : ExitCode.fine
    io.writeError(
      `unroll: ended by ${signal as Interrupt} after ${output.numEnded} of ${trials.length} trials; ${place.afterwards}`,
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
