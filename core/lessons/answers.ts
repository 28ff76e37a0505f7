import type { AnswerValue } from '../contract/lessons'
import type { ChoiceBlock, Lesson, PredictBlock, WriteBlock } from './lesson'
import { runMarking } from './shown'
import { markOf } from './standing'

type Answered = PredictBlock | ChoiceBlock | WriteBlock

const isOption = (value: AnswerValue, count: number) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < count

/** Whether a value can be an answer to a question at all. */
export function acceptsAnswer(block: Answered, value: AnswerValue): boolean {
  if (block.kind === 'write') return typeof value === 'string'
  if (block.kind === 'choice') return isOption(value, block.options.length)
  const { type, options = [] } = block
  if (type === 'choice') return isOption(value, options.length)
  if (type === 'order') {
    if (!Array.isArray(value) || value.length !== options.length) return false
    return [...value].sort((a, b) => a - b).every((at, i) => at === i)
  }
  return typeof value === 'number' && Number.isFinite(value)
}

/** Whether an answer is right, where no run has to be waited for; null where one has, and of free text. */
export function markedAtOnce(lesson: Lesson, block: Answered, value: AnswerValue): boolean | null {
  if (block.kind === 'write') return null
  if (block.kind === 'choice') return block.options[value as number]?.right === true
  if (runMarking(lesson, block) !== null) return null
  return markOf(block, value as number | readonly number[], null, true).isRight
}
