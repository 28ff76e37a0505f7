import type { Explanation } from '../../../core/explain/equation'
import type { ElementTerm } from '../../../core/explain/terms'
import { texNumber } from './cellText'

/** A sum of no more terms is written out; of a longer one the first few, and an ellipsis. */
const WRITTEN = 4
const WRITTEN_OF_MORE = 2

/** `W_{ih}[3,0] \cdot x_{2}[0]` */
export function termTex({ factors }: ElementTerm): string {
  return factors.map(({ tex }) => tex).join(' \\cdot ')
}

/** `0.5 \cdot (-0.25)` */
export function termNumbersTex({ factors }: ElementTerm): string {
  return factors
    .map(({ value }, i) => (value < 0 && i > 0 ? `(${texNumber(value)})` : texNumber(value)))
    .join(' \\cdot ')
}

/**
 * The formula of one element with its numbers in place of the letters, as the sum of these terms; it may
 * break between terms only.
 */
export function numericTex(
  { tex, terms: all, outer, sum, value }: Explanation,
  terms: readonly ElementTerm[] = all,
): string {
  const written = terms.slice(0, terms.length > WRITTEN ? WRITTEN_OF_MORE : WRITTEN).map(termNumbersTex)
  const inner = written.length === 0 ? '0' : written.map(summand).join(' ')
  const whole = terms.length > WRITTEN ? `${inner} + \\cdots` : inner
  const [total, result] = [texNumber(sum), `{${texNumber(value)}}`]
  if (!outer) return `{${tex}} = ${whole === result ? result : `${whole} = ${result}`}`
  return `{${tex}} = ${outer.tex(total)} = ${result},\\quad {${total}} = ${whole}`
}

function summand(text: string, i: number): string {
  if (i === 0) return `{${text}}`
  return text.startsWith('-') ? `- {${text.slice(1)}}` : `+ {${text}}`
}

/** Terms in the order of the formula, or the largest first. */
export function orderTerms(terms: readonly ElementTerm[], byFormula: boolean): readonly ElementTerm[] {
  return byFormula ? terms : terms.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
}
