import type { LessonOutcome } from '../../core/contract/lessons'
import type { Lesson } from '../../core/lessons/lesson'
import { CancelledError, checkLesson, type BlockOutcome } from './checkLesson'
import type { Spawn } from './playRun'

/** Seeds that every lesson is proved on. */
export const PROVED_SEEDS = [0, 1, 2, 3, 4] as const

/** Proves lessons for the windows, one at a time, beside what trains there. */
export interface Checking {
  /** Resolves with whether it came to its end: it is given up when another one begins, or by `cancel`. */
  check(lesson: Lesson): Promise<boolean>
  cancel(): void
}

export interface CheckingOptions {
  readonly spawn: Spawn
  checked(lesson: string, outcome: LessonOutcome): void
}

export function createChecking({ spawn, checked }: CheckingOptions): Checking {
  let current: symbol | null = null

  return {
    async check(lesson) {
      const own = (current = Symbol(lesson.id))
      const isCancelled = () => current !== own
      try {
        await checkLesson(lesson, {
          ...{ seeds: PROVED_SEEDS, spawn, atOnce: 1, isCancelled },
          told: (outcome) => {
            if (!isCancelled()) checked(lesson.id, outcomeOf(outcome))
          },
        })
        return !isCancelled()
      } catch (error) {
        if (error instanceof CancelledError) return false
        throw error
      }
    },
    cancel() {
      current = null
    },
  }
}

function outcomeOf({ step, id, kind, seeds, seconds }: BlockOutcome): LessonOutcome {
  const isAsked = seeds.every(({ holds }) => holds === null)
  return {
    ...{ step, id, kind, seconds },
    holds: isAsked ? null : seeds.filter(({ holds }) => holds !== false).length,
    values: seeds.map(({ seed, value, holds }) => ({ seed, value, holds })),
  }
}
