import type { Experiment } from '../experiment/experiment'
import { parseExperiment } from '../experiment/parse'
import { describeProblem } from '../experiment/problemText'
import { setAt } from '../fields/path'
import type { PlacedJson } from '../formats/placedJson'
import { showText } from '../text/foreign'
import { isFieldPath } from './frontMatter'
import type { Changes, LessonProblem, RunBlock } from './lesson'

/** A run of a lesson with the place of its JSON. */
export interface PlacedRun {
  readonly block: RunBlock
  readonly json: PlacedJson
}

/** The experiment of a run as a document, and where each of its fields was written. */
interface Written {
  readonly document: Record<string, unknown>
  lineOf(path: string): number
}

/**
 * Says what is wrong with the experiments of a lesson's runs: a run that goes back to itself, a field that
 * does not exist, a value that is refused.
 */
export function runProblems(runs: readonly PlacedRun[]): LessonProblem[] {
  const blocks = runs.map(({ block }) => block)
  return runs.flatMap(({ block, json }, i) => {
    const changes = [
      ...Object.keys(block.changes ?? {}).map((path) => ['changes', path] as const),
      ...Object.keys(block.twin ?? {}).map((path) => ['twin', path] as const),
    ]
    const unknown = changes.filter(([, path]) => !isFieldPath(path))
    if (unknown.length > 0) {
      return unknown.map(([key, path]) => ({
        line: json.lineOf([key, path]),
        text: `run.${key} has the field ${showText(path)}, which no experiment has`,
      }))
    }
    const chain = chainOf(blocks, i)
    if ('text' in chain) return [{ line: json.lineOf(['of']), text: chain.text }]
    return experimentProblems(block, runs, chain.indices)
  })
}

function experimentProblems(
  block: RunBlock,
  runs: readonly PlacedRun[],
  chain: readonly number[],
): LessonProblem[] {
  const { document, lineOf } = writtenBy(chain.map((i) => runs[i]!))
  for (const changes of [{}, block.twin ?? {}]) {
    const parsed = parseExperiment(withChanges(document, changes))
    if (parsed.ok) continue
    return parsed.problems.map((problem) => ({ line: lineOf(problem.path), text: describeProblem(problem) }))
  }
  return []
}

/** The runs that a run goes back to, the one with a whole experiment first, by their places. */
function chainOf(runs: readonly RunBlock[], index: number): { indices: number[] } | { text: string } {
  const indices = [index]
  for (let at = index; runs[at]!.experiment === undefined;) {
    const { of, id } = runs[at]!
    const next = of === undefined ? at - 1 : runs.findIndex((run) => run.id === of)
    if (next < 0) {
      const text =
        of === undefined
          ? 'there is no run before it whose experiment it could change'
          : `there is no run ${of}`
      return { text: `the run ${id} has changes alone, and ${text}` }
    }
    if (indices.includes(next)) {
      return { text: `the run ${runs[index]!.id} goes back to itself: ${cycle(runs, indices, next)}` }
    }
    indices.unshift(next)
    at = next
  }
  return { indices }
}

function cycle(runs: readonly RunBlock[], indices: readonly number[], next: number): string {
  return [...indices.toReversed(), next].map((i) => runs[i]!.id).join(' → ')
}

function writtenBy(chain: readonly PlacedRun[]): Written {
  const [first, ...others] = chain as readonly [PlacedRun, ...PlacedRun[]]
  let document = withChanges(first.block.experiment!, {})
  for (const { block } of others) document = withChanges(document, block.changes ?? {})
  return {
    document,
    lineOf(path) {
      const last = chain.at(-1)!
      const place = others.findLast(({ block }) => Object.hasOwn(block.changes ?? {}, path))
      if (place === last) return last.json.lineOf(['changes', path])
      if (last === first) return first.json.lineOf(['experiment', ...path.split('.')])
      return last.block.line
    },
  }
}

/** A document with values put at dotted paths. The document itself is not changed. */
export function withChanges(
  document: Readonly<Record<string, unknown>>,
  changes: Changes,
): Record<string, unknown> {
  const copy = JSON.parse(JSON.stringify(document)) as Record<string, unknown>
  for (const [path, value] of Object.entries(changes)) setAt(copy, path, value)
  return copy
}

/**
 * The experiment of one of a lesson's runs, with a learner's seed where it leaves that open, and what a
 * learner changes in it.
 * @throws if the lesson was refused: `runProblems` says why.
 */
export function experimentOf(
  runs: readonly RunBlock[],
  id: string,
  { seed, changes = {} }: { readonly seed: number; readonly changes?: Changes | undefined },
): Experiment {
  const [name = '', isTwin] = [id.replace(/\.twin$/, ''), id.endsWith('.twin')]
  const index = runs.findIndex((run) => run.id === name)
  const chain = index < 0 ? { text: `there is no run ${id}` } : chainOf(runs, index)
  if ('text' in chain) throw new Error(chain.text)
  const [first, ...others] = chain.indices.map((i) => runs[i]!)
  let document = withChanges(first!.experiment!, {})
  for (const run of others) document = withChanges(document, run.changes ?? {})
  const run = runs[index]!
  if (isTwin) document = withChanges(document, run.twin ?? {})
  setAt(document, 'train.seed', run.seed === 'learner' ? seed : run.seed)
  const parsed = parseExperiment(withChanges(document, changes))
  if (!parsed.ok) throw new Error(parsed.problems.map(describeProblem).join('; '))
  return parsed.value
}
