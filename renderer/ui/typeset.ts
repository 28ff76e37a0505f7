import katex from 'katex'
import { setSymbol } from './symbol'

/** What a formula is set for. */
export interface Setting {
  /** What it stands in has a name: of the formula itself nothing is read out. @default false */
  readonly isNamed?: boolean
  /** It hardly comes again, as numbers do: it is not kept. @default false */
  readonly isRare?: boolean
}

/** Formulas that were set before, by their LaTeX, the oldest first. */
const known = { read: new Map<string, Node>(), named: new Map<string, Node>() }
const MOST_KNOWN = 2000

/**
 * A formula in an element of its own: a symbol whose place is not read out as a few elements, any other as
 * KaTeX sets it. One that was set before is copied, which takes a fifth of the time: a step of the Microscope
 * has dozens, most of which stand in many steps.
 */
export function typeset(tex: string, { isNamed = false, isRare = false }: Setting = {}): Node {
  const formulas = isNamed ? known.named : known.read
  const before = formulas.get(tex)
  if (before) return before.cloneNode(true)
  const isFlat = !/[_^]/.test(tex)
  const formula = ((isNamed || isFlat) && setSymbol(tex)) || setFormula(tex, isNamed)
  if (isRare) return formula
  if (formulas.size === MOST_KNOWN) formulas.delete(formulas.keys().next().value!)
  formulas.set(tex, formula)
  return formula.cloneNode(true)
}

function setFormula(tex: string, isNamed: boolean): Node {
  const element = document.createElement('span')
  katex.render(tex, element, { throwOnError: false, output: isNamed ? 'html' : 'htmlAndMathml' })
  return element.firstChild ?? element
}
