import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import type { Reason } from '../../../core/contract/reasons'
import { describeReason } from '../../../core/contract/reasons'
import type { RunState } from '../../../core/contract/run'
import { dataOf } from '../../../core/experiment/ownData'
import type { Experiment } from '../../../core/experiment/experiment'
import { showPath } from '../../../core/text/foreign'
import type { Run, RunListener } from '../../runs/run'
import { createRunCatalog } from '../../runs/runCatalog'
import { createCountingLog } from '../../runs/runLog'
import type { RunStart } from '../../runs/startRun'
import { dataFolder, findRun, linkRun, newRunId } from '../../store/catalog'
import type { Recorder } from '../../store/recorder'
import { createRecorder } from '../../store/recorder'
import { resumeRun } from '../../store/resume'
import type { StoredRun } from '../../store/runFolder'
import { createRunFolder, openRunFolder } from '../../store/runFolder'
import { logHeader, mapColumns } from '../../store/arrowLog'
import { StoreError } from '../../store/storeError'
import type { Thread, WorkerStart } from '../../worker/messages'
import { ExitCode } from '../exitCode'
import type { Interrupt, Io } from '../io'
import { acceptExperiment, readExperiment } from '../options/experiment'
import { experimentHelp, table } from '../options/help'
import type { Parsed } from '../options/parse'
import { parseArguments } from '../options/parse'
import { createProgress } from '../progress'
import { UsageError } from '../usageError'
import { version } from '../version'
import type { Command } from './command'
import type { Updates } from './trainOutput'
import { countUpdates, createTrainOutput, noUpdatesYet, printStoredEnd } from './trainOutput'

const help = () => `Trains a network and says how it went.

  unroll train [FILE.json] [OPTIONS]
  unroll train --resume RUN

FILE.json is an experiment; options win over it. Without either, the app's default experiment runs. RUN is the
folder of a run, or its id: it goes on from its newest checkpoint, with the same bits.

${table([
  ['--out DIR', 'keep the run in DIR, a new or an empty folder; without it only what is printed is kept'],
  ['--resume RUN', 'go on with a run; --threads N may be given besides, which changes no bit'],
  ['--data-dir DIR', "the data folder, which lists what is kept [UNROLL_DATA, else the app's own]"],
  ['--json', 'one JSON object a line: every update, then the end'],
  ['--help', 'this text'],
])}

Fields of the experiment: what each expects, [its default], and where it has an effect

${experimentHelp()}

Exit code: 0 trained, 1 the training broke down, 2 wrong use, 3 diverged, 130 after Ctrl-C (SIGINT), 143 after
SIGTERM.
`

/** What is trained, and where it is kept. */
interface Job {
  readonly start: Pick<RunStart, 'experiment' | 'checkpoints' | 'tuningEvents'>
  /** Updates made before. */
  readonly update: number
  /** Those of its own that it goes on behind. */
  readonly made: Updates
  readonly recorder: Recorder | null
  readonly folder: string | null
}

export const train: Command = {
  summary: 'train a network: [FILE.json] [--task adding --cell gru --updates 500 ...] [--out DIR] [--json]',
  help,
  async run(args, io, spawn) {
    const accepts = acceptExperiment(['json'])
    const values = [...accepts.values, 'out', 'resume', 'data-dir']
    const parsed = parseArguments('train', args, { ...accepts, values })
    const isJson = parsed.switches.has('json')
    const named = parsed.values.get('resume')
    const folder =
      named === undefined ? null : await findRun(dataFolder(parsed.values.get('data-dir')), named)
    const stored = folder === null ? null : await openRunFolder(folder)
    if (stored?.status === 'done' || stored?.status === 'diverged') {
      printStoredEnd(io, isJson, stored)
      return stored.status === 'done' ? ExitCode.fine : ExitCode.diverged
    }
    const job = stored ? await resumed(stored, parsed, io) : await begun(parsed, io)
    const output = createTrainOutput(io, isJson, job.made)
    const listeners = isJson ? [output] : [createProgress(io, () => performance.now()), output]
    const { state, signal, unwritten } = await trainToEnd(job, io, spawn, listeners)
    if (unwritten !== null) {
      io.writeError(`unroll: ${unwritten}`)
      return ExitCode.failed
    }
    if (state.status === 'diverged') return ExitCode.diverged
    if (state.status === 'failed') return ExitCode.failed
    if (state.status !== 'stopped' || signal === null) return ExitCode.fine
    const kept = job.folder
      ? `it is kept: unroll train --resume ${showPath(job.folder)} goes on`
      : 'of this run nothing is kept but what is printed'
    io.writeError(`unroll: ended by ${signal}; ${kept}`)
    return signal === 'SIGINT' ? ExitCode.interrupted : ExitCode.terminated
  },
}

/** Hears what a recorder has to tell. */
const teller = (io: Io) => (why: Reason) => io.writeError(`unroll: ${describeReason(why)}`)

/** A run from its first update, kept where `--out` says. */
async function begun(parsed: Parsed, io: Io): Promise<Job> {
  const experiment = readExperiment(parsed, {}, (line) => io.writeError(`unroll: ${line}`))
  const out = parsed.values.get('out')
  if (out === undefined) {
    if (parsed.values.has('data-dir') && dataOf(experiment.task) === null)
      throw new UsageError('--data-dir is of no use without --out or --resume')
    return { start: { experiment }, update: 0, made: noUpdatesYet, recorder: null, folder: null }
  }
  if (out === '') throw new UsageError('--out is empty: expected the path of a folder')
  const folder = resolve(out)
  const id = newRunId(new Date(), randomUUID())
  const lock = await createRunFolder(folder, { id, experiment, version: version() })
  // The run is kept all the same where the catalog cannot be written.
  await linkRun(dataFolder(parsed.values.get('data-dir')), id, folder).catch((error: unknown) => {
    if (!(error instanceof StoreError)) throw error
    io.writeError(`unroll: ${error.message}`)
  })
  const log = { updates: 0, bytes: logHeader().length }
  const recorder = createRecorder(folder, {
    ...{ lock, log, eventBytes: 0, checkpoints: [], tuningEvents: 0 },
    tell: teller(io),
  })
  return { start: { experiment }, update: 0, made: noUpdatesYet, recorder, folder }
}

/** A run that goes on. */
async function resumed({ folder, experiment: kept, log }: StoredRun, parsed: Parsed, io: Io): Promise<Job> {
  const allowed = ['resume', 'data-dir', 'threads']
  const other = [...parsed.values.keys(), ...parsed.flags.keys()].find((name) => !allowed.includes(name))
  const [file] = parsed.files
  if (other !== undefined || file !== undefined) {
    const name = other === undefined ? showPath(file!) : `--${other}`
    throw new UsageError(`${name} cannot be given with --resume: a run goes on with the experiment it has`)
  }
  const experiment = withThreads(kept, parsed)
  const { problems, update, checkpoint, tuningEvents, recording } = await resumeRun(folder)
  for (const problem of problems) teller(io)(problem)
  const recorder = createRecorder(folder, { ...recording, tell: teller(io) })
  const start = { experiment, tuningEvents, ...(checkpoint ? { checkpoints: [checkpoint] } : {}) }
  const left = mapColumns((name) => log.columns[name].subarray(0, update - log.first))
  return { start, update, made: countUpdates(left), recorder, folder }
}

/** The experiment with as many threads as an option asks for. */
function withThreads(experiment: Experiment, parsed: Parsed): Experiment {
  const threads = parsed.values.get('threads')
  if (threads === undefined) return experiment
  const values = new Map([['threads', threads]])
  return readExperiment({ switches: new Set(), flags: new Map(), values, files: [] }, { ...experiment })
}

interface Ended {
  readonly state: RunState
  /** What asked for the end, if anything did. */
  readonly signal: Interrupt | null
  /** Why its end is not in its folder, or null. */
  readonly unwritten: string | null
}

/** Trains until the run has ended or is interrupted. Leaves no thread. */
async function trainToEnd(
  { start, update, recorder }: Job,
  io: Io,
  spawn: (start: WorkerStart) => Thread,
  listeners: readonly RunListener[],
): Promise<Ended> {
  let signal: Interrupt | null = null
  let stop = (): void => undefined
  let finish: (run: Run) => void
  const ended = new Promise<Run>((resolve) => (finish = resolve))
  const control: RunListener = {
    started({ host }) {
      stop = () => void host.stop()
      if (signal !== null) stop()
    },
    ended: (run) => finish(run),
  }
  const catalog = createRunCatalog({
    spawn,
    createLog: () => createCountingLog(update),
    listeners: [...(recorder ? [recorder] : []), control, ...listeners],
  })
  const stopListening = io.onInterrupt((received) => {
    signal = received
    recorder?.stopBy(received)
    stop()
  })
  io.onClosed(() => {
    recorder?.stopBy('the end of its output')
    stop()
  })
  try {
    await catalog.start({ ...start, speed: null, paused: false, views: [] })
    const { state } = await ended
    const unwritten = await recorder?.finished.then(
      () => null,
      (error: Error) => error.message,
    )
    return { state, signal, unwritten: unwritten ?? null }
  } finally {
    // One Ctrl-C can come twice, from the terminal and from npm: the second must not cut off the words.
    if (signal === null) stopListening()
    await catalog.dispose()
  }
}
