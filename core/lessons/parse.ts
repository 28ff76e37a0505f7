import { showText } from '../text/foreign'
import { readBlock, readFence } from './blocks'
import { readFrontMatter } from './frontMatter'
import {
  MOST_CHARACTERS,
  MOST_STEPS,
  type Block,
  type CheckBlock,
  type Lesson,
  type LessonProblem,
  type PredictBlock,
  type RunBlock,
  type Step,
} from './lesson'
import { runProblems, type PlacedRun } from './runs'
import { blockKinds, ID_FORM } from './schema'
import { outlineOf, type Section } from './sections'
import { termLinkProblems } from './termLinks'

/** A lesson, or what is wrong with the file that should have been one, in the order of its lines. */
export type ParsedLesson =
  | { readonly ok: true; readonly lesson: Lesson }
  | { readonly ok: false; readonly problems: readonly LessonProblem[] }

/** Reads a lesson's own file. Everything that is wrong is told at once. */
export function parseLesson(text: string): ParsedLesson {
  if (text.length > MOST_CHARACTERS) {
    return refused([{ line: 1, text: `the file has more than ${MOST_CHARACTERS} characters` }])
  }
  const outline = outlineOf(text, blockKinds)
  const problems = [...outline.problems, ...termLinkProblems(text)]
  const front = readFrontMatter(outline.front, problems)
  if (outline.sections.length > MOST_STEPS) {
    const { line } = outline.sections[MOST_STEPS]!
    return refused([
      ...problems,
      { line, text: `${outline.sections.length} steps: expected at most ${MOST_STEPS}` },
    ])
  }
  if (outline.sections.length === 0) problems.push({ line: 1, text: 'no steps: expected ## Title {#id}' })
  const runs: PlacedRun[] = []
  const steps = outline.sections.map((section) => stepOf(section, runs, problems))
  problems.push(...idProblems(steps), ...runProblems(runs), ...referenceProblems(steps, runs))
  return problems.length > 0 ? refused(problems) : { ok: true, lesson: { ...front, steps } }
}

function refused(problems: readonly LessonProblem[]): ParsedLesson {
  return { ok: false, problems: problems.toSorted((a, b) => a.line - b.line) }
}

function stepOf({ title, id, line, segments }: Section, runs: PlacedRun[], problems: LessonProblem[]): Step {
  const expected = 'expected ## Title {#id}, an id of small letters, digits and hyphens'
  if (!ID_FORM.test(id))
    problems.push({ line, text: `the step ${showText(title)} has no fit id: ${expected}` })
  const blocks = segments.flatMap(({ prose, fence }): Block[] => {
    if (prose) return [{ kind: 'prose', ...prose }]
    const block = readBlock(fence!, problems)
    if (!block) return []
    if (block.kind !== 'run') return [block]
    // A step has one run as a rule, which then goes by the step's name.
    const run: RunBlock = { ...block, id: (block as { id?: string }).id ?? id }
    runs.push({ block: run, json: readFence(fence!, [])! })
    return [run]
  })
  return { id, title, line, blocks }
}

/** Ids that stand twice: those of steps, those of runs, those of what is asked. */
function idProblems(steps: readonly Step[]): LessonProblem[] {
  const blocks = steps.flatMap((step) => step.blocks)
  const runs = blocks.filter((block) => block.kind === 'run')
  const asked = blocks.filter((block) => 'id' in block && block.kind !== 'run') as {
    id: string
    line: number
  }[]
  return [...twice(steps, 'step'), ...twice(runs, 'run'), ...twice(asked, 'id')]
}

function twice(
  parts: readonly { readonly id: string; readonly line: number }[],
  what: string,
): LessonProblem[] {
  const first = new Map<string, number>()
  return parts.flatMap(({ id, line }) => {
    const known = first.get(id)
    if (known === undefined) first.set(id, line)
    return known === undefined
      ? []
      : [{ line, text: `the ${what} ${showText(id)} stands in line ${known} already` }]
  })
}

/** Runs that are named and not there, and what is asked of a run where there is none. */
function referenceProblems(steps: readonly Step[], runs: readonly PlacedRun[]): LessonProblem[] {
  const ids = new Set(runs.flatMap(({ block: { id, twin } }) => (twin ? [id, `${id}.twin`] : [id])))
  let hasRun = false
  return steps
    .flatMap((step) => step.blocks)
    .flatMap((block): LessonProblem[] => {
      if (block.kind === 'run') hasRun = true
      const named = 'run' in block ? block.run : undefined
      if (named !== undefined && !ids.has(named)) {
        return [{ line: block.line, text: `${block.kind}.run is ${named}: there is no such run` }]
      }
      // A prediction stands before the run that it is about.
      const asks = block.kind === 'check' || (block.kind === 'predict' && block.probe !== undefined)
      const isBefore = block.kind === 'predict' && ids.size > 0
      if (!asks || named !== undefined || hasRun || isBefore) return []
      return [{ line: block.line, text: `${block.kind} asks of a run: there is none before it` }]
    })
}

/** The runs of a lesson in their order. */
export function runsOf(lesson: Lesson): RunBlock[] {
  return lesson.steps.flatMap((step) => step.blocks).filter((block) => block.kind === 'run')
}

/**
 * The run that a question is about: the one that it names, else the next in its step, since a prediction stands
 * before its run, else the one before it. Null where the lesson has none.
 */
export function runAskedBy(lesson: Lesson, block: PredictBlock | CheckBlock): string | null {
  if (block.run !== undefined) return block.run
  const step = lesson.steps.find(({ blocks }) => blocks.includes(block))
  const isRun = (each: Block): each is RunBlock => each.kind === 'run'
  const behind = step?.blocks.slice(step.blocks.indexOf(block)).find(isRun)
  if (block.kind === 'predict' && behind) return behind.id
  const all = lesson.steps.flatMap(({ blocks }) => blocks)
  return (all.slice(0, all.indexOf(block)).findLast(isRun) ?? behind)?.id ?? null
}
