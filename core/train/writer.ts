import { characterOf, type Vocabulary } from '../data/text'
import { allocate } from '../kernels/backends'
import { softmaxRow } from '../math/softmax'
import { createRandom, type Random } from '../math/random'
import { createModel, type Model } from '../nn/model'
import { findParameter } from '../nn/parameter'
import { taskNamed } from '../tasks/registry'
import { showText } from '../text/foreign'
import type { Trainer } from './trainer'

/** How a network writes. */
export interface Writing {
  /** Characters to write. */
  readonly length: number
  /**
   * What scores are divided by before the softmax: below 1 the likely becomes likelier, above 1 all become
   * alike; at 0 always the likeliest is written.
   */
  readonly temperature: number
  /** Only so many of the likeliest are drawn from; null: from all. */
  readonly topK: number | null
  /** What is read first. */
  readonly prompt: string
  readonly seed: number
}

/** A text that a network wrote. */
export interface Written {
  readonly prompt: string
  readonly text: string
  /** Of each written character, the probability that the network gave it, whatever it was drawn with. */
  readonly probabilities: Float64Array
}

/** A network cannot write, or not with this prompt. The message is one line for the person. */
export class WritingError extends Error {
  override readonly name = 'WritingError'
}

/** Writes with the weights that a trainer has when it is asked, and leaves its network alone. */
export interface Writer {
  /** @throws {WritingError} for a prompt with a character that the network has never read. */
  write(writing: Writing): Written
  /**
   * How much each character of `text` moved the last one: the derivative of the last one's log probability by
   * the input of each one before it, (n - 1). Above 0 it spoke for it. What stands more than the sequence's
   * length before it is not looked at: 0.
   */
  influence(text: string): Float64Array
}

/**
 * @throws {WritingError} for a task without a vocabulary, and a network that reads from the end too.
 */
export function createWriter({ experiment, model, task }: Trainer): Writer {
  const vocabulary = taskNamed(experiment.task.name).vocabulary?.(experiment.task)
  if (!vocabulary) throw new WritingError(`the task ${experiment.task.name} has no characters to write`)
  if (experiment.model.bidirectional) {
    throw new WritingError(
      'a bidirectional network cannot write: it would have to read what is not written yet',
    )
  }
  const { seqLen } = task.shape
  const { dtype } = experiment.train
  const indexOf = indexIn(vocabulary)
  const isAsked = new Uint8Array(1).fill(1)
  const oneStep = createModel(model.spec, { seqLen: 1, batch: 1, dtype })
  const input = allocate(dtype, vocabulary.size)
  let window: Model | null = null

  function takeWeights(into: Model): void {
    for (const { name, value } of model.parameters) findParameter(into.parameters, name).value.set(value)
    into.resetState()
  }

  function read(index: number) {
    input.fill(0)
    input[index] = 1
    const scores = oneStep.forward(input, isAsked)
    oneStep.carryState()
    return scores
  }

  return {
    write({ length, temperature, topK, prompt, seed }) {
      const indices = [...prompt].map(indexOf)
      takeWeights(oneStep)
      const random = createRandom(seed)
      // Without a prompt a text begins as a line does.
      let scores = read(indices[0] ?? beginOf(vocabulary))
      for (const index of indices.slice(1)) scores = read(index)
      const draw = createDraw(vocabulary.size, temperature, topK, random)
      const probabilities = new Float64Array(length)
      const plain = new Float64Array(vocabulary.size)
      let text = ''
      for (let i = 0; i < length; i++) {
        const index = draw(scores)
        softmaxRow(scores, 0, vocabulary.size, plain)
        probabilities[i] = plain[index]
        text += characterOf(vocabulary, index)
        if (i < length - 1) scores = read(index)
      }
      return { prompt, text, probabilities }
    },
    influence(text) {
      const all = [...text].map(indexOf)
      const influence = new Float64Array(Math.max(0, all.length - 1))
      const steps = Math.min(seqLen, influence.length)
      if (steps === 0) return influence
      window ??= createModel(model.spec, { seqLen, batch: 1, dtype })
      takeWeights(window)
      const first = influence.length - steps
      const read = allocate(dtype, steps * vocabulary.size)
      for (let t = 0; t < steps; t++) read[t * vocabulary.size + all[first + t]] = 1
      const scores = window.forward(read, supervisedAtEnd(steps))
      // d log softmax(s)_c / ds = [c] - softmax(s)
      const gradScores = allocate(dtype, vocabulary.size)
      softmaxRow(scores, 0, vocabulary.size, gradScores)
      for (let i = 0; i < gradScores.length; i++) gradScores[i] = -gradScores[i]
      gradScores[all[all.length - 1]] += 1
      window.zeroGrad()
      window.backward(gradScores)
      const gradInput = allocate(dtype, steps * vocabulary.size)
      window.computeGradInput(gradInput)
      for (let t = 0; t < steps; t++) {
        influence[first + t] = gradInput[t * vocabulary.size + all[first + t]]
      }
      return influence
    },
  }
}

function supervisedAtEnd(steps: number): Uint8Array {
  const supervised = new Uint8Array(steps)
  supervised[steps - 1] = 1
  return supervised
}

/** The index of a character; that of the rare ones, where there are any, for all others. */
function indexIn(vocabulary: Vocabulary): (character: string) => number {
  const { text, kept, size } = vocabulary
  const known = new Map(text.characters.slice(0, kept).map((character, index) => [character, index]))
  return (character) => {
    const index = known.get(character) ?? (size > kept ? kept : undefined)
    if (index === undefined) {
      throw new WritingError(
        `the prompt has ${JSON.stringify(showText(character))}, expected characters of the text that was read`,
      )
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
