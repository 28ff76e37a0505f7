import type { Step } from '../../../core/lessons/lesson'
import { stepDigest } from '../../../core/lessons/translation'
import { writeNumber } from '../../../core/text/number'
import type { BlockOutcome, SeedOutcome } from '../../lessons/checkLesson'
import type { LessonFiles } from '../../lessons/lessonFiles'
import type { Io } from '../io'

/** Prints how a lesson's checks and predictions came out. */
export function createLessonOutput(
  io: Io,
  { lesson, translations }: LessonFiles,
  { isJson, numSeeds }: { readonly isJson: boolean; readonly numSeeds: number },
) {
  let allHold = true
  let step: Step | null = null

  /** A step as a translation names it when it is up to date. */
  function withDigest(id: string): string {
    return `{#${id} of=${stepDigest(lesson.steps.find((each) => each.id === id)!)}}`
  }

  const words = translations.map(({ translation: { lesson: its, missing, stale } }) => ({
    ...{ language: its.language, missing, stale },
  }))

  return {
    get allHold() {
      return allHold
    },

    outcome(outcome: BlockOutcome): void {
      const failing = outcome.seeds.filter(({ holds }) => holds === false)
      if (failing.length > 0) allHold = false
      if (isJson) {
        const { seeds, ...rest } = outcome
        const holds = seeds.filter((each) => each.holds === true).length
        const isAsked = seeds.every((each) => each.holds === null)
        const line = {
          type: 'outcome',
          ...rest,
          holds: isAsked ? null : holds,
          of: seeds.length,
          ...rangeOf(seeds),
          seeds,
        }
        return void io.write(`${JSON.stringify(line)}\n`)
      }
      if (outcome.step !== step?.id) {
        step = lesson.steps.find(({ id }) => id === outcome.step) ?? null
        io.write(`${step?.title ?? ''} (${outcome.step})\n`)
      }
      const name = `  ${outcome.kind} ${outcome.id}`.padEnd(36)
      io.write(
        `${name}  ${verdictOf(outcome, failing).padEnd(14)}  ${valuesOf(outcome.seeds)}, ${seconds(outcome)}\n`,
      )
      for (const { seed, value, updates } of failing) {
        const when = updates === null ? '' : ` after ${updates} updates`
        io.write(`    seed ${seed}: ${value === null ? 'no such value' : `${shown(value)}${when}`}\n`)
      }
    },

    end(): void {
      if (isJson) {
        return void io.write(
          `${JSON.stringify({ type: 'lesson', id: lesson.id, allHold, translations: words })}\n`,
        )
      }
      for (const { language, missing, stale } of words) {
        const parts = [
          ...(missing.length > 0 ? [`not translated: ${missing.join(', ')}`] : []),
          ...(stale.length > 0
            ? [`changed since it was translated: ${stale.map(withDigest).join(', ')}`]
            : []),
        ]
        io.write(`${language}: ${parts.length === 0 ? 'complete' : parts.join('; ')}\n`)
      }
      io.write(`${lesson.id}: ${allHold ? `holds on ${numSeeds} of ${numSeeds} seeds` : 'does not hold'}\n`)
    },
  }
}

function verdictOf({ seeds }: BlockOutcome, failing: readonly SeedOutcome[]): string {
  if (failing.length === 0 && seeds.every(({ holds }) => holds === null)) return 'asks the run'
  return `holds ${seeds.length - failing.length}/${seeds.length}`
}

const shown = (value: number | string | boolean) =>
  typeof value === 'number' ? writeNumber(Number(value.toPrecision(4))) : String(value)

/** The least and the greatest number, and updates, of all seeds. */
function rangeOf(seeds: readonly SeedOutcome[]) {
  const numbers = seeds.flatMap(({ value }) => (typeof value === 'number' ? [value] : []))
  return numbers.length === 0 ? {} : { min: Math.min(...numbers), max: Math.max(...numbers) }
}

function valuesOf(seeds: readonly SeedOutcome[]): string {
  const { min, max } = rangeOf(seeds)
  const updates = seeds.flatMap((each) => each.updates ?? [])
  const at = updates.length === 0 ? '' : ` at update ${range(Math.min(...updates), Math.max(...updates))}`
  if (min !== undefined && max !== undefined) return `${range(min, max)}${at}`
  return `${[...new Set(seeds.map(({ value }) => String(value ?? 'nothing')))].join(', ')}${at}`
}

const range = (min: number, max: number) => (min === max ? shown(min) : `${shown(min)} to ${shown(max)}`)
const seconds = ({ seconds: time }: BlockOutcome) => `${time.toFixed(1)} s`
