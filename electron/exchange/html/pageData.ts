import type { Sample } from '../../../core/contract/run'
import { bindTask, type BoundTask } from '../../../core/tasks/bind'
import { learnsBelow, solvedBelow } from '../../../core/tasks/learning'
import { describeFields, isRelevant } from '../../../core/experiment/form'
import { valueAt } from '../../../core/fields/path'
import { taskNamed } from '../../../core/tasks/registry'
import type { StoredRun } from '../../store/runFolder'
import { firstUpdateOf } from '../../store/runFolder'
import type { ExportSource } from '../exportFormat'
import { drawnUpdates, finite, flowOf, observationsOf, smoothedLosses } from '../chartData'
import { trainerAt } from '../trainerAt'

const MOST_SAMPLES = 8

/** All that a page shows. */
export async function pageData(source: ExportSource): Promise<object> {
  const { stored } = source
  const { experiment, status, log } = stored
  const task = bindTask(experiment.task)
  const indices = drawnUpdates(log.columns)
  const smoothed = smoothedLosses(log.columns.loss)
  const at = (column: ArrayLike<number>) => indices.map((i) => finite(column[i]!))
  const observations = await observationsOf(source)
  return {
    ...{
      status,
      task: experiment.task.name,
      cell: experiment.model.cell,
    },
    ...{ baseline: finite(task.baseline), clips: experiment.clip.mode !== 'none' },
    update: indices.map((i) => log.first + i),
    ...{ loss: at(log.columns.loss), smoothed: at(smoothed), lr: at(log.columns.lr) },
    ...{ gradNorm: at(log.columns.gradNorm), gradNormClipped: at(log.columns.gradNormClipped) },
    learning: indices.map((i) => learningAt(smoothed[i]!, task)),
    flow: flowOf(observations, task.shape.seqLen),
    verdicts: observations.flatMap(({ update, jacobian }) =>
      jacobian ? [{ update, ...jacobian.verdict, gain: finite(jacobian.verdict.gain) }] : [],
    ),
    samples: await samplesOf(source),
    settings: settingsOf(stored),
  }
}

function learningAt(loss: number, { baseline, floor, solvedAt }: BoundTask): 'notYet' | 'learns' | 'solved' {
  if (loss < solvedBelow(baseline, floor, solvedAt)) return 'solved'
  return loss < learnsBelow(baseline, floor) ? 'learns' : 'notYet'
}

/** At some of the checkpoints the next sequence, which the network has not seen, and what it answers. */
async function samplesOf({ stored, tell }: ExportSource): Promise<object[]> {
  const begin = firstUpdateOf(stored.run) === 0 ? [0] : []
  const all = [...new Set([...begin, ...stored.checkpoints])]
  const stride = Math.max(1, Math.ceil(all.length / MOST_SAMPLES))
  const samples: object[] = []
  for (const update of all.filter((_, i) => i % stride === 0 || i === all.length - 1)) {
    const trainer = await trainerAt(stored, update, tell)
    const window = trainer.nextWindow()
    // An answer is given without dropout.
    trainer.model.dropoutSeed = null
    trainer.forward(window)
    const sample = trainer.sample()
    if (sample) samples.push({ update, ...shownSample(stored, sample) })
  }
  return samples
}

/** A sample as rows of numbers or of symbols' names. */
function shownSample({ experiment }: StoredRun, sample: Sample) {
  const { seqLen, inputSize, outputSize, input, target, prediction } = sample
  const task = taskNamed(experiment.task.name)
  const isClasses = sample.loss === 'crossEntropy'
  const steps = Array.from({ length: seqLen }, (_, t) => t)
  const row = (values: Float64Array, size: number, t: number) => values.subarray(t * size, (t + 1) * size)
  const symbol = (index: number) => task.inputSymbol?.(experiment.task, index) ?? String(index)
  const classOf = (index: number) => task.classSymbol?.(experiment.task, index) ?? symbol(index)
  const inputs = task.channels
    ? task.channels.map((name, i) => ({
        name,
        values: steps.map((t) => finite(row(input, inputSize, t)[i]!)),
      }))
    : [{ name: 'input', values: steps.map((t) => inputAt(row(input, inputSize, t))) }]
  function inputAt(values: Float64Array): number | string | null {
    if (!isClasses) return finite(values[0]!)
    return symbol(values.length === 1 ? values[0]! : largest(values))
  }
  return {
    ...{ isClasses, inputs },
    target: steps.map((t) => {
      const value = isClasses ? target[t]! : row(target, outputSize, t)[0]!
      return Number.isNaN(value) ? null : isClasses ? classOf(value) : finite(value)
    }),
    prediction: steps.map((t) => {
      const values = row(prediction, outputSize, t)
      if (Number.isNaN(values[0])) return null
      return isClasses ? classOf(largest(values)) : finite(values[0]!)
    }),
  }
}

function largest(values: Float64Array): number {
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0)
}

/** Every setting that has an effect. */
function settingsOf({ experiment }: StoredRun) {
  return describeFields(experiment.task.name)
    .filter((field) => isRelevant(field, experiment))
    .map((field) => {
      const value = valueAt(experiment, field.path)
      const isDefault = field.isRequired !== true && value === field.default
      return { path: field.path, value: String(value ?? '–'), isDefault }
    })
}
