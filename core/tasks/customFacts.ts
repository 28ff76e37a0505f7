import type { OwnGrammar, OwnSequences, OwnTask } from '../data/task'
import { log } from '../math/elementary'

/** What guessers of a person's own task lose: the best that knows nothing, and the best that is possible. */
export interface CustomFacts {
  readonly baseline: number
  readonly floor: number
}

const computed = new WeakMap<OwnTask, Map<number, CustomFacts>>()

/**
 * Computed exactly, by following all states of a grammar or by going through all listed sequences to train on;
 * once for each length.
 */
export function customFacts(task: OwnTask, seqLen: number): CustomFacts {
  const known = computed.get(task) ?? new Map<number, CustomFacts>()
  computed.set(task, known)
  const { source } = task
  const facts =
    known.get(seqLen) ??
    (source.kind === 'grammar' ? grammarFacts(task, source, seqLen) : listFacts(task, source))
  known.set(seqLen, facts)
  return facts
}

/** Entropy in nats of shares, which sum to `total`. */
function entropyOf(shares: Iterable<number>, total = 1): number {
  let sum = 0
  for (const share of shares) if (share > 0) sum -= (share / total) * log(share / total)
  return sum
}

/**
 * The baseline gives each class its share over all answers, whatever came before. What comes next is left to
 * chance where the state is known; an answer follows from the state.
 */
function grammarFacts({ at, outputs }: OwnTask, grammar: OwnGrammar, seqLen: number): CustomFacts {
  const { ways, answers } = grammar
  const states = stateShares(grammar, seqLen, at === 'end')
  const shares = new Float64Array(outputs.length)
  let chance = 0
  ways.forEach((branches, state) => {
    if (answers) shares[answers[state]] += states[state]
    else {
      for (const { symbol, probability } of branches) shares[symbol] += states[state] * probability
      chance += states[state] * entropyOf(branches.map(({ probability }) => probability))
    }
  })
  return { baseline: entropyOf(shares), floor: answers ? 0 : chance }
}

/** The share of each state after a step, over the steps 1..T or after the last one. */
function stateShares({ ways }: OwnGrammar, seqLen: number, isAtEnd: boolean): Float64Array {
  const states = new Float64Array(ways.length)
  let now = new Float64Array(ways.length)
  now[0] = 1
  for (let t = 1; t <= seqLen; t++) {
    const next = new Float64Array(ways.length)
    for (let state = 0; state < ways.length; state++) {
      if (now[state] === 0) continue
      for (const { to, probability } of ways[state]) next[to] += now[state] * probability
    }
    now = next
    if (!isAtEnd || t === seqLen) now.forEach((share, state) => (states[state] += share))
  }
  return isAtEnd ? states : states.map((share) => share / seqLen)
}

/** What was asked for so far in one group of sequences: a share by class, or the moments of the values. */
interface Group {
  mass: number
  readonly classes: Map<number, number>
  readonly sums: Float64Array
  readonly squares: Float64Array
}

/**
 * The baseline knows how often each class comes, or the mean of each column. The floor knows what the sequences
 * have that begin in the same way: of those that differ only later it cannot tell which it reads.
 */
function listFacts(
  task: OwnTask,
  { count, probabilities, inputs, targets, heldOut }: OwnSequences,
): CustomFacts {
  const { seqLen, isOfSymbols, at } = task
  const width = isOfSymbols ? 1 : task.inputs.length
  const size = isOfSymbols ? 1 : task.outputs.length
  const asked = at === 'end' ? 1 : seqLen
  const groupOf = (): Group => ({
    ...{ mass: 0, classes: new Map() },
    ...{ sums: new Float64Array(size), squares: new Float64Array(size) },
  })
  const all = groupOf()
  const groups: Group[] = []
  const nodes = new Map<string, number>()
  const add = (group: Group, share: number, row: number): void => {
    group.mass += share
    if (isOfSymbols) group.classes.set(targets[row], (group.classes.get(targets[row]) ?? 0) + share)
    for (let v = 0; v < size; v++) {
      const value = targets[row * size + v]
      group.sums[v] += share * value
      group.squares[v] += share * value * value
    }
  }
  for (let i = 0; i < count; i++) {
    if (heldOut[i] !== 0) continue
    let node = -1
    for (let t = 0; t < seqLen; t++) {
      const from = (i * seqLen + t) * width
      const key = `${node} ${inputs.subarray(from, from + width).join()}`
      node = nodes.get(key) ?? nodes.size
      nodes.set(key, node)
      const s = t - (seqLen - asked)
      if (s < 0) continue
      const row = i * asked + s
      add(all, probabilities[i], row)
      add((groups[node] ??= groupOf()), probabilities[i], row)
    }
  }
  const lossOf = (group: Group): number =>
    isOfSymbols ? entropyOf(group.classes.values(), group.mass) : spreadOf(group)
  const floor = groups.reduce((sum, group) => sum + group.mass * lossOf(group), 0)
  return { baseline: lossOf(all), floor: floor / all.mass }
}

/** The mean over columns of their variance. */
function spreadOf({ mass, sums, squares }: Group): number {
  let total = 0
  sums.forEach((sum, v) => (total += Math.max(0, squares[v] / mass - (sum / mass) ** 2)))
  return total / sums.length
}
