import { heldOutSets, setAtLength } from '../../../core/experiment/evaluation'
import type { HeldOutSet } from '../../../core/experiment/evaluation'
import { seqLenOf } from '../../../core/experiment/relations'
import { createEvaluator } from '../../../core/evaluation/evaluator'
import type { Experiment } from '../../../core/experiment/experiment'
import { trainerAt } from '../../exchange/trainerAt'
import { dataFolder, findRun } from '../../store/catalog'
import { openRunFolder } from '../../store/runFolder'
import { evaluationLines, evaluationTable } from '../evaluation'
import { ExitCode } from '../exitCode'
import { readWhole } from '../numbers'
import { table } from '../options/help'
import { parseArguments } from '../options/parse'
import { UsageError } from '../usageError'
import type { Command } from './command'

/** Steps of the longest sequence that can be asked for. */
const MOST_STEPS = 16_000
const MOST_SEQUENCES = 4096
const MOST_UPDATES = 10_000_000

const help = () => `Tests the network of a run on sequences that it was not trained on.

  unroll evaluate RUN [--lengths 20,40,80]

RUN is an id, or the beginning of one, or a run's folder. The sequences are those of the run's evaluation: drawn
from its own seed, so that every run with the same task and seed is tested on the same ones.

${table([
  [
    '--lengths N,N,...',
    'steps of the sequences, each a set of its own [the trained length, and 2 and 4 times it]',
  ],
  ['--sequences N', 'how many of each [64, and 32 of each greater length]'],
  ['--update N', "with the weights after N updates, any that were made [the newest checkpoint's]"],
  ['--json', 'one JSON object a line and set'],
  ['--data-dir DIR', "the data folder [UNROLL_DATA, else the app's own]"],
  ['--help', 'this text'],
])}
`

export const evaluate: Command = {
  summary: 'test the network of a run on other sequences: RUN [--lengths 20,40,80] [--json]',
  help,
  async run(args, io) {
    const accepts = {
      switches: ['help', 'json'],
      values: ['lengths', 'sequences', 'update', 'data-dir'],
    }
    const { files, values, switches } = parseArguments('evaluate', args, accepts)
    const [named, second] = files
    if (named === undefined || second !== undefined) {
      throw new UsageError(`evaluate got ${files.length} runs: expected 1`)
    }
    const stored = await openRunFolder(await findRun(dataFolder(values.get('data-dir')), named))
    const update = values.get('update')
    const until =
      update === undefined
        ? undefined
        : readWhole('update', update, [0, MOST_UPDATES], `from 0 to ${MOST_UPDATES} updates`)
    const tested = withSequences(stored.experiment, values.get('sequences'))
    const sets = setsOf(tested, values.get('lengths'))
    const trainer = await trainerAt(stored, until, (message) => io.writeError(`unroll: ${message}`))
    const found = createEvaluator(trainer, sets, tested).evaluate()
    const evaluation = { sets: found.sets.filter(({ split }) => split !== 'training') }
    const { update: updates } = trainer.progress
    io.write(switches.has('json') ? evaluationLines(updates, evaluation) : evaluationTable(evaluation))
    return ExitCode.fine
  },
}

/** The experiment with as many sequences as are asked for; the usual number where it has no evaluation. */
function withSequences(experiment: Experiment, text: string | undefined): Experiment {
  const kept = experiment.evaluation.sequences
  const sequences =
    text === undefined
      ? kept || 64
      : readWhole('sequences', text, [1, MOST_SEQUENCES], `from 1 to ${MOST_SEQUENCES} sequences`)
  return { ...experiment, evaluation: { ...experiment.evaluation, sequences } }
}

function setsOf(experiment: Experiment, lengths: string | undefined): HeldOutSet[] {
  if (lengths === undefined) return heldOutSets(experiment)
  return lengths.split(',').map((text) => {
    const seqLen = readWhole(
      'lengths',
      text.trim(),
      [1, MOST_STEPS],
      `numbers of steps from 1 to ${MOST_STEPS} between commas`,
    )
    const set = setAtLength(experiment, seqLen)
    if (set) return set
    const { name } = experiment.task
    throw new UsageError(
      `--lengths has ${seqLen}: the task ${name} of this run has no sequences of ${seqLen} steps (it was trained on ${seqLenOf(experiment)})`,
    )
  })
}
