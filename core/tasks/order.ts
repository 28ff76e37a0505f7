import { integer } from '../fields/field'
import { uniformGuess } from '../kinds/losses'
import { log } from '../math/elementary'
import type { Random } from '../math/random'
import { steps } from './settings'
import { firstSteps, supervisedFrom } from './supervision'
import { defineTask } from './task'

/** Input symbols in the order of their one-hot positions. */
const SYMBOLS = ['B', 'E', 'a', 'b', 'c', 'd', 'X', 'Y'] as const

const BEGIN = 0
const END = 1
const FIRST_NOISE = 2
const NUM_NOISE = 4
const FIRST_MARK = 6

/** Where each mark may stand, in per cent of the length, both ends included. */
const WINDOWS = {
  2: [
    [10, 20],
    [50, 60],
  ],
  3: [
    [10, 20],
    [33, 43],
    [66, 76],
  ],
} as const

function position([from, to]: readonly [number, number], seqLen: number, random: Random): number {
  const first = Math.floor((from * seqLen) / 100)
  const last = Math.floor((to * seqLen) / 100)
  return first + random.integer(last - first + 1)
}

/**
 * Temporal order: in which order did the marks X and Y come?
 *
 * Input (T, B, 8), one-hot in the order of `SYMBOLS`: B first, E last, between them noise out of a b c
 * d, and at 2 or 3 places a mark, X or Y by chance. The places lie at 10-20 % and 50-60 % of the length, or
 * at 10-20 %, 33-43 % and 66-76 %. Target after the last step: one of 2^marks classes, the marks as binary
 * digits with X = 0 and Y = 1, the first mark highest (XX XY YX YY). Trivial guesser: all classes alike,
 * `marks` ln 2 nats (ln 4 or ln 8).
 *
 * @see Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 9 (1997), experiments 6a and
 * 6b;
 *   there sequences are 100 to 110 long and end at random, here all have the length T.
 */
export const order = defineTask({
  settings: {
    seqLen: steps(20, 10),
    marks: integer({ min: 2, max: 3, default: 2 }, { unit: 'marks' }),
  },
  loss: 'crossEntropy',
  sampleView: 'symbols',
  shape: ({ seqLen, marks }) => ({ seqLen, inputSize: SYMBOLS.length, outputSize: 2 ** marks }),
  supervised: ({ seqLen }) => supervisedFrom(seqLen, seqLen - 1),
  baseline: ({ marks }) => ({ ...uniformGuess(2 ** marks), loss: marks * log(2) }),
  generate({ seqLen, marks }, random, { batch, input, classes }) {
    const windows = WINDOWS[marks === 3 ? 3 : 2]
    const inputSize = SYMBOLS.length
    const places = windows.map(() => 0)
    input.fill(0)
    for (let b = 0; b < batch; b++) {
      for (let i = 0; i < places.length; i++) places[i] = position(windows[i], seqLen, random)
      let answer = 0
      for (let t = 0; t < seqLen; t++) {
        let symbol = FIRST_NOISE + random.integer(NUM_NOISE)
        if (t === 0) symbol = BEGIN
        else if (t === seqLen - 1) symbol = END
        else if (places.includes(t)) {
          const mark = random.integer(2)
          answer = 2 * answer + mark
          symbol = FIRST_MARK + mark
        }
        input[(t * batch + b) * inputSize + symbol] = 1
      }
      classes[b] = answer
    }
  },
  /** The marks. */
  remembered: ({ seqLen }, input) =>
    firstSteps(seqLen).filter(
      (t) => input[t * SYMBOLS.length + FIRST_MARK] !== 0 || input[t * SYMBOLS.length + FIRST_MARK + 1] !== 0,
    ),
  /** From the first place where a mark may stand to the end. */
  lag: ({ seqLen, marks }) => seqLen - 1 - Math.floor((WINDOWS[marks === 3 ? 3 : 2][0][0] * seqLen) / 100),
  inputSymbol: (_, index) => SYMBOLS[index] ?? String(index),
  /** The marks, first one first. */
  classSymbol: ({ marks }, index) =>
    Array.from({ length: marks }, (_, i) => ((index >> (marks - 1 - i)) & 1 ? 'Y' : 'X')).join(''),
})
