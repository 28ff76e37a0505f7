/** What can be wrong with a setting: each code is one sentence in every language. */
export const problemCodes = [
  'integer',
  'number',
  'choice',
  'flag',
  'object',
  'unknown',
  'shorterThan',
  'atLeast',
  'oneDirection',
  'noFuture',
  'memory',
  'message',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** What was expected: numbers and words to fill into the sentence of a code. */
export type ProblemParams = Record<string, string | number>

/** One thing that is wrong with one setting: enough to say it in any language. */
export interface Problem {
  /** Dotted path from the document's root, such as `model.hiddenSize`; empty for the document itself. */
  path: string
  /** The refused value, as JSON text shortened to 80 characters. */
  value: string
  code: ProblemCode
  params: ProblemParams
}

const SHOWN_VALUE_LENGTH = 80

/** A refused value as short text: JSON where it can be, and `NaN` and the infinities by name. */
export function showValue(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
  return text.length > SHOWN_VALUE_LENGTH ? `${text.slice(0, SHOWN_VALUE_LENGTH - 1)}…` : text
}
