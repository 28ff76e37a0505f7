/** What can be wrong with a setting: each code is one sentence in every language. */
export const problemCodes = [
  'integer',
  'number',
  'choice',
  'flag',
  'text',
  'sha256',
  'object',
  'unknown',
  'shorterThan',
  'atLeast',
  'tooOften',
  'oneDirection',
  'noFuture',
  'oneLayer',
  'noSymbols',
  'candidates',
  'listOnly',
  'emptyList',
  'noFields',
  'tooManyFields',
  'positive',
  'noEffect',
  'sameValue',
  'noTrials',
  'tooManyTrials',
  'asParent',
  'beyondBranch',
  'memory',
  'noFile',
  'missingData',
  'beyondData',
  'foldsAll',
  'carriedState',
  'columnNames',
  'notNumber',
  'dateColumn',
  'emptyCell',
  'unordered',
  'constantColumn',
  'listedLength',
  'sameAnswer',
  'message',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** What was expected: numbers and words to fill into the sentence of a code. */
export type ProblemParams = Record<string, string | number>

/** One thing that is wrong with one setting: enough to say it in any language. */
export interface Problem {
  /**
   * Dotted path from the document's root, such as `model.hiddenSize`; empty for the document itself. That of
   * an unknown field is fit to be shown, as `showText` makes it.
   */
  path: string
  /** The refused value as `showValue` shows it. */
  value: string
  code: ProblemCode
  params: ProblemParams
}
