import { log } from '../math/elementary'
import type { Baseline } from '../kinds/losses'
import type { Random } from '../math/random'
import type { TaskBatch } from './task'

/** One way out of a state: with which symbol, to which state, how often. */
export interface Branch {
  readonly symbol: number
  readonly to: number
  readonly probability: number
}

/**
 * A source of symbols: the branches out of each state, whose symbols differ and whose probabilities sum to 1.
 * It begins in state 0. As no two branches of a state have one symbol, the state follows from the symbols.
 *
 * Strings of such a grammar differ in length. They stand one after the other in a sequence, of which each
 * batch item has as many steps as any other: nothing is padded, and every step counts.
 */
export type Chain = readonly (readonly Branch[])[]

/** Branches with these symbols and states, all as likely. */
export function evenly(...ways: readonly (readonly [symbol: number, to: number])[]): Branch[] {
  return ways.map(([symbol, to]) => ({ symbol, to, probability: 1 / ways.length }))
}

/**
 * Sequences of T + 1 symbols of the chain: input (T, B, numSymbols) are the first T, one-hot, and the classes
 * (T, B) the last T, the symbol that comes next. Overwrites `batch`; draws one number a symbol.
 */
export function walk(
  chain: Chain,
  numSymbols: number,
  seqLen: number,
  random: Random,
  { batch, input, classes }: TaskBatch,
): void {
  input.fill(0)
  for (let b = 0; b < batch; b++) {
    let state = 0
    for (let t = 0; t <= seqLen; t++) {
      const { symbol, to } = drawBranch(chain[state], random.uniform())
      if (t < seqLen) input[(t * batch + b) * numSymbols + symbol] = 1
      if (t > 0) classes[(t - 1) * batch + b] = symbol
      state = to
    }
  }
}

/** The branch at a point of [0, 1), along which each takes its probability. */
export function drawBranch(branches: readonly Branch[], point: number): Branch {
  let sum = 0
  for (const branch of branches) {
    sum += branch.probability
    if (point < sum) return branch
  }
  return branches[branches.length - 1]
}

/** The one-hot symbol of step t of one sequence, (T, numSymbols). */
export function symbolAt(input: ArrayLike<number>, numSymbols: number, t: number): number {
  for (let symbol = 0; symbol < numSymbols; symbol++) if (input[t * numSymbols + symbol] !== 0) return symbol
  throw new RangeError(`step ${t} has no symbol`)
}

/**
 * The state after each of the T steps of one sequence of the chain.
 * @throws {RangeError} for a sequence that the chain cannot have written.
 */
export function statesOf(
  chain: Chain,
  numSymbols: number,
  seqLen: number,
  input: ArrayLike<number>,
): number[] {
  let state = 0
  return Array.from({ length: seqLen }, (_, t) => {
    const symbol = symbolAt(input, numSymbols, t)
    const branch = chain[state].find((way) => way.symbol === symbol)
    if (!branch) throw new RangeError(`symbol ${symbol} of step ${t} cannot follow`)
    state = branch.to
    return state
  })
}

/** What is known of the T symbols that are asked for, in the mean over steps and sequences. */
export interface ChainFacts {
  /** What is left to chance where the state is known, in nats a symbol: no guesser loses less. */
  readonly entropy: number
  /** The share of each symbol. */
  readonly shares: readonly number[]
  /** The share of each state before the symbol. */
  readonly states: readonly number[]
}

/** Follows the probability of every state over the steps; exact but for rounding. */
export function chainFacts(chain: Chain, numSymbols: number, seqLen: number): ChainFacts {
  let now = new Float64Array(chain.length)
  let next = new Float64Array(chain.length)
  const states = new Float64Array(chain.length)
  now[0] = 1
  for (let t = 0; t <= seqLen; t++) {
    next.fill(0)
    for (let state = 0; state < chain.length; state++) {
      if (now[state] === 0) continue
      if (t > 0) states[state] += now[state] / seqLen
      for (const { to, probability } of chain[state]) next[to] += now[state] * probability
    }
    const used = now
    now = next
    next = used
  }
  const shares = new Float64Array(numSymbols)
  let entropy = 0
  chain.forEach((branches, state) => {
    for (const { symbol, probability } of branches) {
      shares[symbol] += states[state] * probability
      entropy -= states[state] * probability * log(probability)
    }
  })
  return { entropy, shares: [...shares], states: [...states] }
}

/** The guesser that gives each symbol its share, whatever came before it: their entropy. */
export function guessShares(shares: readonly number[]): Baseline {
  const loss = shares.reduce((sum, share) => (share > 0 ? sum - share * log(share) : sum), 0)
  return { loss, formula: String.raw`-\sum_s p_s \ln p_s` }
}

/**
 * The fewest steps within which the chain, begun in `from`, comes to one of the states `to` with a probability
 * of `share` or more; at most `most`.
 */
export function stepsUntil(
  chain: Chain,
  from: number,
  to: (state: number) => boolean,
  share: number,
  most: number,
): number {
  let now = new Map([[from, 1]])
  let arrived = 0
  for (let count = 1; count < most; count++) {
    const next = new Map<number, number>()
    for (const [state, mass] of now) {
      for (const branch of chain[state]) {
        const flow = mass * branch.probability
        if (to(branch.to)) arrived += flow
        else next.set(branch.to, (next.get(branch.to) ?? 0) + flow)
      }
    }
    if (arrived >= share) return count
    now = next
  }
  return most
}
