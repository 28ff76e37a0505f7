import { integer } from '../fields/field'
import { uniformGuess } from '../kinds/losses'
import { steps } from './settings'
import { firstSteps, supervisedFrom } from './supervision'
import { letter } from './symbols'
import { defineTask } from './task'

/**
 * Copy memory: read n symbols, wait, then write them down in order.
 *
 * With n = `length`, D = `delay` and K = `alphabet`, T = D + 2 n. Input (T, B, K + 2), one-hot: n symbols
 * (0 .. K-1), D - 1 blanks (K), the starting signal (K + 1), n blanks. Target at every step, K + 1 classes:
 * blank (K) for the first D + n steps, then the n symbols.
 * Trivial guesser: knows when to write a blank, and draws the n symbols at random: ln K nats at n of T steps.
 *
 * @see Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 9 (1997).
 * @see Arjovsky, Shah and Bengio, "Unitary Evolution Recurrent Neural Networks", arXiv:1511.06464.
 */
export const copy = defineTask({
  settings: {
    length: integer({ min: 1, max: 100, default: 3 }, { unit: 'steps' }),
    delay: steps(5, 1),
    alphabet: integer({ min: 2, max: 32, default: 4 }, { unit: 'symbols' }),
  },
  loss: 'crossEntropy',
  sampleView: 'symbols',
  shape: ({ length, delay, alphabet }) => ({
    seqLen: delay + 2 * length,
    inputSize: alphabet + 2,
    outputSize: alphabet + 1,
  }),
  supervised: ({ length, delay }) => supervisedFrom(delay + 2 * length, 0),
  baseline({ length, delay, alphabet }) {
    const guess = uniformGuess(alphabet)
    const seqLen = delay + 2 * length
    return {
      loss: (length * guess.loss) / seqLen,
      formula: String.raw`\frac{n \ln K}{T} = \frac{${length} ${guess.formula}}{${seqLen}}`,
    }
  },
  generate({ length, delay, alphabet }, random, { batch, input, classes }) {
    const blank = alphabet
    const signal = alphabet + 1
    const inputSize = alphabet + 2
    const answer = delay + length
    input.fill(0)
    classes.fill(blank)
    for (let b = 0; b < batch; b++) {
      for (let t = 0; t < answer + length; t++) {
        let symbol = t === answer - 1 ? signal : blank
        if (t < length) {
          symbol = random.integer(alphabet)
          classes[(answer + t) * batch + b] = symbol
        }
        input[(t * batch + b) * inputSize + symbol] = 1
      }
    }
  },
  /** The symbols. */
  remembered: ({ length }) => firstSteps(length),
  /** Every symbol is asked for after the others and the delay. */
  lag: ({ length, delay }) => length + delay,
  /** As many symbols to be copied, after another delay. */
  atLength(settings, seqLen) {
    const delay = seqLen - 2 * settings.length
    return delay >= 1 ? { ...settings, delay } : null
  },
  inputSymbol({ alphabet }, index) {
    if (index < alphabet) return letter(index)
    return index === alphabet ? '·' : '▸'
  },
})
