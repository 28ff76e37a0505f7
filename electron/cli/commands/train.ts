import type { Experiment } from '../../../core/experiment/experiment'
import { startRun } from '../../runs/runHost'
import { ExitCode } from '../exitCode'
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

Exit code: 0 trained or stopped, 1 the training broke down, 2 wrong use, 3 diverged.
`

export const train: Command = {
  summary: 'train a network: [FILE.json] [--task adding --cell gru --updates 500 ...] [--json]',
  help,
  async run(args, io, spawn) {
    const parsed = parseArguments('train', args, acceptExperiment(['json']))
    const experiment = readExperiment(parsed)
    const output = createTrainOutput(io, experiment, parsed.switches.has('json'))
    const state = await trainToEnd(experiment)
    output.end(state)
    if (state.status === 'diverged') return ExitCode.diverged
    return state.status === 'failed' ? ExitCode.failed : ExitCode.fine

    function trainToEnd({ train: { updates } }: Experiment) {
      const progress = parsed.switches.has('json') ? null : createProgress(io, () => performance.now())
      return new Promise<Parameters<typeof output.end>[0]>((resolve) => {
        const host = startRun(
          { experiment, speed: null, paused: false, watched: false, views: [] },
          {
            ready: output.begin,
            threads: output.threads,
            batch(report) {
              const { firstUpdate, columns, msPerUpdate } = report
              const update = firstUpdate + columns.loss.length
              progress?.show({ update, updates, loss: columns.loss.at(-1)!, msPerUpdate })
              if (output.batch(report)) return
              // Nobody reads as fast as this trains: wait, rather than to pile up lines.
              void host.pause()
              io.drained(() => void host.resume())
            },
            sample: () => undefined,
            tuningEvents: () => undefined,
            state(state) {
              if (state.status === 'running' || state.status === 'paused') return
              stopListening()
              void host.dispose()
              progress?.clear()
              resolve(state)
            },
          },
          spawn,
        )
        const stopListening = io.onInterrupt(() => void host.stop())
        io.onClosed(() => void host.stop())
      })
    }
  },
}
