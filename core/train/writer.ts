import { characterOf, type Vocabulary } from '../data/text'
import type { Writing } from '../contract/outputs'
import { describeReason, reason, type Reason } from '../contract/reasons'
import { allocate } from '../kernels/backends'
import { softmaxRow } from '../math/softmax'
import { createRandom, type Random } from '../math/random'
import { createModel, type Model, type ModelState } from '../nn/model'
import { findParameter } from '../nn/parameter'
import { taskNamed } from '../tasks/registry'
import { showText } from '../text/foreign'
import { createInfluenceMeter, type InfluenceMeter } from './influence'
import type { Trainer } from './trainer'

/** A text that a network wrote. */
export interface Written {
  readonly prompt: string
  readonly text: string
  /** Of each written character, the probability that the network gave it, whatever it was drawn with. */
  readonly probabilities: Float64Array
}

/** A network cannot write, or not with this prompt. */
export class WritingError extends Error {
  override readonly name = 'WritingError'

  constructor(readonly reason: Reason) {
    super(describeReason(reason))
  }
}

/** Writes with the weights that a trainer has when it is asked, and leaves its network alone. */
export interface Writer {
  /** @throws {WritingError} for a prompt with a character that the network has never read. */
  write(writing: Writing): Written
  /**
   * Writes, and says how much each of the `reach` characters before a written one moved it, (length, reach), the
   * nearest first: the derivative of its log probability by the input there, along what was read. Above 0 it spoke
   * for it; 0 where there is none.
   */
  trace(writing: Writing, reach: number): Written & { readonly influence: Float64Array }
}

/**
 * @throws {WritingError} for a task without a vocabulary, and a network that reads from the end too.
 */
export function createWriter({ experiment, model }: Trainer): Writer {
  const vocabulary = taskNamed(experiment.task.name).vocabulary?.(experiment.task)
  if (!vocabulary) throw new WritingError(reason('noCharacters', { task: experiment.task.name }))
  if (experiment.model.bidirectional) {
    throw new WritingError(reason('writesForward'))
  }
  const { dtype } = experiment.train
  const indexOf = indexIn(vocabulary)
  const isAsked = new Uint8Array(1).fill(1)
  const oneStep = createModel(model.spec, { seqLen: 1, batch: 1, dtype })
  const input = allocate(dtype, vocabulary.size)
  let influences: InfluenceMeter | null = null

  /** Reads a character, and keeps the state before it where there is a place for it. */
  function read(index: number, states: ModelState[] | null) {
    input.fill(0)
    input[index] = 1
    const scores = oneStep.forward(input, isAsked)
    states?.push(copyOf(oneStep.initialState))
    oneStep.carryState()
    return scores
  }

  /** What was read and written, as indices; the state before each of them that was read goes into `states`. */
  function compose({ length, temperature, topK, prompt, seed }: Writing, states: ModelState[] | null) {
    // Without a prompt a text begins as a line does.
    const all = prompt === '' ? [beginOf(vocabulary!)] : [...prompt].map(indexOf)
    takeWeights(model, oneStep)
    const draw = createDraw(vocabulary!.size, temperature, topK, createRandom(seed))
    const first = all.length
    const probabilities = new Float64Array(length)
    const plain = new Float64Array(vocabulary!.size)
    let scores = read(all[0], states)
    for (const index of all.slice(1)) scores = read(index, states)
    for (let i = 0; i < length; i++) {
      const index = draw(scores)
      softmaxRow(scores, 0, vocabulary!.size, plain)
      probabilities[i] = plain[index]
      all.push(index)
      if (i < length - 1) scores = read(index, states)
    }
    const text = all
      .slice(first)
      .map((index) => characterOf(vocabulary!, index))
      .join('')
    return { all, first, written: { prompt, text, probabilities } }
  }

  return {
    write: (writing) => compose(writing, null).written,
    trace(writing, reach) {
      const states: ModelState[] = []
      const { all, first, written } = compose(writing, states)
      influences ??= createInfluenceMeter(model, dtype)
      return { ...written, influence: influences.measure({ all, first, states, reach }) }
    },
  }
}

function takeWeights({ parameters }: Model, into: Model): void {
  for (const { name, value } of parameters) findParameter(into.parameters, name).value.set(value)
  into.resetState()
}

const copyOf = ({ h, c }: ModelState): ModelState => ({ h: h.slice(), c: c?.slice() ?? null })

/** The index of a character; that of the rare ones, where there are any, for all others. */
function indexIn(vocabulary: Vocabulary): (character: string) => number {
  const { text, kept, size } = vocabulary
  const known = new Map(text.characters.slice(0, kept).map((character, index) => [character, index]))
  return (character) => {
    const index = known.get(character) ?? (size > kept ? kept : undefined)
    if (index === undefined) {
      throw new WritingError(reason('unreadCharacter', { character: JSON.stringify(showText(character)) }))
    }
    return index
  }
}

/** What stands before a text that begins: a line's end, or the most frequent character. */
function beginOf({ text, kept }: Vocabulary): number {
  const index = text.characters.indexOf('\n')
  return index >= 0 && index < kept ? index : 0
}

/** Draws an index by scores: p_i proportional to exp(s_i / temperature) among the `topK` largest. */
function createDraw(size: number, temperature: number, topK: number | null, random: Random) {
  const scaled = new Float64Array(size)
  const shares = new Float64Array(size)
  return (scores: ArrayLike<number>): number => {
    // One number is drawn for each character, so that a seed gives the same ones at any temperature.
    const drawn = random.uniform()
    let best = 0
    for (let i = 1; i < size; i++) if (scores[i] > scores[best]) best = i
    if (temperature === 0) return best
    const least = topK === null || topK >= size ? -Infinity : Float64Array.from(scores).sort()[size - topK]
    for (let i = 0; i < size; i++) scaled[i] = scores[i] >= least ? scores[i] / temperature : -Infinity
    softmaxRow(scaled, 0, size, shares)
    let sum = 0
    for (let i = 0; i < size; i++) {
      sum += shares[i]
      if (drawn < sum && shares[i] > 0) return i
    }
    return best
  }
}
