import type { ViewName } from '../../core/contract/views'
import type { RunFacts } from '../../core/lessons/facts'
import { factsOf } from '../../core/lessons/facts'
import { holdsInRun, judgeCheck, measured } from '../../core/lessons/judge'
import type { CheckBlock, Lesson, PredictBlock, Solution } from '../../core/lessons/lesson'
import { runAskedBy, runsOf } from '../../core/lessons/parse'
import { experimentOf } from '../../core/lessons/runs'
import { probeViews } from '../../core/lessons/shown'
import { canonicalJson } from '../../core/sweep/canonical'
import { playRun, type Play, type Spawn } from './playRun'

/** What a check or a prediction came to with one seed. */
export interface SeedOutcome {
  readonly seed: number
  /** False: what the lesson says is not so. Null: it only asks what the run did. */
  readonly holds: boolean | null
  /** What the run did; null where it has no such value. */
  readonly value: number | string | boolean | null
  /** Updates after which it was so. */
  readonly updates: number | null
}

/** What a check or a prediction came to. */
export interface BlockOutcome {
  readonly step: string
  readonly id: string
  readonly kind: 'check' | 'predict'
  readonly line: number
  readonly seeds: readonly SeedOutcome[]
  /** Seconds of its run, the longest of all seeds. */
  readonly seconds: number
}

export interface CheckOptions {
  readonly seeds: readonly number[]
  readonly spawn: Spawn
  /** How many runs train at a time. */
  readonly atOnce: number
  /** Hears how every check and prediction came out, in the order of the lesson. */
  told(outcome: BlockOutcome): void
  /** Nothing more is begun. */
  readonly isCancelled: () => boolean
}

type Asked = CheckBlock | PredictBlock

/** Plays every run that a lesson asks something of, with its solution, once for every seed. */
export async function checkLesson(lesson: Lesson, { told, ...options }: CheckOptions): Promise<void> {
  const player = createPlayer(lesson, options)
  const asked = lesson.steps.flatMap(({ id, blocks }) =>
    blocks
      .filter(
        (block): block is Asked => block.kind === 'check' || (block.kind === 'predict' && !!block.probe),
      )
      .map((block) => ({ step: id, block })),
  )
  // Runs that are asked several things are played once, so all may begin at once.
  const outcomes = asked.map(async ({ step, block }): Promise<BlockOutcome> => {
    const played = await Promise.all(options.seeds.map((seed) => player.play(block, seed)))
    return {
      ...{ step, id: block.id, kind: block.kind, line: block.line },
      seeds: played.map(({ facts }, i) => outcomeOf(block, options.seeds[i]!, facts)),
      seconds: Math.max(...played.map(({ seconds }) => seconds)),
    }
  })
  // Where several fail, as all do that have not begun when it is given up, the first one tells.
  for (const outcome of outcomes) outcome.catch(() => undefined)
  for (const outcome of outcomes) told(await outcome)
}

function outcomeOf(block: Asked, seed: number, facts: RunFacts): SeedOutcome {
  if (block.kind === 'check') {
    const { isMet, fact } = judgeCheck(block, facts)
    return { seed, holds: isMet, value: fact?.value ?? null, updates: fact?.updates ?? null }
  }
  const holds = holdsInRun(block, facts)
  const value = measured(block, facts)
  const moment = { when: block.when ?? 'end', after: block.after, before: block.before } as const
  const fact = factsOf(facts, block.probe!, moment).at(-1)
  return { seed, holds: value === null ? false : holds, value, updates: fact?.updates ?? null }
}

interface Played {
  readonly facts: RunFacts
  readonly seconds: number
}

/** Plays runs, so many at a time, and each of them once. */
function createPlayer(lesson: Lesson, { spawn, atOnce, isCancelled }: Omit<CheckOptions, 'told'>) {
  const runs = runsOf(lesson)
  const played = new Map<string, Promise<Played>>()
  const waiting: (() => void)[] = []
  let numPlaying = 0

  async function limited(play: Play): Promise<Played> {
    if (numPlaying >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    numPlaying++
    try {
      if (isCancelled()) throw new CancelledError()
      const begun = performance.now()
      const facts = await playRun(play, spawn)
      return { facts, seconds: (performance.now() - begun) / 1000 }
    } finally {
      numPlaying--
      waiting.shift()?.()
    }
  }

  return {
    async play(block: Asked, seed: number): Promise<Played> {
      const solution: Solution = (block.kind === 'check' ? block.solution : undefined) ?? {}
      const experiment = experimentOf(runs, runAskedBy(lesson, block)!, { seed, changes: solution.changes })
      const views = viewsFor(lesson, block)
      const play = { experiment, tuning: solution.tuning, views }
      const key = canonicalJson({ experiment, tuning: solution.tuning ?? [], views })
      let its = played.get(key)
      if (!its) played.set(key, (its = limited(play)))
      const { facts, seconds } = await its
      return { facts: { ...facts, visits: new Set(solution.visits ?? []) }, seconds }
    },
  }
}

/** Views that whatever is asked of the same run needs, so that it is played once. */
function viewsFor(lesson: Lesson, block: Asked): ViewName[] {
  const run = runAskedBy(lesson, block)
  const all = lesson.steps
    .flatMap(({ blocks }) => blocks)
    .filter((each): each is Asked => each.kind === 'check' || each.kind === 'predict')
    .filter((each) => each.probe && runAskedBy(lesson, each) === run)
  return [...new Set(all.flatMap(({ probe }) => probeViews[probe!.name] ?? []))].sort()
}

/** Ends a check that was cancelled. */
export class CancelledError extends Error {}
