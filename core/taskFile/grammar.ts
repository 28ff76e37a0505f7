import { reason, type Reason } from '../contract/reasons'
import type { GrammarWay, OwnGrammar } from '../data/task'
import { showText, showValue } from '../text/foreign'
import type { Path, Report } from './report'
import type { GrammarPart, TaskFile } from './schema'

/** Written probabilities are rounded: 0.333, 0.333, 0.333 sum to 1. */
const ROUNDING = 0.0015

/** A grammar, and the classes of its answers in the order in which they come first. */
export interface ReadGrammar {
  readonly grammar: OwnGrammar
  readonly outputs: readonly string[]
}

/**
 * Checks what a schema cannot say: names that are not there, two branches with one symbol, probabilities that
 * do not sum to 1, a state that is never reached, an end that never comes. Null where something is wrong.
 */
export function readGrammar(
  part: GrammarPart,
  { alphabet, target }: { readonly alphabet: readonly string[]; readonly target: TaskFile['target'] },
  report: Report,
): ReadGrammar | null {
  const names = namesFrom(part)
  if (!Object.hasOwn(part.states, part.start)) {
    report.refuse(['grammar', 'start'], part.start, anyOf(Object.keys(part.states)))
    return null
  }
  checkBranches(part, names, alphabet, report)
  if (!report.isEmpty) return null
  checkReached(part, report)
  checkEnds(part, report)
  const outputs = target === 'next' ? [...alphabet] : answersOf(part, names, report)
  if (target === 'next') refuseAnswers(part, report)
  if (!report.isEmpty) return null
  const first = waysOf(part, part.start, names, alphabet)
  const ways = names.map((name) => {
    const own = waysOf(part, name, names, alphabet)
    return own.length > 0 ? own : first
  })
  const answers = target === 'next' ? null : names.map((name) => outputs.indexOf(part.states[name]!.answer!))
  return { grammar: { kind: 'grammar', states: names, ways, answers }, outputs }
}

/** The states' names, that of the start first. */
function namesFrom({ start, states }: GrammarPart): string[] {
  return [start, ...Object.keys(states).filter((name) => name !== start)]
}

const MOST_LISTED = 12
/** As it stands in a file. */
export const ANSWER = '"target": "answer"'
export const NEXT = '"target": "next"'

/** That one of these was expected. */
export function anyOf(names: readonly string[]): Reason {
  const shown = names.slice(0, MOST_LISTED).map((name) => showText(name))
  return reason('expectedValues', {
    values: [...shown, ...(names.length > MOST_LISTED ? ['…'] : [])].join(', '),
  })
}

function branchesOf({ states }: GrammarPart, name: string) {
  return states[name]?.next ?? []
}

function waysOf(
  part: GrammarPart,
  name: string,
  names: readonly string[],
  alphabet: readonly string[],
): GrammarWay[] {
  const branches = branchesOf(part, name)
  const total = branches.reduce((sum, { probability = 1 }) => sum + probability, 0)
  return branches.map(({ symbol, to, probability = 1 }) => ({
    symbol: alphabet.indexOf(symbol),
    to: names.indexOf(to),
    probability: probability / total,
  }))
}

function checkBranches(
  part: GrammarPart,
  names: readonly string[],
  alphabet: readonly string[],
  report: Report,
): void {
  for (const name of names) {
    const branches = branchesOf(part, name)
    const path = ['grammar', 'states', name, 'next']
    branches.forEach(({ symbol, to }, i) => {
      const isNew = branches.findIndex((other) => other.symbol === symbol) === i
      if (!alphabet.includes(symbol)) report.refuse([...path, i, 'symbol'], symbol, anyOf(alphabet))
      if (!Object.hasOwn(part.states, to)) report.refuse([...path, i, 'to'], to, anyOf(names))
      if (!isNew) report.refuse([...path, i, 'symbol'], symbol, reason('expectedOtherSymbol'))
    })
    checkProbabilities(branches, path, report)
  }
  if (branchesOf(part, part.start).length === 0) {
    report.add(['grammar', 'states', part.start], (place) => reason('noBranches', { place }))
  }
}

function checkProbabilities(branches: ReturnType<typeof branchesOf>, path: Path, report: Report): void {
  const given = branches.filter(({ probability }) => probability !== undefined)
  if (given.length === 0) return
  if (given.length < branches.length) {
    const i = branches.findIndex(({ probability }) => probability === undefined)
    return report.add([...path, i], (place) => reason('noProbability', { place }))
  }
  const sum = branches.reduce((total, { probability }) => total + probability!, 0)
  if (Math.abs(sum - 1) > ROUNDING) {
    report.add(path, (place) => reason('probabilitySum', { place, sum: Number(sum.toPrecision(6)) }))
  }
}

/** All that can be come to from some states along branches, or against them. */
function closure(from: readonly string[], onwards: (name: string) => readonly string[]): Set<string> {
  const found = new Set(from)
  for (const name of found) for (const other of onwards(name)) found.add(other)
  return found
}

function checkReached(part: GrammarPart, report: Report): void {
  const reached = closure([part.start], (name) => branchesOf(part, name).map(({ to }) => to))
  for (const name of Object.keys(part.states)) {
    if (reached.has(name)) continue
    const start = showValue(part.start)
    report.add(['grammar', 'states', name], (place) => reason('neverReached', { place, start }))
  }
}

/** That from every state a string can still end, unless it is not meant to. */
function checkEnds(part: GrammarPart, report: Report): void {
  if (part.endless === true) return
  const names = Object.keys(part.states)
  const before = new Map(names.map((name) => [name, [] as string[]]))
  for (const name of names) for (const { to } of branchesOf(part, name)) before.get(to)!.push(name)
  const ends = names.filter((name) => branchesOf(part, name).length === 0)
  const ending = closure(ends, (name) => before.get(name)!)
  const stuck = namesFrom(part).find((name) => !ending.has(name))
  if (stuck === undefined) return
  report.add(['grammar', 'states', stuck], (place) => reason('neverEnds', { place, key: '"endless": true' }))
}

/** The answers, in the order in which they come first. Each state needs one, and there must be two. */
function answersOf({ states }: GrammarPart, names: readonly string[], report: Report): string[] {
  const answers = new Set<string>()
  for (const name of names) {
    const { answer } = states[name]!
    if (answer === undefined) {
      report.add(['grammar', 'states', name], (place) => reason('noAnswer', { place, key: ANSWER }))
    } else answers.add(answer)
  }
  if (report.isEmpty && answers.size < 2) {
    report.add(['grammar', 'states'], (place) => reason('oneAnswer', { place }))
  }
  return [...answers]
}

function refuseAnswers({ states }: GrammarPart, report: Report): void {
  const name = Object.keys(states).find((each) => states[each]!.answer !== undefined)
  if (name === undefined) return
  report.add(['grammar', 'states', name, 'answer'], (place) => reason('uselessKey', { place, other: NEXT }))
}
