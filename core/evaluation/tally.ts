import type { Evaluation } from '../contract/evaluation'
import type { Split } from '../experiment/evaluation'
import { lossKinds } from '../kinds/losses'
import { losses } from '../losses/registry'
import type { Floats } from '../math/floats'
import type { BoundTask } from '../tasks/bind'
import type { BpttWindow } from '../train/bpttWindow'
import { best } from './best'

/** A set's results, see `evaluationSchema`. */
type SetResult = Evaluation['sets'][number]

/** Longer sequences are told of by so many stretches, each the mean over its steps. */
const MOST_POSITIONS = 200
/** A confusion table of more classes is no longer read. */
const MOST_CONFUSED = 40

/** Right answers and all of them. */
interface Count {
  right: number
  asked: number
}
const shareOf = ({ right, asked }: Count): number => (asked === 0 ? NaN : right / asked)

/** What each sequence of a batch is right with: see `Task.legal` and `Task.focus`. */
interface Right {
  /** By sequence and step; null where the target alone is right. */
  readonly legal: readonly (readonly (readonly number[])[])[] | null
  readonly among: readonly (readonly (readonly number[])[])[] | null
}

/**
 * Adds up what a network says about a set of sequences, window by window, into losses and accuracies. An answer
 * is the class with the largest score, the first of several. It is right where it is the target or, in a task
 * that says what can come, where it can come. The loss is the task's own, its mean over all answers.
 */
export interface Tally {
  /** Before the windows of a batch: what is right in it. */
  begin(input: Floats, classes: Int32Array, batch: number): void
  /** The scores of a window, (numSupervised, B, O); overwrites its `gradScores`. */
  add(window: BpttWindow, scores: Floats): void
  result(): SetResult
}

export function createTally(
  task: BoundTask,
  { split, sequences }: { readonly split: Split; readonly sequences: number },
): Tally {
  const { seqLen, inputSize, outputSize } = task.shape
  const loss = losses[task.loss]
  const isOfClasses = lossKinds[task.loss].targets === 'classes'
  const lossSums = new Float64Array(seqLen)
  const rowsAt = new Float64Array(seqLen)
  const rightAt = new Float64Array(seqLen)
  const focus: Count = { right: 0, asked: 0 }
  const isConfusable = isOfClasses && split === 'validation' && outputSize <= MOST_CONFUSED
  const confusion = isConfusable ? new Float64Array(outputSize * outputSize) : null
  let right: Right = { legal: null, among: null }

  function rightOf(input: Floats, classes: Int32Array, batch: number): Right {
    if (!isOfClasses || (!task.legal && !task.focus)) return { legal: null, among: null }
    const legal: (readonly (readonly number[])[])[] = []
    const among: (readonly (readonly number[])[])[] = []
    const sequence = new Float64Array(seqLen * inputSize)
    const targets = new Float64Array(seqLen).fill(NaN)
    for (let b = 0; b < batch; b++) {
      for (let t = 0, s = 0; t < seqLen; t++) {
        for (let i = 0; i < inputSize; i++) {
          sequence[t * inputSize + i] = input[(t * batch + b) * inputSize + i]
        }
        if (task.supervised[t] !== 0) targets[t] = classes[s++ * batch + b]
      }
      if (task.legal) legal.push(task.legal(sequence))
      if (task.focus) among.push(task.focus.among(sequence, targets))
    }
    return { legal: task.legal ? legal : null, among: task.focus ? among : null }
  }

  function addAnswers(t: number, scores: Floats, classes: Int32Array, from: number, batch: number): void {
    for (let b = 0; b < batch; b++) {
      const at = (from + b) * outputSize
      const target = classes[from + b]
      const answer = best(scores, at, outputSize)
      const isRight = right.legal ? right.legal[b][t].includes(answer) : answer === target
      if (isRight) rightAt[t]++
      if (confusion && answer >= 0) confusion[target * outputSize + answer]++
      const candidates = right.among?.[b][t] ?? []
      if (candidates.length === 0) continue
      focus.asked++
      if (best(scores, at, outputSize, candidates) === target) focus.right++
    }
  }

  return {
    begin(input, classes, batch) {
      right = rightOf(input, classes, batch)
    },
    add({ supervised, firstStep, classes, values, gradScores, scoreShape, numSupervised }, scores) {
      const batch = numSupervised === 0 ? 0 : scoreShape.rows / numSupervised
      const size = batch * outputSize
      for (let step = 0, s = 0; step < supervised.length; step++) {
        if (supervised[step] === 0) continue
        const t = firstStep + step
        const ofStep = scores.subarray(s * size, (s + 1) * size)
        const targets = {
          classes: classes.subarray(s * batch, (s + 1) * batch),
          values: values.subarray(s * size, (s + 1) * size),
        }
        const mean = loss.forward(ofStep, targets, gradScores.subarray(0, size), { rows: batch, outputSize })
        lossSums[t] += mean * batch
        rowsAt[t] += batch
        if (isOfClasses) addAnswers(t, scores, classes, s * batch, batch)
        s++
      }
    },
    result() {
      const stepsPerPosition = Math.ceil(seqLen / MOST_POSITIONS)
      const asked = sum(rowsAt)
      return {
        ...{ split, seqLen, sequences },
        loss: sum(lossSums) / asked,
        ...{ baseline: task.baseline, floor: task.floor },
        accuracy: isOfClasses ? sum(rightAt) / asked : null,
        focus: task.focus && focus.asked > 0 ? { name: task.focus.name, accuracy: shareOf(focus) } : null,
        stepsPerPosition,
        lossAt: positions(lossSums, rowsAt, stepsPerPosition),
        accuracyAt: isOfClasses ? positions(rightAt, rowsAt, stepsPerPosition) : null,
        confusion: confusion && { numClasses: outputSize, counts: confusion.slice() },
      }
    },
  }
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)

/** The mean over each stretch of so many steps; NaN where nothing is asked. */
function positions(sums: Float64Array, rows: Float64Array, stepsPerPosition: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(sums.length / stepsPerPosition) }, (_, i) => {
    const [from, to] = [i * stepsPerPosition, (i + 1) * stepsPerPosition]
    const asked = sum(rows.subarray(from, to))
    return asked === 0 ? NaN : sum(sums.subarray(from, to)) / asked
  })
}
