import type { ShownBlock, ShownBlockOf, ShownLesson } from '../contract/lessons'
import type { ViewName } from '../contract/views'
import { withoutDefaults } from '../experiment/withoutDefaults'
import { secondsOf } from './cost'
import { numberOf } from './judge'
import type { Block, CheckBlock, FigureBlock, Lesson, PredictBlock, RunBlock, Step } from './lesson'
import { runAskedBy, runsOf } from './parse'
import type { Probe } from './probe'
import { writeProbe } from './probe'
import { experimentOf } from './runs'
import type { Translation } from './translation'

/** The views that probes read, where a run does not keep them by itself too. */
export const probeViews: Partial<Record<Probe['name'], ViewName>> = {
  ...{ verdict: 'jacobian', gain: 'jacobian', factorPerStep: 'jacobian' },
  ...{ gradH: 'flow', gate: 'gates', memoryLength: 'memory', stateNorm: 'states' },
}

/** A lesson with its translation, if it is shown in another language than its own. */
export interface Told {
  readonly lesson: Lesson
  readonly translation: Translation | null
}

/**
 * A lesson as a window shows it: its words in the language of the translation, and every reference resolved by
 * the lesson's own file. Seeds do not show, so a learner's seat is of no account here.
 */
export function shownLesson({ lesson, translation }: Told): ShownLesson {
  const words = translation?.lesson ?? lesson
  return {
    id: lesson.id,
    title: words.title,
    minutes: lesson.minutes,
    book: words.book ?? null,
    language: words.language,
    show: [...(lesson.show ?? [])],
    lock: [...(lesson.lock ?? [])],
    steps: lesson.steps.map((step, i) => ({
      id: step.id,
      title: words.steps[i]!.title,
      isStale: translation?.stale.includes(step.id) ?? false,
      isUntranslated: translation?.missing.includes(step.id) ?? false,
      blocks: shownBlocks(lesson, step, words.steps[i]!),
    })),
  }
}

/** Prose is the translation's own; the other blocks are the same ones in both, in their order. */
function shownBlocks(lesson: Lesson, step: Step, words: Step): ShownBlock[] {
  const originals = step.blocks.filter((block) => block.kind !== 'prose')
  let next = 0
  return words.blocks.map((block) =>
    block.kind === 'prose'
      ? { kind: 'prose', markdown: block.markdown }
      : shownBlock(lesson, block, originals[next++]!),
  )
}

type Fenced = Exclude<Block, { kind: 'prose' }>

function shownBlock(lesson: Lesson, block: Fenced, original: Fenced): ShownBlock {
  switch (block.kind) {
    case 'run':
      return shownRun(lesson, block)
    case 'figure':
      return shownFigure(lesson, original as FigureBlock)
    case 'predict':
      return {
        ...{ kind: 'predict', id: block.id, type: block.type, ask: block.ask },
        options: block.options ? [...block.options] : null,
        answer: typeof block.answer === 'object' ? [...block.answer] : (block.answer ?? null),
        run: runMarking(lesson, original as PredictBlock),
        ...{ right: block.right ?? null, wrong: block.wrong ?? null },
      }
    case 'choice':
      return {
        ...{ kind: 'choice', id: block.id, ask: block.ask },
        options: block.options.map(({ text, because, right }) => ({ text, because, right: right === true })),
      }
    case 'check':
      return shownCheck(lesson, block, original as CheckBlock)
    case 'code':
      return { kind: 'code', symbol: block.symbol, mark: block.mark ? [...block.mark] : null }
    case 'write':
      return { kind: 'write', id: block.id, ask: block.ask }
  }
}

function shownRun(lesson: Lesson, block: RunBlock): ShownBlockOf<'run'> {
  const checks = questionsOf(lesson).filter(
    (each): each is CheckBlock => each.kind === 'check' && runAskedBy(lesson, each) === block.id,
  )
  const isFree = (path: string) => !lesson.lock?.includes(path)
  const changed = checks.flatMap(({ solution }) => Object.keys(solution?.changes ?? {}))
  const tuned = checks.flatMap(({ solution }) => (solution?.tuning ?? []).flatMap(Object.keys))
  const experiment = experimentOf(runsOf(lesson), block.id, { seed: 0 })
  return {
    ...{ kind: 'run', id: block.id, speed: block.speed ?? null, seconds: secondsOf(experiment) },
    settings: settingsOf(experiment),
    twin: block.twin ? { ...block.twin } : null,
    editable: [...new Set(changed)].filter(isFree),
    tunable: [...new Set(tuned)].filter((path) => path !== 'update' && isFree(path)),
    predictions: predictionsBefore(lesson, block.id).map(({ id }) => id),
    views: viewsOf(lesson, block.id),
  }
}

/** What differs from the defaults, by path, but for what every lesson sets for speed. */
export function settingsOf(
  experiment: Parameters<typeof withoutDefaults>[0],
): Record<string, string | number | boolean | null> {
  const flat: Record<string, string | number | boolean | null> = {}
  for (const [group, fields] of Object.entries(withoutDefaults(experiment))) {
    for (const [name, value] of Object.entries(fields as Record<string, unknown>)) {
      if (typeof value === 'object' && value !== null) {
        for (const [inner, each] of Object.entries(value)) flat[`${group}.${name}.${inner}`] = each as never
      } else flat[`${group}.${name}`] = value as never
    }
  }
  delete flat['train.dtype']
  delete flat['train.seed']
  return flat
}

function shownFigure(lesson: Lesson, block: FigureBlock): ShownBlockOf<'figure'> {
  const runs = runsOf(lesson)
  const all = lesson.steps.flatMap(({ blocks }) => blocks)
  const before = all.slice(0, all.indexOf(block)).findLast((each) => each.kind === 'run')
  const run = block.run ?? before?.id ?? null
  const example = run ?? runs[0]?.id
  const task = example === undefined ? null : experimentOf(runs, example, { seed: 0 }).task.name
  return { kind: 'figure', view: block.view, run, task, t: block.t ?? null, part: block.part ?? 'part4' }
}

function shownCheck(lesson: Lesson, block: CheckBlock, original: CheckBlock): ShownBlockOf<'check'> {
  const names = ['atMost', 'atLeast', 'above', 'below', 'between', 'is'] as const
  const is = names.find((name) => block[name] !== undefined) ?? 'is'
  const value = block[is]!
  const run = runAskedBy(lesson, original)
  const isBaseline = typeof value === 'string' && value.includes('baseline')
  const experiment = isBaseline && run ? experimentOf(runsOf(lesson), run, { seed: 0 }) : null
  return {
    ...{ kind: 'check', id: block.id, run, probe: writeProbe(block.probe) },
    bound: { is, value: Array.isArray(value) ? value.join(' … ') : String(value) },
    limit: experiment ? numberOf(value as string, { experiment }) : null,
    ...{ when: block.when, after: block.after ?? null, before: block.before ?? null },
    hint: block.hint ?? null,
  }
}

type Asking = Extract<Block, { kind: 'predict' | 'choice' | 'check' | 'write' }>

/** Everything that a lesson asks, in its order. */
export function questionsOf(lesson: Lesson): Asking[] {
  return lesson.steps
    .flatMap(({ blocks }) => blocks)
    .filter((block): block is Asking => ['predict', 'choice', 'check', 'write'].includes(block.kind))
}

/**
 * The run that a prediction is marked after: the one that its probe reads, or else the next in its step, since
 * it is made before that. Null where it can be marked at once.
 */
export function runMarking(lesson: Lesson, block: PredictBlock): string | null {
  if (block.probe || block.run !== undefined) return runAskedBy(lesson, block)
  const step = lesson.steps.find(({ blocks }) => blocks.includes(block))
  const behind = step?.blocks.slice(step.blocks.indexOf(block)).find((each) => each.kind === 'run')
  return behind?.id ?? null
}

/** The predictions that have to be made before a run begins: those that stand before it and are about it. */
export function predictionsBefore(lesson: Lesson, run: string): PredictBlock[] {
  const all = lesson.steps.flatMap(({ blocks }) => blocks)
  const at = all.findIndex((block) => block.kind === 'run' && block.id === run)
  return all
    .slice(0, at)
    .filter((block): block is PredictBlock => block.kind === 'predict')
    .filter((block) => runMarking(lesson, block)?.replace(/\.twin$/, '') === run)
}

/** The views that whatever is asked of a run, or of its twin, needs. */
export function viewsOf(lesson: Lesson, run: string): ViewName[] {
  const views = questionsOf(lesson).flatMap((block) => {
    if (block.kind !== 'check' && block.kind !== 'predict') return []
    if (!block.probe || runAskedBy(lesson, block)?.replace(/\.twin$/, '') !== run) return []
    return probeViews[block.probe.name] ?? []
  })
  return [...new Set(views)].sort()
}

/** The words of a question by which its answers know it: asked otherwise it is another question. */
export function questionKey(block: Asking): string {
  return JSON.stringify({ ...block, line: 0 })
}
