import type { Explanation } from '../../../core/trace/equation'
import type { Term } from '../../../core/trace/parts'
import { texNumber } from './cellText'

/** Summands that are written out; the rest is an ellipsis. */
const WRITTEN = 4

/** `W_{ih}[3,0] \cdot x_{2}[0]` */
export function termTex({ factors }: Term): string {
  return factors.map(({ tex }) => tex).join(' \\cdot ')
}

/** `0.5 \cdot (-0.25)` */
export function termNumbersTex({ factors }: Term): string {
  return factors
    .map(({ value }, i) => (value < 0 && i > 0 ? `(${texNumber(value)})` : texNumber(value)))
    .join(' \\cdot ')
}

/** The formula of one element with its numbers in place of the letters. */
export function numericTex({ tex, terms, outer, sum, value }: Explanation): string {
  const written = terms.slice(0, WRITTEN).map(termNumbersTex)
  const inner =
    written.length === 0
      ? '0'
      : written.map((text, i) => (i === 0 || text.startsWith('-') ? text : `+ ${text}`)).join(' ')
  const whole = terms.length > WRITTEN ? `${inner} + \\cdots` : inner
  if (!outer) return `${tex} = ${whole} = ${texNumber(value)}`
  return `${tex} = ${outer.tex(texNumber(sum))} = ${texNumber(value)},\\quad ${texNumber(sum)} = ${whole}`
}

/** Terms in the order of the formula, or the largest first. */
export function orderTerms(terms: readonly Term[], byFormula: boolean): readonly Term[] {
  return byFormula ? terms : terms.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
}
