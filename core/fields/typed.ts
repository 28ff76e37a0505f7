import type { Field } from './field'

/** How texts are read where a person types them. */
export interface Reading {
  /** The number that a text means, NaN where it means none. */
  toNumber(text: string): number
  /** Whether a text says that a setting is left empty. */
  isNothing(text: string): boolean
}

/**
 * The value that a text means for a setting. A text that means none is handed on as it is, so that whatever
 * checks the value refuses it and can name it.
 */
export function typedValue(
  { kind, nullable }: Field,
  text: string,
  { toNumber, isNothing }: Reading,
): unknown {
  if (nullable && isNothing(text)) return null
  if (kind === 'choice') return text
  if (kind === 'flag') return text === 'true'
  const value = toNumber(text)
  return Number.isNaN(value) ? text : value
}
