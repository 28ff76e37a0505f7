import type { Sample } from '../../../core/contract/run'
import { isOpen, sampleViewOf } from '../../../core/tasks/bind'
import type { SampleViewKind, Scale } from '../../../core/tasks/task'
import { taskNamed, type TaskSettings } from '../../../core/tasks/registry'

/** What a network said at one step about a class, beside what was asked for. */
export interface ClassStep {
  readonly input: string
  /** Null where nothing is asked for. */
  readonly target: string | null
  readonly prediction: string
  /** Probability of the predicted class. */
  readonly probability: number
  readonly isCorrect: boolean
}

export interface Curve {
  readonly id: string
  readonly values: readonly number[]
}

/** A sample as one of the views that there are of it. */
export type SampleView =
  | {
      readonly kind: 'symbols'
      readonly steps: readonly ClassStep[]
      /** Whether several answers can be right, so that a step is right where its prediction is one of them. */
      readonly isLegal: boolean
    }
  | {
      readonly kind: 'markedSum'
      readonly values: readonly number[]
      readonly isMarked: readonly boolean[]
      readonly target: number
      readonly prediction: number
    }
  | {
      readonly kind: 'curves'
      readonly inputs: readonly Curve[]
      readonly targets: readonly Curve[]
      readonly predictions: readonly Curve[]
    }

/** What an input symbol is called. */
export function inputSymbol(task: TaskSettings, index: number): string {
  return taskNamed(task.name).inputSymbol?.(task, index) ?? String(index)
}

/** What a class is called. */
export function classSymbol(task: TaskSettings, index: number): string {
  return taskNamed(task.name).classSymbol?.(task, index) ?? inputSymbol(task, index)
}

function argmax(row: Float64Array): number {
  let best = 0
  for (let i = 1; i < row.length; i++) if (row[i]! > row[best]!) best = i
  return best
}

function rowOf(matrix: Float64Array, t: number, width: number): Float64Array {
  return matrix.subarray(t * width, (t + 1) * width)
}

function column(matrix: Float64Array, width: number, channel: number, seqLen: number): number[] {
  return Array.from({ length: seqLen }, (_, t) => matrix[t * width + channel]!)
}

function readClasses(
  { seqLen, inputSize, outputSize, input, target, prediction }: Sample,
  task: TaskSettings,
) {
  const legal = isOpen(task) ? taskNamed(task.name).legal?.(task, input) : undefined
  return Array.from({ length: seqLen }, (_, t): ClassStep => {
    const symbol = inputSize === 1 ? Math.round(input[t]!) : argmax(rowOf(input, t, inputSize))
    const probabilities = rowOf(prediction, t, outputSize)
    const guess = argmax(probabilities)
    const wanted = target[t]!
    return {
      input: inputSymbol(task, symbol),
      target: Number.isNaN(wanted) ? null : classSymbol(task, wanted),
      prediction: classSymbol(task, guess),
      probability: probabilities[guess]!,
      isCorrect: !Number.isNaN(wanted) && (legal?.[t]?.includes(guess) ?? guess === wanted),
    }
  })
}

/** One curve a channel, in the unit that it had before it was scaled. */
function curves(
  matrix: Float64Array,
  width: number,
  seqLen: number,
  id: string,
  scales?: readonly Scale[],
): Curve[] {
  return Array.from({ length: width }, (_, channel) => {
    const { mean, std } = scales?.[channel] ?? { mean: 0, std: 1 }
    return {
      id: `${id}${channel}`,
      values: column(matrix, width, channel, seqLen).map((value) => mean + std * value),
    }
  })
}

/** Reads a sample's numbers for the view that its task asks for. */
export function readSample(sample: Sample, task: TaskSettings): SampleView {
  return readers[sampleViewOf(task)](sample, task)
}

const readers: Readonly<Record<SampleViewKind, (sample: Sample, task: TaskSettings) => SampleView>> = {
  symbols: (sample, task) => ({
    kind: 'symbols',
    steps: readClasses(sample, task),
    isLegal: isOpen(task),
  }),
  markedSum: ({ seqLen, inputSize, input, target, prediction }) => ({
    kind: 'markedSum',
    values: column(input, inputSize, 0, seqLen),
    isMarked: column(input, inputSize, 1, seqLen).map((mark) => mark > 0.5),
    target: target[seqLen - 1]!,
    prediction: prediction[seqLen - 1]!,
  }),
  curves({ seqLen, inputSize, outputSize, input, target, prediction }, task) {
    const scales = taskNamed(task.name).scales?.(task)
    return {
      kind: 'curves',
      inputs: curves(input, inputSize, seqLen, 'input', scales?.inputs),
      targets: curves(target, outputSize, seqLen, 'target', scales?.targets),
      predictions: curves(prediction, outputSize, seqLen, 'prediction', scales?.targets),
    }
  },
}
