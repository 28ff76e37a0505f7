import type { Experiment } from '../../../../core/experiment/experiment'
import type { Sample } from '../../../../core/contract/run'
import { orderSymbols } from '../../../../core/tasks/order'

type TaskSettings = Experiment['task']

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
  | { readonly kind: 'classes'; readonly steps: readonly ClassStep[] }
  | {
      readonly kind: 'sum'
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

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const BLANK = '·'
const SIGNAL = '▸'

function letter(index: number): string {
  return LETTERS[index] ?? `${LETTERS[index - LETTERS.length] ?? ''}′`
}

/** What an input symbol is called. */
export function inputSymbol(task: TaskSettings, index: number): string {
  if (task.name === 'copy')
    return index < task.alphabet ? letter(index) : index === task.alphabet ? BLANK : SIGNAL
  if (task.name === 'echo' && task.alphabet > 10) return letter(index)
  if (task.name === 'order') return orderSymbols[index] ?? String(index)
  return String(index)
}

/** What a class is called. */
export function classSymbol(task: TaskSettings, index: number): string {
  if (task.name !== 'order') return inputSymbol(task, index)
  return Array.from({ length: task.marks }, (_, i) => ((index >> (task.marks - 1 - i)) & 1 ? 'Y' : 'X')).join(
    '',
  )
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
      isCorrect: guess === wanted,
    }
  })
}

/** One curve a channel. */
function curves(matrix: Float64Array, width: number, seqLen: number, id: string): Curve[] {
  return Array.from({ length: width }, (_, channel) => ({
    id: `${id}${channel}`,
    values: column(matrix, width, channel, seqLen),
  }))
}

/** Chooses the view that suits a sample and reads its numbers for it. */
export function readSample(sample: Sample, task: TaskSettings): SampleView {
  const { seqLen, inputSize, outputSize, input, target, prediction } = sample
  if (sample.loss === 'crossEntropy') return { kind: 'classes', steps: readClasses(sample, task) }
  if (task.name === 'adding') {
    return {
      kind: 'sum',
      values: column(input, inputSize, 0, seqLen),
      isMarked: column(input, inputSize, 1, seqLen).map((mark) => mark > 0.5),
      target: target[seqLen - 1]!,
      prediction: prediction[seqLen - 1]!,
    }
  }
  return {
    kind: 'curves',
    inputs: curves(input, inputSize, seqLen, 'input'),
    targets: curves(target, outputSize, seqLen, 'target'),
    predictions: curves(prediction, outputSize, seqLen, 'prediction'),
  }
}
