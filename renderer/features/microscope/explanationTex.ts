import type { Explanation } from '../../../core/explain/equation'
import type { ElementTerm } from '../../../core/explain/terms'
import { shortText, texNumber } from './cellText'

/** A sum of no more terms is written out; of a longer one the first few, and an ellipsis. */
const WRITTEN = 4
const WRITTEN_OF_MORE = 2

/** `W_{ih}[3,0] \cdot x_{2}[0]` */
export function termTex({ factors }: ElementTerm): string {
  return factors.map(({ tex }) => tex).join(' \\cdot ')
}

/** `0.500 · (−0.250)`, which breaks nowhere. */
export function termNumbers({ factors }: ElementTerm): string {
  return factors
    .map(({ value }, i) => (value < 0 && i > 0 ? `(${shortText(value)})` : shortText(value)))
    .join('\u00a0·\u00a0')
}

/** What an element is with numbers in place of letters, around what is applied to the sum. */
export interface NumericFormula {
  /** What is applied to the sum, around its value, as LaTeX; null where that is nothing. */
  readonly outer: string | null
  /** The value; or the sum and its value, which breaks between terms only. */
  readonly rest: string
}

/** The formula of one element with its numbers in place of the letters, as the sum of these terms. */
export function numericFormula(
  { terms: all, outer, sum, value }: Explanation,
  terms: readonly ElementTerm[] = all,
): NumericFormula {
  const written = terms.slice(0, terms.length > WRITTEN ? WRITTEN_OF_MORE : WRITTEN).map(termNumbers)
  const inner = written.length === 0 ? '0' : written.map(summand).join(' ')
  const whole = terms.length > WRITTEN ? `${inner} +\u00a0…` : inner
  const [total, result] = [shortText(sum), shortText(value)]
  if (!outer) return { outer: null, rest: whole === result ? result : `${whole} = ${result}` }
  return {
    outer: outer.tex(texNumber(sum)),
    rest: whole === total ? result : `${result}, ${total} = ${whole}`,
  }
}

function summand(text: string, i: number): string {
  if (i === 0) return text
  return text.startsWith('−') ? `−\u00a0${text.slice(1)}` : `+\u00a0${text}`
}

/** Terms in the order of the formula, or the largest first. */
export function orderTerms(terms: readonly ElementTerm[], byFormula: boolean): readonly ElementTerm[] {
  return byFormula ? terms : terms.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
}
