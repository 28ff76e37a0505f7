import { integer } from '../fields/field'
import { log } from '../math/elementary'
import { chainFacts, guessShares, stepsUntil, symbolAt, type Chain } from './chain'
import { steps } from './settings'
import { firstSteps, supervisedFrom } from './supervision'
import { defineTask } from './task'

const BRACKETS = ['(', ')', '[', ']'] as const
const OPEN = 0
const CLOSE = 1
/** So many of 100 brackets are closed within the lag. */
const USUAL = 0.99

/** How deep the brackets are nested, whatever their kinds: the states are depths. */
function depthChain(depth: number): Chain {
  return Array.from({ length: depth + 1 }, (_, d) => {
    const open = { symbol: OPEN, to: d + 1, probability: d === 0 ? 1 : 1 / 2 }
    const close = { symbol: CLOSE, to: d - 1, probability: d === depth ? 1 : 1 / 2 }
    return [...(d < depth ? [open] : []), ...(d > 0 ? [close] : [])]
  })
}

/** Calls `visit` with each step, its symbol and the steps of the brackets that are open after it. */
function follow(
  { seqLen, kinds }: { readonly seqLen: number; readonly kinds: number },
  input: ArrayLike<number>,
  visit: (t: number, symbol: number, open: readonly number[], closed: number | undefined) => void,
): void {
  const open: number[] = []
  for (let t = 0; t < seqLen; t++) {
    const symbol = symbolAt(input, 2 * kinds, t)
    let closed: number | undefined
    if (symbol % 2 === OPEN) open.push(t)
    else closed = open.pop()
    visit(t, symbol, open, closed)
  }
}

/**
 * Dyck language: read nested brackets, and say what can come next.
 *
 * With K = `kinds` and D = `depth`: brackets are opened and closed by chance, ½ each, but nothing is closed
 * that is not open and no more than D are open at once; the kind of an opening one is drawn. Input (T, B, 2
 * K), one-hot in the order ( ) [ ]: s_0 .. s_{T-1}; target at every step: s_{t+1}. With one kind a count is
 * enough; with two the network needs a stack, to know which bracket has to be closed. Trivial guesser: each
 * symbol as often as it comes. With q the share of opening brackets this is
 * -q ln q - (1 - q) ln (1 - q) + ln K. Floor: what is drawn, ln 2 where both can come, and ln K at each that
 * opens.
 *
 * @see Gers and Schmidhuber, "LSTM Recurrent Networks Learn Simple Context-Free and Context-Sensitive Languages",
 *   IEEE Trans. Neural Networks 12 (2001).
 * @see Hewitt, Hahn, Ganguli, Liang and Manning, "RNNs Can Generate Bounded Hierarchical Languages with Optimal
 *   Memory", EMNLP (2020), for bounded depth and the accuracy of closing brackets.
 */
export const dyck = defineTask({
  settings: {
    seqLen: steps(20),
    kinds: integer({ min: 1, max: 2, default: 2 }, { unit: 'kinds' }),
    depth: integer({ min: 1, max: 10, default: 3 }, { unit: 'brackets' }),
  },
  loss: 'crossEntropy',
  sampleView: 'symbols',
  shape: ({ seqLen, kinds }) => ({ seqLen, inputSize: 2 * kinds, outputSize: 2 * kinds }),
  supervised: ({ seqLen }) => supervisedFrom(seqLen, 0),
  baseline({ seqLen, kinds, depth }) {
    const { shares } = chainFacts(depthChain(depth), 2, seqLen)
    const q = shares[OPEN].toFixed(3)
    return {
      loss: guessShares(shares).loss + log(kinds),
      formula: String.raw`-q \ln q - (1-q) \ln (1-q)${kinds > 1 ? String.raw` + \ln ${kinds}` : ''},\; q = ${q}`,
    }
  },
  floor({ seqLen, kinds, depth }) {
    const { entropy, shares } = chainFacts(depthChain(depth), 2, seqLen)
    const loss = entropy + shares[OPEN] * log(kinds)
    return { loss, formula: String.raw`${(loss / log(2)).toFixed(3)} \ln 2` }
  },
  generate({ seqLen, kinds, depth }, random, { batch, input, classes }) {
    const size = 2 * kinds
    const open: number[] = []
    input.fill(0)
    for (let b = 0; b < batch; b++) {
      open.length = 0
      for (let t = 0; t <= seqLen; t++) {
        // Both are drawn at every step, so that streams stay in step.
        const wantsOpen = random.integer(2) === 0
        const drawn = random.integer(kinds)
        const opens = open.length === 0 || (open.length < depth && wantsOpen)
        const kind = opens ? drawn : (open.pop() ?? 0)
        if (opens) open.push(kind)
        const symbol = 2 * kind + (opens ? OPEN : CLOSE)
        if (t < seqLen) input[(t * batch + b) * size + symbol] = 1
        if (t > 0) classes[(t - 1) * batch + b] = symbol
      }
    }
  },
  /** The brackets that are closed before the end. */
  remembered(settings, input) {
    const isClosed = new Set<number>()
    follow(settings, input, (_, __, ___, closed) => {
      if (closed !== undefined) isClosed.add(closed)
    })
    return firstSteps(settings.seqLen).filter((t) => isClosed.has(t))
  },
  /** From an outermost bracket to the step before it is closed, for 99 of 100. */
  lag: ({ seqLen, depth }) => stepsUntil(depthChain(depth), 1, (state) => state === 0, USUAL, seqLen) - 1,
  legal(settings, input) {
    const { kinds, depth } = settings
    const all: number[][] = []
    follow(settings, input, (_, __, open) => {
      const opening = open.length < depth ? firstSteps(kinds).map((kind) => 2 * kind + OPEN) : []
      const innermost = open.at(-1)
      const closing = innermost === undefined ? [] : [symbolAt(input, 2 * kinds, innermost) + 1]
      all.push([...opening, ...closing])
    })
    return all
  },
  /** Which bracket closes: chance is right at half of them where there are two kinds. */
  focus: {
    name: 'closing',
    among({ kinds }, _, targets) {
      const closing = firstSteps(kinds).map((kind) => 2 * kind + CLOSE)
      return Array.from(targets, (target) => (target % 2 === CLOSE ? closing : []))
    },
  },
  inputSymbol: (_, index) => BRACKETS[index] ?? String(index),
})
