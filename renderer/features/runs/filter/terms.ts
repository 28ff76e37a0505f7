/** How a field is compared with a value. */
export const comparisons = ['<=', '>=', '!=', '<', '>', '=', ':'] as const
export type Comparison = (typeof comparisons)[number]

/** One condition of a filter; a run has to meet all. */
export interface Term {
  /** Where it begins in the text, from 0. */
  readonly at: number
  readonly isNegated: boolean
  /** Null for a word that may stand anywhere. */
  readonly field: { readonly name: string; readonly comparison: Comparison } | null
  /** Any of them; each with where it begins. */
  readonly values: readonly { readonly text: string; readonly at: number }[]
}

/** What is wrong with a filter, and at which character, from 0. */
export interface FilterProblem {
  readonly at: number
  readonly code: 'unknownField' | 'noValue' | 'noNumber' | 'noOrder' | 'openQuote' | 'noOption'
  readonly params: Readonly<Record<string, string>>
}

/** A field's name stands at the beginning of a term, before a comparison. */
const FIELD = /^([A-Za-z][\w.]*)(<=|>=|!=|<|>|=|:)/

/**
 * The terms of a filter, which blanks part:  word  -word  "two words"  field:value  field:one,other  field<0.01
 * In quotation marks a value may have blanks, commas and signs.
 */
export function readTerms(text: string): { readonly terms: Term[] } | FilterProblem {
  const terms: Term[] = []
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text[at]!)) {
      at++
      continue
    }
    const begin = at
    const isNegated = text[at] === '-' && at + 1 < text.length && !/[\s]/.test(text[at + 1]!)
    if (isNegated) at++
    const match = FIELD.exec(text.slice(at))
    if (match) at += match[0].length
    const field = match ? { name: match[1]!, comparison: match[2] as Comparison } : null
    const read = readValues(text, at, field !== null)
    if ('code' in read) return read
    at = read.end
    if (field && read.values.every((value) => value.text === '')) {
      return { at: begin, code: 'noValue', params: { field: field.name } }
    }
    terms.push({ at: begin, isNegated, field, values: read.values.filter((value) => value.text !== '') })
  }
  return { terms: terms.filter(({ values }) => values.length > 0) }
}

/** One value, or of a field several with commas between them, up to the next blank. */
function readValues(
  text: string,
  begin: number,
  isList: boolean,
): { readonly values: { text: string; at: number }[]; readonly end: number } | FilterProblem {
  const values: { text: string; at: number }[] = []
  let at = begin
  for (;;) {
    const start = at
    if (text[at] === '"') {
      const close = text.indexOf('"', at + 1)
      if (close < 0) return { at, code: 'openQuote', params: {} }
      values.push({ text: text.slice(at + 1, close), at: start })
      at = close + 1
    } else {
      while (at < text.length && !/\s/.test(text[at]!) && !(isList && text[at] === ',')) at++
      values.push({ text: text.slice(start, at), at: start })
    }
    if (!isList || text[at] !== ',') return { values, end: at }
    at++
  }
}
