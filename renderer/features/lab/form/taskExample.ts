import { defaultExperiment } from '../../../../core/experiment/defaults'
import { lossKinds, type LossName } from '../../../../core/kinds/losses'
import { createRandom } from '../../../../core/math/random'
import { bindTask, type BoundTask } from '../../../../core/tasks/bind'
import type { TaskName } from '../../../../core/tasks/registry'
import { readSample, type SampleView } from '../../../charts/data/readSample'

/** One sequence of a task with its default settings, always the same one, and what is known of it. */
export interface TaskExample {
  readonly view: SampleView
  readonly seqLen: number
  /** The steps that have to be remembered. */
  readonly remembered: readonly number[]
  readonly loss: LossName
  /** The loss of the trivial answer. */
  readonly baseline: number
}

const SEED = 3

/** What is asked for at each step, (T) classes or (T, O) values; NaN where nothing is. */
function targetsOf({ shape, supervised, loss }: BoundTask, classes: Int32Array, values: Float64Array) {
  const width = lossKinds[loss].targets === 'classes' ? 1 : shape.outputSize
  const asked = width === 1 && classes.length > 0 ? classes : values
  const target = new Float64Array(shape.seqLen * width).fill(NaN)
  let row = 0
  for (let t = 0; t < shape.seqLen; t++) {
    if (supervised[t] === 0) continue
    target.set(asked.subarray(row * width, (row + 1) * width), t * width)
    row++
  }
  return target
}

export function taskExample(name: TaskName): TaskExample {
  const { task } = defaultExperiment(name)
  const bound = bindTask(task)
  const { shape, numSupervised, loss, baseline } = bound
  const { seqLen, inputSize, outputSize } = shape
  const isClasses = lossKinds[loss].targets === 'classes'
  const input = new Float64Array(seqLen * inputSize)
  const classes = new Int32Array(isClasses ? numSupervised : 0)
  const values = new Float64Array(isClasses ? 0 : numSupervised * outputSize)
  bound.generate(createRandom(SEED), { batch: 1, input, classes, values })
  const target = targetsOf(bound, classes, values)
  const prediction = new Float64Array(seqLen * outputSize)
  const view = readSample({ update: 0, ...shape, loss, input, target, prediction }, task)
  return { view, seqLen, remembered: bound.remembered(input), loss, baseline }
}
