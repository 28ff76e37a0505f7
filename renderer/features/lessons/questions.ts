import type { LessonProgress, ShownStep } from '../../../core/contract/lessons'

/** What a step asks, by id. */
export function questionIds({ blocks }: ShownStep): string[] {
  return blocks.flatMap((block) =>
    block.kind === 'predict' || block.kind === 'choice' || block.kind === 'check' || block.kind === 'write'
      ? [block.id]
      : [],
  )
}

/** Whether a question is answered, or a check met. */
export function isAnswered({ answers, checks }: LessonProgress, id: string): boolean {
  const answer = answers[id]
  return checks[id]?.state === 'met' || (answer !== undefined && answer.value !== '')
}
