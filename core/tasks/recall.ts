import { integer } from '../fields/field'
import { uniformGuess } from '../kinds/losses'
import { expectAtLeast } from './settings'
import { firstSteps, supervisedFrom } from './supervision'
import { letter } from './symbols'
import { defineTask } from './task'

/**
 * Associative recall: read pairs of a key and a value, then say the value of one key.
 *
 * With n = `pairs`, K = `keys` and V = `values`, T = 2 n + 2. Input (T, B, K + V + 1), one-hot: n times a key
 * (0 .. K-1), no key twice, and a value (K .. K+V-1); then the question mark (K + V) and one of the keys.
 * Target after the last step: the value that followed this key, V classes.
 * Trivial guesser: all values alike, ln V nats.
 *
 * @see Ba, Hinton, Mnih, Leibo and Ionescu, "Using Fast Weights to Attend to the Recent Past",
 *   arXiv:1610.06258, section 4.1.
 */
export const recall = defineTask({
  settings: {
    pairs: integer({ min: 1, max: 100, default: 3 }, { unit: 'pairs' }),
    keys: integer({ min: 1, max: 100, default: 6 }, { unit: 'symbols' }),
    values: integer({ min: 2, max: 32, default: 4 }, { unit: 'symbols' }),
  },
  problems: ({ pairs, keys }) => (keys < pairs ? [expectAtLeast('keys', 'pairs', pairs)] : []),
  loss: 'crossEntropy',
  sampleView: 'symbols',
  shape: ({ pairs, keys, values }) => ({
    seqLen: 2 * pairs + 2,
    inputSize: keys + values + 1,
    outputSize: values,
  }),
  supervised: ({ pairs }) => supervisedFrom(2 * pairs + 2, 2 * pairs + 1),
  baseline: ({ values }) => uniformGuess(values),
  generate({ pairs, keys, values }, random, { batch, input, classes }) {
    const inputSize = keys + values + 1
    const deck = firstSteps(keys)
    input.fill(0)
    for (let b = 0; b < batch; b++) {
      const write = (t: number, symbol: number): void => {
        input[(t * batch + b) * inputSize + symbol] = 1
      }
      // Keys are drawn as cards from a deck, so that none comes twice.
      for (let key = 0; key < keys; key++) deck[key] = key
      const asked = random.integer(pairs)
      for (let i = 0; i < pairs; i++) {
        const drawn = i + random.integer(keys - i)
        const key = deck[drawn]
        deck[drawn] = deck[i]
        const value = random.integer(values)
        write(2 * i, key)
        write(2 * i + 1, keys + value)
        if (i !== asked) continue
        write(2 * pairs + 1, key)
        classes[b] = value
      }
      write(2 * pairs, keys + values)
    }
  },
  /** The pair that is asked for. */
  remembered({ pairs, keys, values }, input) {
    const inputSize = keys + values + 1
    const keyAt = (t: number): number => {
      for (let key = 0; key < keys; key++) if (input[t * inputSize + key] !== 0) return key
      return -1
    }
    const asked = keyAt(2 * pairs + 1)
    const pair = firstSteps(pairs).find((i) => keyAt(2 * i) === asked) ?? 0
    return [2 * pair, 2 * pair + 1]
  },
  /** Any pair may be asked for, also the first. */
  lag: ({ pairs }) => 2 * pairs + 1,
  /** More pairs of the same keys, of which none comes twice. */
  atLength(settings, seqLen) {
    const pairs = (seqLen - 2) / 2
    return Number.isInteger(pairs) && pairs >= 1 && pairs <= settings.keys ? { ...settings, pairs } : null
  },
  inputSymbol({ keys, values }, index) {
    if (index < keys) return letter(index)
    return index === keys + values ? '?' : String(index - keys)
  },
  classSymbol: (_, index) => String(index),
})
