import type { LessonProgress } from '../../core/contract/lessons'
import type { Progress } from './progressFile'

/**
 * Takes what another file has of a learner's progress into this one; returns how many answers and met checks
 * that this one lacked. Nothing is lost: of a prediction that both have the first one stays, of a free text
 * the last one, and what was met once is met. Runs come along where they are kept here too.
 */
export function mergeProgress(own: Progress, other: Progress, isHere: (runId: string) => boolean): number {
  const isNew = Object.keys(own.lessons).length === 0
  // Another computer's seat is the same learner's, where nothing was done on this one yet.
  if (isNew) own.seat = other.seat
  let numTaken = 0
  for (const [id, theirs] of Object.entries(other.lessons)) {
    const ours = own.lessons[id] ?? { version: theirs.version, step: null, answers: {}, checks: {}, runs: {} }
    const isMet = (checks: LessonProgress['checks'], check: string) => checks[check]?.state === 'met'
    const answers = Object.entries(theirs.answers).filter(([question]) => !ours.answers[question])
    const met = Object.entries(theirs.checks).filter(
      ([check]) => isMet(theirs.checks, check) && !isMet(ours.checks, check),
    )
    numTaken += answers.length + met.length
    own.lessons[id] = {
      version: Math.max(ours.version, theirs.version),
      step: ours.step ?? theirs.step,
      answers: { ...ours.answers, ...bothAnswered(ours, theirs), ...Object.fromEntries(answers) },
      checks: { ...theirs.checks, ...ours.checks, ...Object.fromEntries(met) },
      runs: {
        ...Object.fromEntries(Object.entries(theirs.runs).filter(([, runId]) => isHere(runId))),
        ...ours.runs,
      },
    }
  }
  return numTaken
}

/** Of the questions that both answer, which answer stays. ISO times in UTC are in order as texts. */
function bothAnswered(ours: LessonProgress, theirs: LessonProgress): LessonProgress['answers'] {
  return Object.fromEntries(
    Object.entries(ours.answers).flatMap(([question, our]) => {
      const their = theirs.answers[question]
      if (!their) return []
      const [first, last] = our.at <= their.at ? [our, their] : [their, our]
      return [[question, typeof our.value === 'string' ? last : first]]
    }),
  )
}
