import { reason, type Reason } from '../contract/reasons'
import type { Place } from '../formats/placedJson'
import type { z } from '../experiment/zod'
import { showText, showValue } from '../text/foreign'

export type Path = readonly PropertyKey[]

/** So many problems are told: of a list of thousands of sequences all may be wrong in the same way. */
const MOST_PROBLEMS = 5

/** What is wrong with a task's file, each with its place. */
export interface Report {
  /** What is wrong at a path; the reason is given the path's name. */
  add(path: Path, why: (place: string) => Reason): void
  /** What stands at a path is not what was expected. */
  refuse(path: Path, value: unknown, why: Reason): void
  readonly isEmpty: boolean
  /** All that is wrong, in the order in which it was found. */
  reason(): Reason
}

export function createReport(placeOf: (path: Path) => Place): Report {
  const problems: Reason[] = []
  let count = 0
  function add(path: Path, why: (place: string) => Reason): void {
    count++
    if (problems.length === MOST_PROBLEMS) return
    problems.push(reason('inPlace', { ...placeOf(path), why: why(nameOf(path)) }))
  }

  return {
    add,
    refuse(path, value, why) {
      if (path.length === 0) return add(path, () => reason('badWhole', { value: showValue(value), why }))
      add(path, (place) =>
        value === undefined
          ? reason('missingPart', { place, why })
          : reason('badDocument', { place, value: showValue(value), why }),
      )
    },
    get isEmpty() {
      return count === 0
    },
    reason() {
      const told = problems.reduceRight((rest, why) => reason('also', { why, rest }))
      const more = count - problems.length
      return more > 0 ? reason('andMore', { why: told, more }) : told
    },
  }
}

/** `grammar.states.r0.next[1].to`; lists count from 1, as people do. */
function nameOf(path: Path): string {
  const parts = path.map((key, i) =>
    typeof key === 'number' ? `[${key + 1}]` : `${i === 0 ? '' : '.'}${showText(String(key))}`,
  )
  return parts.join('')
}

/** A schema's complaint is a reason, as a text: that is all that it can carry. */
export const complaint = (why: Reason): string => JSON.stringify(why)

/** Tells what a schema found, each at its place. */
export function reportIssues(issues: readonly z.core.$ZodIssue[], value: unknown, report: Report): void {
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys)
        report.add([...issue.path, key], (place) => reason('noSuchKey', { place }))
      continue
    }
    const given = issue.path.reduce<unknown>(
      (node, key) => (node as Record<PropertyKey, unknown> | null | undefined)?.[key],
      value,
    )
    report.refuse(issue.path, given, JSON.parse(issue.message) as Reason)
  }
}
