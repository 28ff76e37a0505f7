import { readNumber } from '../text/number'
import type { Field } from './field'

/** How texts are read where a person types them. */
export interface Reading {
  /** Whether a text says that a setting is left empty. */
  isNothing(text: string): boolean
  /** The words for a setting's unit that may stand behind its number. */
  unitWords(unit: string): readonly string[]
}

/**
 * The value that a text means for a setting. A text that means none is handed on as it is, so that whatever
 * checks the value refuses it and can name it.
 */
export function typedValue(
  { kind, nullable, unit }: Field,
  text: string,
  { isNothing, unitWords }: Reading,
): unknown {
  if (nullable && isNothing(text)) return null
  if (kind === 'choice' || kind === 'text') return text
  if (kind === 'flag') return text === 'true'
  const value = readNumber(text, unit === undefined ? [] : unitWords(unit))
  return Number.isNaN(value) ? text : value
}
