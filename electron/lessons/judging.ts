import type { CheckState, LessonProgress } from '../../core/contract/lessons'
import { runAskedBy } from '../../core/lessons/parse'
import type { Lesson } from '../../core/lessons/lesson'
import { questionsOf, runMarking } from '../../core/lessons/shown'
import { markOf, standingOf } from '../../core/lessons/standing'
import type { Run, RunListener } from '../runs/run'
import { createLiveRun, isOver, liveFacts, type LiveRun } from './liveFacts'

/** Between two looks at a run that trains, at least so long, and so many times what the last look took. */
const INTERVAL_MS = 250
const SHARE = 20

export interface Judging {
  visited(runId: string, place: string): void
  /** Forgets what checks of a run came to, since it is begun anew; what was met stays met. */
  reopen(lesson: Lesson, run: string): void
  /** Judges every run of a lesson that is here. */
  lookAgain(): void
  readonly listener: RunListener
  dispose(): void
}

export interface JudgingOptions {
  /** A run of the catalog. */
  get(runId: string): Run | null
  lessonOf(id: string): Lesson | null
  /** By lesson. Written to here. */
  progress(): Record<string, LessonProgress>
  /** Something has come out. */
  judged(lesson: Lesson): void
}

/** Holds a learner's runs against what the lessons ask of them, while they train. */
export function createJudging({ get, lessonOf, progress, judged }: JudgingOptions): Judging {
  const live = new Map<string, LiveRun>()
  const due = new Map<string, ReturnType<typeof setTimeout>>()

  /** The run as one of a lesson's, also where it was begun when the app last ran. */
  function liveOf(runId: string): LiveRun | null {
    const known = live.get(runId)
    if (known) return known
    for (const [lesson, { runs }] of Object.entries(progress())) {
      const name = Object.keys(runs).find((each) => runs[each] === runId)
      if (name === undefined) continue
      const found = createLiveRun(lesson, name)
      live.set(runId, found)
      return found
    }
    return null
  }

  function judge(run: Run): void {
    due.delete(run.runId)
    const its = liveOf(run.runId)
    const lesson = its && lessonOf(its.lesson)
    const kept = its && progress()[its.lesson]
    if (!lesson || !kept || kept.runs[its.name] !== run.runId || run.log.length === 0) return
    if (take(lesson, its, run, kept)) judged(lesson)
  }

  function take(lesson: Lesson, its: LiveRun, run: Run, kept: LessonProgress): boolean {
    const facts = liveFacts(run, its)
    const over = isOver(run)
    let hasChanged = false
    for (const block of questionsOf(lesson)) {
      if (block.kind === 'check' && runAskedBy(lesson, block) === its.name) {
        const before = kept.checks[block.id]
        if (before?.state === 'met') continue
        const now = standingOf(block, facts, over)
        if (isSame(before, now)) continue
        kept.checks = { ...kept.checks, [block.id]: now }
        hasChanged = true
      }
      const answer = block.kind === 'predict' ? kept.answers[block.id] : undefined
      if (block.kind !== 'predict' || !answer || answer.isRight !== null) continue
      if (runMarking(lesson, block) !== its.name || typeof answer.value === 'string') continue
      const mark = markOf(block, answer.value, facts, over)
      if (mark.isRight === null) continue
      // Of a choice the run itself says nothing before it is over.
      if (!block.probe && !over) continue
      kept.answers = { ...kept.answers, [block.id]: { ...answer, ...mark } }
      hasChanged = true
    }
    return hasChanged
  }

  let waitMs = INTERVAL_MS

  function soon(run: Run): void {
    if (due.has(run.runId) || !liveOf(run.runId)) return
    const look = () => {
      const begun = performance.now()
      judge(run)
      waitMs = Math.max(INTERVAL_MS, SHARE * (performance.now() - begun))
    }
    due.set(run.runId, setTimeout(look, waitMs))
  }

  function now(run: Run): void {
    clearTimeout(due.get(run.runId))
    judge(run)
  }

  return {
    visited(runId, place) {
      const run = get(runId)
      const its = run && liveOf(runId)
      if (!its) return
      its.visited(place)
      now(run)
    },
    reopen(lesson, run) {
      const kept = progress()[lesson.id]
      if (!kept) return
      const isOf = (id: string) => {
        const block = questionsOf(lesson).find((each) => each.id === id)
        return block?.kind === 'check' && runAskedBy(lesson, block)?.replace(/\.twin$/, '') === run
      }
      const checks = Object.entries(kept.checks).filter(([id, { state }]) => state === 'met' || !isOf(id))
      kept.checks = Object.fromEntries(checks)
    },
    lookAgain() {
      for (const { runs } of Object.values(progress())) {
        for (const runId of Object.values(runs)) {
          const run = get(runId)
          if (run) now(run)
        }
      }
    },
    listener: {
      logged: soon,
      changed: soon,
      observed(run, observation) {
        liveOf(run.runId)?.observed(observation)
        soon(run)
      },
      ended: now,
    },
    dispose() {
      due.forEach((timer) => clearTimeout(timer))
    },
  }
}

const isSame = (before: CheckState | undefined, now: CheckState): boolean =>
  before?.state === now.state && before.updates === now.updates && Object.is(before.value, now.value)
