import type { OwnGrammar, OwnSequences, OwnTask } from '../data/task'
import type { Random } from '../math/random'
import { drawBranch, walk } from './chain'
import type { Draw, TaskBatch } from './task'

/** Overwrites every element of `batch` with sequences of a person's own task. */
export function drawCustom(
  task: OwnTask,
  seqLen: number,
  random: Random,
  batch: TaskBatch,
  split: Draw['split'],
): void {
  const { source } = task
  if (source.kind === 'sequences') drawListed(task, source, split, random, batch)
  else if (source.answers) walkAnswers(task, source, source.answers, seqLen, random, batch)
  else if (task.at === 'each') walk(source.ways, task.inputs.length, seqLen, random, batch)
  else walkToLast(task, source, seqLen, random, batch)
}

/** The symbol that follows the last one is the only one that is asked for. */
function walkToLast(
  { inputs }: OwnTask,
  { ways }: OwnGrammar,
  seqLen: number,
  random: Random,
  { batch, input, classes }: TaskBatch,
): void {
  const all = new Int32Array(seqLen * batch)
  walk(ways, inputs.length, seqLen, random, { batch, input, classes: all, values: new Float64Array(0) })
  classes.set(all.subarray((seqLen - 1) * batch))
}

/** T symbols, and as targets the answers of the states after each of them, or after the last. */
function walkAnswers(
  { inputs, at }: OwnTask,
  { ways }: OwnGrammar,
  answers: readonly number[],
  seqLen: number,
  random: Random,
  { batch, input, classes }: TaskBatch,
): void {
  input.fill(0)
  for (let b = 0; b < batch; b++) {
    let state = 0
    for (let t = 0; t < seqLen; t++) {
      const { symbol, to } = drawBranch(ways[state], random.uniform())
      input[(t * batch + b) * inputs.length + symbol] = 1
      state = to
      if (at === 'each') classes[t * batch + b] = answers[state]
    }
    if (at === 'end') classes[b] = answers[state]
  }
}

function drawListed(
  task: OwnTask,
  source: OwnSequences,
  split: Draw['split'],
  random: Random,
  { batch, input, classes, values }: TaskBatch,
): void {
  const { seqLen, isOfSymbols, inputs, outputs } = task
  const asked = task.at === 'end' ? 1 : seqLen
  const [width, size] = [inputs.length, outputs.length]
  const part = partOf(source, split)
  input.fill(0)
  for (let b = 0; b < batch; b++) {
    const i = drawIndex(part, random)
    for (let t = 0; t < seqLen; t++) {
      const to = (t * batch + b) * width
      const from = i * seqLen + t
      if (isOfSymbols) input[to + source.inputs[from]] = 1
      else input.set(source.inputs.subarray(from * width, (from + 1) * width), to)
    }
    for (let s = 0; s < asked; s++) {
      const [to, from] = [s * batch + b, i * asked + s]
      if (isOfSymbols) classes[to] = source.targets[from]
      else values.set(source.targets.subarray(from * size, (from + 1) * size), to * size)
    }
  }
}

/** The sequences of a part, and of each the probability of all up to it. */
interface Part {
  readonly indices: readonly number[]
  readonly upTo: Float64Array
}

const parts = new WeakMap<OwnSequences, Partial<Record<Draw['split'], Part>>>()

function partOf(source: OwnSequences, split: Draw['split']): Part {
  const known = parts.get(source) ?? {}
  parts.set(source, known)
  return (known[split] ??= computePart(source, split === 'validation' ? 1 : 0))
}

function computePart({ count, probabilities, heldOut }: OwnSequences, wanted: number): Part {
  const indices: number[] = []
  for (let i = 0; i < count; i++) if (heldOut[i] === wanted) indices.push(i)
  let sum = 0
  return { indices, upTo: Float64Array.from(indices, (i) => (sum += probabilities[i])) }
}

/** A sequence of the part by its probability, by halving; takes one number. */
function drawIndex({ indices, upTo }: Part, random: Random): number {
  const point = random.uniform() * upTo[upTo.length - 1]
  let [low, high] = [0, upTo.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (point < upTo[middle]) high = middle
    else low = middle + 1
  }
  return indices[low]
}
