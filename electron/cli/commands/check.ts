import { defaultExperiment } from '../../../core/experiment/defaults'
import type { Experiment } from '../../../core/experiment/experiment'
import type { CheckedElement, GradientReport } from '../../../core/check/gradientCheck'
import { checkModel } from '../../../core/check/modelCheck'
import { bindTask } from '../../../core/tasks/bind'
import { ExitCode } from '../exitCode'
import { jsonNumber, scientific } from '../numbers'
import { acceptExperiment, readExperiment } from '../options/experiment'
import { experimentHelp, table } from '../options/help'
import { parseArguments } from '../options/parse'
import { UsageError } from '../usageError'
import type { Command } from './command'

const initial = defaultExperiment()

/** Small, since every number is perturbed twice; large enough that no index mistake hides. */
const SMALL = {
  task: { name: initial.task.name, seqLen: 6 },
  model: { cell: initial.model.cell, hiddenSize: 5 },
  train: { batch: 3 },
}
/** Multiply-adds of one pass times numbers to perturb: about five minutes' worth. */
const MAX_WORK = 3e9

const help = () => `Compares every gradient of a network with central differences, in float64.

  unroll check [FILE.json] [OPTIONS]

The network, its task's sizes and its loss are those of the experiment; the numbers in it are random. Without
a file it is small: 5 units, 6 steps, 3 sequences.

${table([
  ['--json', 'one JSON object'],
  ['--help', 'this text'],
])}

${experimentHelp()}

Exit code: 0 all gradients are right, 1 one is not, 2 wrong use.
`

export const check: Command = {
  summary: 'compare gradients with central differences: [FILE.json] [--cell lstm ...] [--json]',
  help,
  run(args, io) {
    const parsed = parseArguments('check', args, acceptExperiment(['json']))
    const experiment = readExperiment(parsed, SMALL)
    const report = checkExperiment(experiment)
    io.write(parsed.switches.has('json') ? jsonLine(report) : lines(experiment, report))
    return Promise.resolve(report.ok ? ExitCode.fine : ExitCode.failed)
  },
}

function checkExperiment({ task: settings, model, train }: Experiment): GradientReport {
  const { shape, loss, supervised, numSupervised } = bindTask(settings)
  const { seqLen, inputSize, outputSize } = shape
  const { hiddenSize, numLayers } = model
  const perUnit = numLayers * (inputSize + hiddenSize) * hiddenSize
  if (perUnit ** 2 * seqLen * train.batch > MAX_WORK) {
    throw new UsageError(
      `model.hiddenSize is ${hiddenSize}: expected a smaller network, this check would take very long`,
    )
  }
  return checkModel({
    spec: { ...model, inputSize, outputSize },
    seqLen,
    batch: train.batch,
    loss,
    supervised: numSupervised === supervised.length ? 'every' : numSupervised === 1 ? 'last' : 'mask',
    seed: train.initSeed ?? train.seed,
  })
}

const json = (element: CheckedElement | null) => element && { ...element, error: jsonNumber(element.error) }

function jsonLine({ ok, bound, maxError, worst, tensors }: GradientReport): string {
  const listed = tensors.map((tensor) => ({ ...tensor, worst: json(tensor.worst) }))
  return `${JSON.stringify({ ok, bound, maxError: jsonNumber(maxError), worst: json(worst), tensors: listed })}\n`
}

function place({ tensor, index, analytic, numeric }: CheckedElement): string {
  return `${tensor}[${index.join(', ')}]: backward ${analytic}, difference ${numeric}`
}

function lines(
  { model: { cell } }: Experiment,
  { ok, bound, maxError, worst, tensors }: GradientReport,
): string {
  const rows = tensors.map(({ name, numElements, numSkipped, numUncertain, worst: element }) => {
    const skipped = numSkipped > 0 ? `, ${numSkipped} at a kink` : ''
    const uncertain = numUncertain > 0 ? `, ${numUncertain} not judged: the loss is too rough there` : ''
    return [
      name,
      `${numElements} elements${skipped}${uncertain}  error ${scientific(element?.error ?? 0)}`,
    ] as const
  })
  const verdict = ok ? 'right' : 'WRONG'
  const head = `${cell}: gradients are ${verdict}, largest error ${scientific(maxError)} (bound ${scientific(bound)})`
  return `${head}\n${worst ? `worst element ${place(worst)}\n` : ''}${table(rows)}\n`
}
