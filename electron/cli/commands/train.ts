import type { Experiment } from '../../../core/experiment/experiment'
import type { RunState } from '../../../core/contract/run'
import { createRunCatalog } from '../../runs/runCatalog'
import { createCountingLog } from '../../runs/runLog'
import type { Run, RunListener } from '../../runs/run'
import type { Thread, WorkerStart } from '../../worker/messages'
import { ExitCode } from '../exitCode'
import type { Interrupt, Io } from '../io'
import { createProgress } from '../progress'
import { acceptExperiment, readExperiment } from '../options/experiment'
import { experimentHelp, table } from '../options/help'
import { parseArguments } from '../options/parse'
import type { Command } from './command'
import { createTrainOutput } from './trainOutput'

const help = () => `Trains a network and says how it went.

  unroll train [FILE.json] [OPTIONS]

FILE.json is an experiment; options win over it. Without either, the app's default experiment runs.

${table([
  ['--json', 'one JSON object a line: every update, then the end'],
  ['--help', 'this text'],
])}

Fields of the experiment: what each expects, [its default], and where it has an effect

${experimentHelp()}

Exit code: 0 trained, 1 the training broke down, 2 wrong use, 3 diverged, 130 after Ctrl-C (SIGINT), 143 after
SIGTERM.
`

export const train: Command = {
  summary: 'train a network: [FILE.json] [--task adding --cell gru --updates 500 ...] [--json]',
  help,
  async run(args, io, spawn) {
    const parsed = parseArguments('train', args, acceptExperiment(['json']))
    const experiment = readExperiment(parsed)
    const isJson = parsed.switches.has('json')
    const output = createTrainOutput(io, isJson)
    const listeners = isJson ? [output] : [createProgress(io, () => performance.now()), output]
    const { state, signal } = await trainToEnd(experiment, io, spawn, listeners)
    if (state.status === 'diverged') return ExitCode.diverged
    if (state.status === 'failed') return ExitCode.failed
    if (state.status !== 'stopped' || signal === null) return ExitCode.fine
    io.writeError(`unroll: ended by ${signal}; of this run nothing is kept but what is printed`)
    return signal === 'SIGINT' ? ExitCode.interrupted : ExitCode.terminated
  },
}

interface Ended {
  readonly state: RunState
  /** What asked for the end, if anything did. */
  readonly signal: Interrupt | null
}

/** Trains until the run has ended or is interrupted. Leaves no thread. */
async function trainToEnd(
  experiment: Experiment,
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
    createLog: createCountingLog,
    listeners: [control, ...listeners],
  })
  const stopListening = io.onInterrupt((received) => {
    signal = received
    stop()
  })
  io.onClosed(() => stop())
  try {
    await catalog.start({ experiment, speed: null, paused: false, views: [] })
    return { state: (await ended).state, signal }
  } finally {
    // One Ctrl-C can come twice, from the terminal and from npm: the second must not cut off the words.
    if (signal === null) stopListening()
    await catalog.dispose()
  }
}
