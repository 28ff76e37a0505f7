import type { Writing } from '../contract/outputs'
import { reason } from '../contract/reasons'
import { allocate } from '../kernels/backends'
import { softmaxRow } from '../math/softmax'
import { createRandom, type Random } from '../math/random'
import { createModel, type Model, type ModelState } from '../nn/model'
import { findParameter } from '../nn/parameter'
import { alphabetOf, WritingError, type Alphabet } from './alphabet'
import { createInfluenceMeter, type InfluenceMeter } from './influence'
import type { TaskSettings } from '../tasks/registry'
import type { Trainer } from './trainer'

/** A text that a network wrote. */
export interface Written {
  readonly prompt: string
  readonly text: string
  /** Of each written character, the probability that the network gave it, whatever it was drawn with. */
  readonly probabilities: Float64Array
}

/** Writes with the weights that a trainer has when it is asked, and leaves its network alone. */
export interface Writer {
  /** @throws {WritingError} for a prompt with a character that the network has never read. */
  write(writing: Writing): Written
  /**
   * Writes, and says how much each of the `reach` characters before a written one moved it, (length, reach),
   * the nearest first: the derivative of its log probability by the input there, along what was read. Above 0
   * it spoke for it; 0 where there is none.
   */
  trace(writing: Writing, reach: number): Written & { readonly influence: Float64Array }
}

/**
 * @throws {WritingError} for a task that does not ask for the symbol that comes next, and a network that
 *   reads from the end too.
 */
export function createWriter({ experiment, model }: Trainer): Writer {
  const alphabet = alphabetIn(experiment.task)
  if (experiment.model.bidirectional) {
    throw new WritingError(reason('writesForward'))
  }
  const { dtype } = experiment.train
  const isAsked = new Uint8Array(1).fill(1)
  const oneStep = createModel(model.spec, { seqLen: 1, batch: 1, dtype })
  const input = allocate(dtype, alphabet.size)
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

  /**
   * What was read and written, as indices; the state before each of them that was read goes into `states`.
   */
  function compose({ length, temperature, topK, prompt, seed }: Writing, states: ModelState[] | null) {
    const all = prompt === '' ? [alphabet.begin] : alphabet.read(prompt)
    takeWeights(model, oneStep)
    const draw = createDraw(alphabet.size, temperature, topK, createRandom(seed))
    const first = all.length
    const probabilities = new Float64Array(length)
    const plain = new Float64Array(alphabet.size)
    let scores = read(all[0], states)
    for (const index of all.slice(1)) scores = read(index, states)
    for (let i = 0; i < length; i++) {
      const index = draw(scores)
      softmaxRow(scores, 0, alphabet.size, plain)
      probabilities[i] = plain[index]
      all.push(index)
      if (i < length - 1) scores = read(index, states)
    }
    const text = alphabet.write(all.slice(first))
    const shown = prompt === '' && alphabet.isBeginShown ? alphabet.write(all.slice(0, first)) : prompt
    const isApart = shown === '' || shown.endsWith(' ')
    const told = isApart ? shown : `${shown}${alphabet.gap}`
    return { all, first, written: { prompt: told, text, probabilities } }
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

function alphabetIn(task: TaskSettings): Alphabet {
  const alphabet = alphabetOf(task)
  if (!alphabet) throw new WritingError(reason('noCharacters', { task: task.name }))
  return alphabet
}

function takeWeights({ parameters }: Model, into: Model): void {
  for (const { name, value } of parameters) findParameter(into.parameters, name).value.set(value)
  into.resetState()
}

const copyOf = ({ h, c }: ModelState): ModelState => ({ h: h.slice(), c: c?.slice() ?? null })

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
