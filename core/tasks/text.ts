import type { DataReading } from '../data/reading'
import { providedData } from '../data/table'
import { characterOf, vocabularyOf, type OwnText, type Vocabulary } from '../data/text'
import { choice, integer, number, sha256, text as textField } from '../fields/field'
import { uniformGuess } from '../kinds/losses'
import { steps } from './settings'
import { supervisedFrom } from './supervision'
import { defineTask, type SettingProblem } from './task'
import { bigramEntropy, unigramEntropy, type Stretch } from './textStatistics'
import { shippedText } from './texts/shipped'

interface Settings {
  readonly source: string
  readonly file: string | null
  readonly data: string | null
  readonly seqLen: number
  readonly minFreq: number
  readonly state: 'carried' | 'reset'
  readonly validation: number
}

/** Characters of a file's name. */
const NAME_LENGTH = 255
/** About a word: so far back the next character depends on what came before, for the most part. */
const WORD_STEPS = 10

const ofFile = { when: { 'task.source': ['file'] } }

function readingOf({ source, file, data }: Pick<Settings, 'source' | 'file' | 'data'>): DataReading | null {
  return source === 'file' && data !== null ? { kind: 'text', sha256: data, file: file ?? '' } : null
}

/** @throws {MissingDataError} for a person's own text that has not been read. */
function textOf(settings: Settings): OwnText {
  const reading = readingOf(settings)
  return reading ? (providedData(reading) as OwnText) : shippedText(settings.source)
}

/** @throws {MissingDataError} for a person's own text that has not been read. */
export function vocabularyOfText(settings: Settings): Vocabulary {
  return vocabularyOf(textOf(settings), settings.minFreq)
}

/** The end of a text is held out. */
export function partsOfText(settings: Settings): Record<'train' | 'validation', Stretch> {
  const { length } = textOf(settings).ids
  const end = length - Math.floor(length * settings.validation)
  return { train: { from: 0, to: end }, validation: { from: end, to: length } }
}

/** What is computed of a text is computed once for settings that agree in what it depends on. */
const entropies = new WeakMap<OwnText, Map<string, number>>()

function entropyIn(
  name: string,
  settings: Settings,
  compute: (vocabulary: Vocabulary, part: Stretch) => number,
): number {
  const text = textOf(settings)
  const known = entropies.get(text) ?? new Map<string, number>()
  entropies.set(text, known)
  const { train } = partsOfText(settings)
  const key = `${name} ${settings.minFreq} ${train.to}`
  const entropy = known.get(key) ?? compute(vocabularyOfText(settings), train)
  known.set(key, entropy)
  return entropy
}

/**
 * Where each of `count` sequences begins in batch k of a pass through a part of L characters. As many readers
 * stand in the part, equally far apart; each goes on where it stopped until the next one's beginning, then a
 * new pass begins one character further on.
 */
function placesOf({ from, to }: Stretch, { seqLen }: Settings, count: number) {
  // The last character is only asked for.
  const ofReader = Math.floor((to - from - 1) / count)
  const batches = Math.max(1, Math.floor(ofReader / seqLen))
  const slack = Math.max(0, ofReader - batches * seqLen)
  const apart = ofReader >= seqLen ? ofReader : Math.floor((to - from - 1 - seqLen) / Math.max(1, count - 1))
  return {
    batches,
    start: (b: number, k: number) =>
      from + b * apart + (Math.floor(k / batches) % (slack + 1)) + (k % batches) * seqLen,
  }
}

/** What a font shows nothing of: controls, marks of direction, halves of a pair. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u
const SHOWN: Readonly<Record<string, string>> = { ' ': '␣', '\n': '⏎', '\t': '⇥', '\u3000': '▁' }

/**
 * Character language model: read a text, and say the next character.
 *
 * With V characters in the vocabulary, those that come less than `minFreq` times being one. Input (T, B, V),
 * one-hot: c_0 .. c_{T-1}; target at every step: c_{t+1}. The end of the text, a share `validation` of it, is
 * held out. `state`: either sequences are drawn anywhere and start from a zero state, or B readers go through
 * the text and each batch goes on, with the state, where the one before it ended. Trivial guesser: each
 * character as often as it comes in what is trained on, -sum_c p_c ln p_c. Further ones: all alike, ln V, and
 * the pairs, the entropy given the character before.
 *
 * @see Mikolov, Karafiát, Burget, Černocký and Khudanpur, "Recurrent Neural Network Based Language Model",
 *   Interspeech (2010).
 * @see Karpathy, "The Unreasonable Effectiveness of Recurrent Neural Networks" (2015).
 */
export const text = defineTask({
  settings: {
    source: choice(['english', 'chinese', 'file'], 'english'),
    file: textField(NAME_LENGTH, ofFile),
    data: sha256(ofFile),
    seqLen: steps(50),
    minFreq: integer({ min: 1, max: 10_000, default: 1 }, { unit: 'times', scale: 'log' }),
    state: choice(['carried', 'reset'], 'carried'),
    validation: number({ min: 0, max: 0.5, default: 0.1 }),
  },
  loss: 'crossEntropy',
  sampleView: 'symbols',
  data: readingOf,
  supply: ({ validation }) => (validation === 0 ? 'whole' : 'parted'),
  vocabulary: vocabularyOfText,
  problems(settings) {
    if (settings.source === 'file' && settings.data === null) {
      return [{ setting: 'file', code: 'noFile', params: { option: '--file' } }]
    }
    const problems: SettingProblem[] = []
    const { train, validation } = partsOfText(settings)
    const held = validation.to - validation.from
    const shorter = held > 0 ? Math.min(train.to - train.from, held) : train.to - train.from
    if (settings.seqLen >= shorter) {
      problems.push({ setting: 'seqLen', code: 'beyondData', params: { limit: shorter } })
    }
    const { counts } = textOf(settings)
    if (vocabularyOfText(settings).size < 2) {
      problems.push({ setting: 'minFreq', code: 'foldsAll', params: { limit: counts[0] ?? 0 } })
    }
    return problems
  },
  shape(settings) {
    const { size } = vocabularyOfText(settings)
    return { seqLen: settings.seqLen, inputSize: size, outputSize: size }
  },
  supervised: ({ seqLen }) => supervisedFrom(seqLen, 0),
  baseline: (settings) => ({
    loss: entropyIn('unigram', settings, unigramEntropy),
    formula: String.raw`-\sum_c p_c \ln p_c`,
  }),
  baselines: (settings) => [
    { name: 'uniform', ...uniformGuess(vocabularyOfText(settings).size) },
    {
      name: 'bigram',
      loss: entropyIn('bigram', settings, bigramEntropy),
      formula: String.raw`-\sum_{a,b} p_{ab} \ln p_{b|a}`,
    },
  ],
  generate(settings, random, { batch, input, classes }, { split, batches }) {
    const { text: own, kept, size } = vocabularyOfText(settings)
    const { ids } = own
    const part = partsOfText(settings)[split]
    const { seqLen } = settings
    const places = placesOf(part, settings, batch)
    input.fill(0)
    for (let b = 0; b < batch; b++) {
      const start =
        settings.state === 'carried'
          ? places.start(b, batches)
          : part.from + random.integer(part.to - part.from - seqLen)
      for (let t = 0; t < seqLen; t++) {
        input[(t * batch + b) * size + Math.min(ids[start + t], kept)] = 1
        classes[t * batch + b] = Math.min(ids[start + t + 1], kept)
      }
    }
  },
  carries: ({ state }) => (state === 'carried' ? 'state' : null),
  continues(settings, numSequences, batches) {
    if (settings.state === 'reset') return false
    return batches % placesOf(partsOfText(settings).train, settings, numSequences).batches > 0
  },
  /** No step matters in itself: which characters do differs from one to the next. */
  remembered: () => [],
  lag: ({ seqLen }) => Math.min(WORD_STEPS, seqLen - 1),
  inputSymbol(settings, index) {
    const character = characterOf(vocabularyOfText(settings), index)
    return SHOWN[character] ?? (UNSEEN.test(character) ? '\ufffd' : character)
  },
})
