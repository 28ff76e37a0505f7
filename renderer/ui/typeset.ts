import katex from 'katex'

/** What a formula is set for. */
export interface Setting {
  /** What it stands in has a name: of the formula itself nothing is read out. @default false */
  readonly isNamed?: boolean
  /** It hardly comes again, as numbers do: it is not kept. @default false */
  readonly isRare?: boolean
}

/** Formulas that were set before, by their LaTeX, the oldest first. */
const known = { read: new Map<string, Element>(), named: new Map<string, Element>() }
const MOST_KNOWN = 2000

/**
 * A formula as KaTeX sets it, in an element of its own. One that was set before is copied, which takes a
 * fifth of the time: a step of the Microscope has dozens, most of which stand in many steps.
 */
export function typeset(tex: string, { isNamed = false, isRare = false }: Setting = {}): Node {
  const formulas = isNamed ? known.named : known.read
  let set = formulas.get(tex)
  if (!set) {
    set = document.createElement('span')
    const output = isNamed ? 'html' : 'htmlAndMathml'
    katex.render(tex, set as HTMLElement, { throwOnError: false, output })
    if (isRare) return set.firstChild ?? set
    if (formulas.size === MOST_KNOWN) formulas.delete(formulas.keys().next().value!)
    formulas.set(tex, set)
  }
  return (set.firstChild ?? set).cloneNode(true)
}
