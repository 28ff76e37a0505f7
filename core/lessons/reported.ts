import type { LessonProgress, ShownBlock, ShownLesson } from '../contract/lessons'
import type { ReportedLesson, ReportedQuestion } from '../contract/reports'

/** What a learner has done in a lesson, as a report has it: every question in its order, answered or not. */
export function reportedLesson(
  lesson: ShownLesson,
  version: number,
  progress: LessonProgress,
): ReportedLesson {
  const blocks = lesson.steps.flatMap((step) => step.blocks)
  const questions = blocks.flatMap((block) => questionOf(block, progress) ?? [])
  return { id: lesson.id, version, title: lesson.title, questions }
}

function questionOf(block: ShownBlock, { answers, checks }: LessonProgress): ReportedQuestion | null {
  if (block.kind === 'check') {
    const check = checks[block.id]
    const isRight = !check || check.state === 'open' ? null : check.state === 'met'
    const ask = `${block.probe} ${block.bound.is} ${block.bound.value}`
    const shown = check?.value === null || check === undefined ? '' : String(check.value)
    return { id: block.id, kind: block.kind, ask, value: null, shown, isRight, at: null }
  }
  if (block.kind !== 'predict' && block.kind !== 'choice' && block.kind !== 'write') return null
  const answer = answers[block.id]
  const { id, kind, ask } = block
  if (!answer) return { id, kind, ask, value: null, shown: '', isRight: null, at: null }
  const { value, isRight, at } = answer
  return { id, kind, ask, value, shown: shownAnswer(block, value), isRight, at }
}

/** An answer in words: of options their texts, in the order that was given. */
function shownAnswer(block: ShownBlock, value: NonNullable<ReportedQuestion['value']>): string {
  const options = block.kind === 'choice' ? block.options.map(({ text }) => text) : optionsOf(block)
  if (Array.isArray(value)) return value.map((at) => options?.[at] ?? String(at)).join(' → ')
  if (typeof value === 'number') return options?.[value] ?? String(value)
  return value
}

const optionsOf = (block: ShownBlock) => (block.kind === 'predict' ? block.options : null)
