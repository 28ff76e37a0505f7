import { providedData } from '../data/table'
import type { TaskReading } from '../data/reading'
import type { OwnTask } from '../data/task'
import { choice, optionalInteger, sha256, text } from '../fields/field'
import { statesOf } from './chain'
import { customExample } from './customExample'
import { customFacts } from './customFacts'
import { drawCustom } from './customSequences'
import { MAX_STEPS } from './settings'
import { supervisedFrom } from './supervision'
import { defineTask } from './task'

interface Settings {
  readonly source: string
  readonly file: string | null
  readonly data: string | null
  readonly seqLen: number | null
}

/** Characters of a file's name. */
const NAME_LENGTH = 255
/** Most rules that a person writes down reach no further. */
const USUAL_LAG = 10

/** A baseline that is 0 but for rounding. */
const NOTHING = 1e-12

const ofFile = { when: { 'task.source': ['file'] } }

function readingOf({ source, file, data }: Settings): TaskReading | null {
  return source === 'file' && data !== null ? { kind: 'task', sha256: data, file: file ?? '' } : null
}

/** @throws {MissingDataError} for a person's own task that has not been read. */
function ownTaskOf(settings: Settings): OwnTask {
  const reading = readingOf(settings)
  return reading ? (providedData(reading) as OwnTask) : customExample
}

const seqLenOf = (settings: Settings): number => settings.seqLen ?? ownTaskOf(settings).seqLen

/** Whether a grammar writes what is asked for, so that several symbols can be right. */
const isWritten = ({ source, target }: OwnTask): boolean => source.kind === 'grammar' && target === 'next'

/** What is left to chance for who knows all steps so far. */
function floorFormula({ isOfSymbols, target }: OwnTask): string {
  const asked = target === 'next' ? 'x_{t+1}' : 'y_t'
  const known = String.raw`${asked} \mid x_1 \ldots x_t`
  return isOfSymbols ? String.raw`H(${known})` : String.raw`\operatorname{Var}(${known})`
}

/**
 * A task of a person's own, in a file: sequences of symbols or of rows of numbers, which are listed or written by a
 * grammar, and what is asked for, at each step or after the last. One comes along, see `customExample`.
 *
 * Input (T, B, I): symbols one-hot, or the columns as they are. A grammar writes T symbols, one string after the
 * other, each batch anew; its target is the symbol that comes next, or the answer of the state after the step.
 * Listed sequences are drawn by their weights; some may be held out. Trivial guesser: each class by its share,
 * -sum p ln p, or the mean of each column; floor: what is left to chance for who knows the grammar or the list.
 * Both are computed exactly.
 *
 * @see Hopcroft and Ullman, "Introduction to Automata Theory, Languages, and Computation" (1979), chapter 2: a
 *   machine whose states have answers is a Moore machine.
 */
export const custom = defineTask({
  settings: {
    source: choice(['remainder', 'file'], 'remainder'),
    file: text(NAME_LENGTH, ofFile),
    data: sha256(ofFile),
    seqLen: optionalInteger({ min: 2, max: MAX_STEPS }, { unit: 'steps', scale: 'log' }),
  },
  loss: (settings) => (ownTaskOf(settings).isOfSymbols ? 'crossEntropy' : 'mse'),
  sampleView: (settings) => (ownTaskOf(settings).isOfSymbols ? 'symbols' : 'curves'),
  data: readingOf,
  described: ownTaskOf,
  problems(settings) {
    if (settings.source === 'file' && settings.data === null) {
      return [{ setting: 'file', code: 'noFile', params: { option: '--task-file' } }]
    }
    const { source, seqLen } = ownTaskOf(settings)
    const isOther = source.kind === 'sequences' && (settings.seqLen ?? seqLen) !== seqLen
    if (isOther) return [{ setting: 'seqLen', code: 'listedLength', params: { limit: seqLen } }]
    const { baseline } = customFacts(ownTaskOf(settings), seqLenOf(settings))
    return baseline < NOTHING ? [{ setting: 'file', code: 'sameAnswer', params: {} }] : []
  },
  shape(settings) {
    const { inputs, outputs } = ownTaskOf(settings)
    return { seqLen: seqLenOf(settings), inputSize: inputs.length, outputSize: outputs.length }
  },
  supervised(settings) {
    const seqLen = seqLenOf(settings)
    return supervisedFrom(seqLen, ownTaskOf(settings).at === 'end' ? seqLen - 1 : 0)
  },
  baseline(settings) {
    const task = ownTaskOf(settings)
    return {
      loss: customFacts(task, seqLenOf(settings)).baseline,
      formula: task.isOfSymbols ? String.raw`-\sum_c p_c \ln p_c` : String.raw`\overline{(y - \bar{y})^2}`,
    }
  },
  floor(settings) {
    const task = ownTaskOf(settings)
    return { loss: customFacts(task, seqLenOf(settings)).floor, formula: floorFormula(task) }
  },
  generate(settings, random, batch, { split }) {
    drawCustom(ownTaskOf(settings), seqLenOf(settings), random, batch, split)
  },
  writes(settings) {
    const { source, target, isOfSymbols, inputs } = ownTaskOf(settings)
    if (!isOfSymbols || target !== 'next') return null
    const begin = source.kind === 'grammar' ? source.ways[0][0].symbol : source.inputs[0]
    return { names: inputs, begin }
  },
  supply(settings) {
    const { source } = ownTaskOf(settings)
    if (source.kind === 'grammar') return 'fresh'
    return source.heldOut.includes(1) ? 'parted' : 'whole'
  },
  remembered: () => [],
  lag(settings) {
    const seqLen = seqLenOf(settings)
    return ownTaskOf(settings).at === 'end' ? seqLen - 1 : Math.min(USUAL_LAG, seqLen - 1)
  },
  isOpen: (settings) => isWritten(ownTaskOf(settings)),
  /** Of a grammar that is asked to go on, what can come next. */
  legal(settings, input) {
    const { source, inputs, at } = ownTaskOf(settings)
    const seqLen = seqLenOf(settings)
    if (source.kind !== 'grammar') return Array.from({ length: seqLen }, () => [])
    return statesOf(source.ways, inputs.length, seqLen, input).map((state, t) =>
      at === 'each' || t === seqLen - 1 ? source.ways[state].map(({ symbol }) => symbol) : [],
    )
  },
  atLength: (settings, seqLen) => ({ ...settings, seqLen }),
  inputSymbol: (settings, index) => ownTaskOf(settings).inputs[index] ?? String(index),
  classSymbol: (settings, index) => ownTaskOf(settings).outputs[index] ?? String(index),
})
